/**
 * `npm run bench -- core --backend rabbitmq|postgres`: how fast the task core is beside others that do the same.
 *
 * Receives arguments, gets a server and the peers, has each case measured, and prints a line per comparison as soon as
 * it is known: a table's, or JSON. What is told besides goes to stderr.
 */
import process from 'node:process'
import { USAGE, usageProblem } from './arguments.ts'
import { runCore } from './core/run-core.ts'

const note = (text: string) => void process.stderr.write(`${text}\n`)

// A signal would skip what ends the servers and the process that is being measured.
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.once(signal, () => process.exit(code))

try {
  await runCore(process.argv.slice(2), { print: (line) => void process.stdout.write(`${line}\n`), note })
} catch (error) {
  const problem = usageProblem(error)
  note(problem === null ? String((error as Error).stack) : `${problem}\n\n${USAGE}`)
  process.exitCode = problem === null ? 1 : 2
}
