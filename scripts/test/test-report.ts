/** What one run of Vitest tells: the part of its JSON report that tables in the documentation are made from. */
import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

export interface TestReport {
  readonly testResults: readonly {
    /** Path of the test file. */
    readonly name: string
    readonly assertionResults: readonly TestResult[]
  }[]
}

export interface TestResult {
  /** Titles of the `describe`s around it, the outermost first. */
  readonly ancestorTitles: readonly string[]
  readonly title: string
  readonly status: string
  readonly meta?: { readonly backend?: string; readonly guarantee?: string; readonly missing?: string }
}

/** Runs the tests of a folder. Some may fail; the report then says so. */
export async function reportOf(folder: string): Promise<TestReport> {
  const place = await mkdtemp(join(tmpdir(), 'signalbox-report-'))
  const file = join(place, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const vitest = 'node_modules/vitest/vitest.mjs'
  try {
    spawnSync(process.execPath, [vitest, 'run', folder, ...reporters], { stdio: 'inherit' })
    return JSON.parse(await readFile(file, 'utf8')) as TestReport
  } finally {
    await rm(place, { recursive: true })
  }
}
