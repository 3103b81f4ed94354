/** Writes server/task/config.schema.json, which the library ships; `--check` fails when it is out of date. */
import { readFile, writeFile } from 'node:fs/promises'
import process from 'node:process'
import { configSchemaText } from './library/config-schema.ts'

const target = new URL('../server/task/config.schema.json', import.meta.url)
const text = configSchemaText()
if (process.argv.includes('--check')) {
  const current = await readFile(target, 'utf8').catch(() => '')
  if (current !== text) {
    process.stderr.write(
      'server/task/config.schema.json is out of date: run `npm run generate:config-schema`\n',
    )
    process.exit(1)
  }
} else await writeFile(target, text)
