/** Runs the conformance suites of all backends, and writes into `docs/backends.md` what they proved. */
import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { type TestReport, writeTable } from './test/conformance-table.ts'

const folder = await mkdtemp(join(tmpdir(), 'signalbox-guarantees-'))
const file = join(folder, 'report.json')
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
const vitest = 'node_modules/vitest/vitest.mjs'
// Some may fail; the table then says so.
spawnSync(process.execPath, [vitest, 'run', 'server/task/backends', ...reporters], { stdio: 'inherit' })
const written = await writeTable(JSON.parse(await readFile(file, 'utf8')) as TestReport)
await rm(folder, { recursive: true })
if (!written) {
  process.stderr.write('Not every backend was tested; docs/backends.md stays as it is.\n')
  process.exitCode = 1
}
