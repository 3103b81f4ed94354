/** Runs the tests of the built-in handlers, and writes into `docs/handlers.md` which of them proves what. */
import process from 'node:process'
import { writeHandlerTable } from './test/handler-table.ts'
import { reportOf } from './test/test-report.ts'

const problems = await writeHandlerTable(await reportOf('server/task/handlers/built-in'))
for (const problem of problems) process.stderr.write(`${problem}\n`)
process.exitCode = problems.length === 0 ? 0 : 1
