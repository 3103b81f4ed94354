import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { VERSION } from './version.ts'

it('reports the version of the package', async () => {
  const manifest = await readFile(join(import.meta.dirname, 'package.json'), 'utf8')
  expect(JSON.parse(manifest).version).toBe(VERSION)
})
