/** Runs the conformance suites of all backends, and writes into `docs/backends.md` what they proved. */
import process from 'node:process'
import { writeTable } from './test/conformance-table.ts'
import { reportOf } from './test/test-report.ts'

if (!(await writeTable(await reportOf('server/task/backends')))) {
  process.stderr.write('Not every backend was tested; docs/backends.md stays as it is.\n')
  process.exitCode = 1
}
