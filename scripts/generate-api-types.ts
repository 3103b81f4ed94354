/** Writes components/api/schema.d.ts from the OpenAPI document; `--check` fails when the file is out of date. */
import { readFile, writeFile } from 'node:fs/promises'
import process from 'node:process'
import openapiTS, { astToString } from 'openapi-typescript'
import { openApiDocument } from '../server/api/openapi.ts'

const target = new URL('../components/api/schema.d.ts', import.meta.url)
const document = JSON.parse(JSON.stringify(openApiDocument('0.1.0')))
const text = `// Made by \`npm run generate:api\` from the OpenAPI document. Do not edit.\n${astToString(await openapiTS(document))}`
if (process.argv.includes('--check')) {
  const current = await readFile(target, 'utf8').catch(() => '')
  if (current !== text) {
    process.stderr.write('components/api/schema.d.ts is out of date: run `npm run generate:api`\n')
    process.exit(1)
  }
} else await writeFile(target, text)
