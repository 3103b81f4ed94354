/** A program of ours as a real process, with what it printed. */
import { type ChildProcess, spawn } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

export interface Program {
  readonly pid: number
  /** Everything it has printed so far. */
  output(): string
  /** Resolves when it has printed a match; rejects when it ends first or takes longer than `withinMs`. */
  printed(pattern: RegExp, withinMs?: number): Promise<RegExpMatchArray>
  /** Sends the signal and resolves with the exit code (null after a signal that it did not handle). */
  end(signal: NodeJS.Signals): Promise<number | null>
  readonly ended: Promise<number | null>
}

/** Runs `node <args>` in the repository with exactly the variables given, PATH and HOME apart. */
export function runNode(args: readonly string[], variables: Readonly<Record<string, string>>): Program {
  const { PATH, HOME } = process.env
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { PATH, HOME, NEXT_TELEMETRY_DISABLED: '1', ...variables } as unknown as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
  let text = ''
  const watchers = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (part: string) => {
      text += part
      for (const watch of watchers) watch()
    })
  return {
    pid: child.pid ?? 0,
    output: () => text,
    ended,
    printed: (pattern, withinMs = 90_000) => waitForMatch(pattern, withinMs, () => text, watchers, ended),
    async end(signal) {
      child.kill(signal)
      return ended
    },
  }
}

function waitForMatch(
  pattern: RegExp,
  withinMs: number,
  text: () => string,
  watchers: Set<() => void>,
  ended: Promise<number | null>,
): Promise<RegExpMatchArray> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(timer)
      watchers.delete(look)
      settle()
    }
    const fail = (why: string) =>
      finish(() => reject(new Error(`${why} before it printed ${pattern}. It said:\n${text()}`)))
    const look = () => {
      const match = text().match(pattern)
      if (match !== null) finish(() => resolve(match))
    }
    const timer = setTimeout(() => fail(`${withinMs} ms passed`), withinMs)
    watchers.add(look)
    void ended.then((code) => fail(`It ended with ${code}`))
    look()
  })
}
