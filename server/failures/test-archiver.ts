/** For tests: runs `test-archiver-process.ts`. */
import { type ChildProcess, spawn } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import type { ArchiverOrder } from './test-archiver-process.ts'

const SCRIPT = fileURLToPath(new URL('./test-archiver-process.ts', import.meta.url))

export interface ArchiverProcess {
  readonly child: ChildProcess
  /** Exit code, or the signal's name. */
  readonly ended: Promise<number | string | null>
}

export function runArchiver(order: ArchiverOrder): ArchiverProcess {
  const child = spawn(process.execPath, [SCRIPT, JSON.stringify(order)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise<number | string | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code))
  })
  return { child, ended }
}
