/** The parts of `npm test`, each ending in counts. */
import { spawn } from 'node:child_process'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { inheritedVariables, prepareForNext } from '../../server/env.ts'
import { buildConsoleWhenNeeded } from '../../server/startup/console-build.ts'
import { runChecks } from '../check/run-checks.ts'
import { provideChromium } from '../test-servers/chromium.ts'
import { checkTable } from './conformance-table.ts'
import { checkHandlerTable } from './handler-table.ts'
import type { TestReport } from './test-report.ts'

export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Why something was skipped or could not run. */
  readonly note?: string
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const REPORTS = join(ROOT, 'test-results')
const print = (text: string) => void process.stdout.write(`${text}\n`)

/** A step that either holds or does not. */
const single = (ok: boolean): Counts => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 })

export async function check(): Promise<Counts> {
  const results = await runChecks(({ name, ok, output }) => {
    print(`${ok ? '✓' : '✗'} ${name}`)
    if (!ok) print(output.trimEnd())
  })
  const passed = results.filter(({ ok }) => ok).length
  return { passed, failed: results.length - passed, skipped: 0 }
}

export async function drift(postgresUrl: string): Promise<Counts> {
  return single((await runNode(['scripts/check-drift.ts'], { TEST_POSTGRES_URL: postgresUrl })) === 0)
}

export async function unitTests(postgresUrl: string): Promise<Counts> {
  const file = await freshReport('vitest.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const code = await runNode(['node_modules/vitest/vitest.mjs', 'run', ...reporters], {
    TEST_POSTGRES_URL: postgresUrl,
  })
  const report = await readReport<VitestReport>(file)
  if (report === null) return { ...single(false), note: `vitest ended with ${code} and left no report` }
  const { numPassedTests: passed, numFailedTests, numPendingTests, numTodoTests } = report
  // A file that fails outside of its tests has none that failed.
  const failed = numFailedTests === 0 && code !== 0 ? 1 : numFailedTests
  const skipped = numPendingTests + (numTodoTests ?? 0)
  const wrong = await wrongInTables(report)
  if (wrong.length === 0) return { passed, failed, skipped }
  return { passed, failed: failed + wrong.length, skipped, note: wrong.join('\n    ') }
}

/** What the documentation says of this run that is not so. */
async function wrongInTables(report: TestReport): Promise<string[]> {
  const guarantees = await checkTable(report)
  return [...(guarantees === null ? [] : [guarantees]), ...(await checkHandlerTable(report))]
}

interface VitestReport extends TestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests?: number
}

export async function build(): Promise<Counts> {
  prepareForNext('production')
  const environment = inheritedVariables()
  try {
    await buildConsoleWhenNeeded({ root: ROOT, distDir: '.next', environment, onProgress: print })
    return single(true)
  } catch (error) {
    print((error as Error).message)
    return single(false)
  }
}

export async function browserTests(postgresUrl: string): Promise<Counts> {
  const missing = provideChromium()
  if (missing !== null) return { passed: 0, failed: 0, skipped: 1, note: missing }
  const file = await freshReport('playwright.json')
  const code = await runNode(['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'], {
    TEST_POSTGRES_URL: postgresUrl,
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  })
  const stats = (await readReport<PlaywrightReport>(file))?.stats
  if (stats === undefined)
    return { ...single(false), note: `Playwright ended with ${code} and left no report` }
  const failed = stats.unexpected === 0 && code !== 0 ? 1 : stats.unexpected
  return { passed: stats.expected + stats.flaky, failed, skipped: stats.skipped }
}

interface PlaywrightReport {
  readonly stats: {
    readonly expected: number
    readonly unexpected: number
    readonly flaky: number
    readonly skipped: number
  }
}

async function freshReport(name: string): Promise<string> {
  await mkdir(REPORTS, { recursive: true })
  await rm(join(REPORTS, name), { force: true })
  return join(REPORTS, name)
}

async function readReport<T>(file: string): Promise<T | null> {
  const text = await readFile(file, 'utf8').catch(() => null)
  return text === null ? null : (JSON.parse(text) as T)
}

/** Resolves with the exit code. */
function runNode(
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<number | null> {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', resolve)
  })
}
