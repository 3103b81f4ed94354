/** `npm run check`: format, lint, types, boundaries, unused code, house rules, generated files; all at once, in seconds. */
import process from 'node:process'
import { runChecks } from './check/run-checks.ts'

const results = await runChecks((result) => {
  process.stdout.write(`${result.ok ? '✓' : '✗'} ${result.name}  ${(result.ms / 1000).toFixed(1)} s\n`)
  if (!result.ok) process.stdout.write(`${result.output.trimEnd()}\n\n`)
})
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1
