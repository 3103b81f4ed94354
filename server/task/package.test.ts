import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { VERSION } from './version.ts'

const here = import.meta.dirname
const read = (file: string) => readFile(join(here, file), 'utf8')

it('reports the version of the package', async () => {
  expect(JSON.parse(await read('package.json')).version).toBe(VERSION)
})

it('shows a program in its README that runs as it stands', async () => {
  const program = /```ts\n(.*?)```/s.exec(await read('README.md'))?.[1] ?? ''
  const folder = await mkdtemp(join(here, '.readme-'))
  try {
    const file = join(folder, 'program.ts')
    await writeFile(file, program.replace("from 'signalbox'", "from '../index.ts'"))
    const { stdout } = await promisify(execFile)(process.execPath, [file])
    expect(stdout).toMatch(/^attempt 1 of [0-9a-f-]{36}: \{ to: 'a@example.com' \}\n$/)
  } finally {
    await rm(folder, { recursive: true })
  }
})
