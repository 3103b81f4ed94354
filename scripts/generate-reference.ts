/** Writes docs/reference/: what the library exports, by its docstrings. `scripts/library/generated.test.ts` finds it out of date. */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { referencePages } from './library/reference.ts'

const folder = new URL('../docs/reference/', import.meta.url)
const pages = await referencePages()
await rm(folder, { recursive: true, force: true })
for (const [name, text] of pages) {
  const page = new URL(name, folder)
  await mkdir(new URL('.', page), { recursive: true })
  await writeFile(page, text)
}
