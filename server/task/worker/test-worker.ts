/** For tests: a real worker process, a target that keeps the ledger, and a configuration for both. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

const COMMAND = fileURLToPath(new URL('../bin/signalbox.mjs', import.meta.url))

export interface CommandRun {
  readonly process: ChildProcess
  readonly output: () => string
  /** Exit code, or the signal's name. */
  readonly ended: Promise<number | string>
}

/** Runs the library's command line as a process of its own. */
export function runCommand(
  args: readonly string[],
  env: Record<string, string> = {},
  input?: string,
): CommandRun {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { NODE_ENV: 'test', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const chunks: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk))
  child.stdin.end(input ?? '')
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'))
  })
  return { process: child, output: () => chunks.join(''), ended }
}

export interface Ledger {
  readonly url: string
  /** How often each task's id arrived. */
  readonly runs: ReadonlyMap<string, number>
  /** Every arrival, in order. */
  readonly arrivals: readonly { readonly id: string; readonly atMs: number }[]
  /** Ids whose requests wait for their answer now. */
  readonly waiting: ReadonlySet<string>
  /** Answers nothing until `release`. */
  hold(): void
  release(): void
  close(): Promise<void>
}

/** A target that takes `answerAfterMs` for each task and counts by distinct id. */
export async function startLedger(answerAfterMs: number): Promise<Ledger> {
  const runs = new Map<string, number>()
  const arrivals: { id: string; atMs: number }[] = []
  const waiting = new Set<string>()
  let held: (() => void)[] | null = null
  const server = createServer((request: IncomingMessage, response) => {
    const id = String(request.headers['ce-id'])
    runs.set(id, (runs.get(id) ?? 0) + 1)
    arrivals.push({ id, atMs: performance.now() })
    waiting.add(id)
    request.resume()
    const answer = () => {
      waiting.delete(id)
      response.end()
    }
    setTimeout(() => (held === null ? answer() : held.push(answer)), answerAfterMs)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tasks`,
    runs,
    arrivals,
    waiting,
    hold() {
      held ??= []
    },
    release() {
      const answers = held ?? []
      held = null
      for (const answer of answers) answer()
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
