import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { configSchemaText } from './config-schema.ts'
import { markdownIn, referencePages } from './reference.ts'

const ROOT = join(import.meta.dirname, '../..')

it('ships the JSON Schema of the configuration as it is validated (npm run generate:config-schema)', async () => {
  expect(await readFile(join(ROOT, 'server/task/config.schema.json'), 'utf8')).toBe(configSchemaText())
})

it('documents what the library exports as it is (npm run generate:reference)', async () => {
  const pages = await referencePages()
  const folder = join(ROOT, 'docs/reference')
  expect(await markdownIn(folder)).toEqual([...pages.keys()])
  for (const [name, text] of pages) expect(await readFile(join(folder, name), 'utf8'), name).toBe(text)
}, 120_000)
