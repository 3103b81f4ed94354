/**
 * `npm test`: everything, on any machine. Provides the servers that the suites need, runs every step even when one
 * fails, and ends with the counts of all. With CI=true, whatever was skipped counts as failed.
 */
import process from 'node:process'
import { browserTests, build, type Counts, check, drift, unitTests } from './test/steps.ts'
import { startTestPostgres } from './test-servers/postgres.ts'

interface Done extends Counts {
  readonly name: string
  readonly seconds: number
}

const skipsFail = process.env.CI === 'true'
const postgres = await startTestPostgres()
const steps: readonly (readonly [string, () => Promise<Counts>])[] = [
  ['check', check],
  ['migrations against the schema', () => drift(postgres.url)],
  ['unit and integration tests', () => unitTests(postgres.url)],
  ['build', build],
  ['browser tests', () => browserTests(postgres.url)],
]

async function run(name: string, step: () => Promise<Counts>): Promise<Done> {
  process.stdout.write(`\n── ${name}\n`)
  const startedMs = performance.now()
  const counts = await step()
  return { name, ...counts, seconds: (performance.now() - startedMs) / 1000 }
}

function lineOf({ name, passed, failed, skipped, seconds, note }: Done): string {
  const counts = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
  return `  ${name}: ${counts} (${seconds.toFixed(0)} s)${note === undefined ? '' : `\n    ${note}`}`
}

const done: Done[] = []
try {
  for (const [name, step] of steps) done.push(await run(name, step))
} finally {
  await postgres.stop()
}
process.stdout.write(`\n── summary\n${done.map(lineOf).join('\n')}\n\n`)
const total = (count: (step: Done) => number) => done.reduce((sum, step) => sum + count(step), 0)
const failed = total((step) => step.failed + (skipsFail ? step.skipped : 0))
process.stdout.write(`${total((step) => step.passed)} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1
