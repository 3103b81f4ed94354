import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildConsoleWhenNeeded } from './console-build.ts'

/** Takes Next's place: counts its runs, and fails when the page says so. */
const BUILDER = `
const fs = require('node:fs')
if (fs.readFileSync('app/page.tsx', 'utf8').includes('broken')) {
  console.error('page.tsx is broken')
  process.exit(1)
}
fs.mkdirSync('.next', { recursive: true })
fs.appendFileSync('builds', 'x')
fs.writeFileSync('.next/BUILD_ID', 'build ' + fs.readFileSync('builds', 'utf8').length)
`

describe('buildConsoleWhenNeeded', () => {
  let root: string
  const put = async (path: string, text: string) => {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  const build = () =>
    buildConsoleWhenNeeded({ root, distDir: '.next', environment: process.env, onProgress: () => undefined })
  const builds = async () => (await readFile(join(root, 'builds'), 'utf8')).length
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'signalbox-build-'))
    await put('node_modules/next/dist/bin/next', BUILDER)
    await put('app/page.tsx', 'one')
    await put('package-lock.json', '{}')
  })
  afterEach(() => rm(root, { recursive: true, force: true }))

  it('builds once, and not again for what is not shipped', async () => {
    await build()
    await build()
    await put('app/page.test.tsx', 'a test')
    await put('server/api/app.ts', 'the server')
    await build()
    expect(await builds()).toBe(1)
  })

  it('builds again when a page or a package changed, a file went, or the build is gone', async () => {
    await put('components/old.tsx', 'old')
    await build()
    await put('app/page.tsx', 'two')
    await build()
    await put('package-lock.json', '{"a":1}')
    await build()
    await rm(join(root, 'components/old.tsx'))
    await build()
    await rm(join(root, '.next'), { recursive: true })
    await build()
    expect(await builds()).toBe(5)
  })

  it('says what the build said when it fails, and tries again the next time', async () => {
    await put('app/page.tsx', 'broken')
    await expect(build()).rejects.toThrow(/could not be built.*\n.*page\.tsx is broken/)
    await put('app/page.tsx', 'repaired')
    await build()
    expect(await builds()).toBe(1)
  })
})
