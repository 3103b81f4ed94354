/** Programs that run beside us and end with us: started, started again with a growing pause when they end, stopped. */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface ChildOptions {
  readonly name: string
  /** The module to run with Node, and its arguments. */
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
  /** File descriptor that takes what the program prints. */
  readonly output: number
}

export interface ChildProgram {
  /** Asks it to end, waits, and ends it for good when that takes too long. */
  stop(): Promise<void>
}

const END_WITH_PARENT = fileURLToPath(new URL('./end-with-parent.ts', import.meta.url))
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
/** One that ran as long begins with the first pause again. */
const STEADY_MS = 60_000
const PATIENCE_MS = 15_000

export function spawnProgram({ command, environment, output }: ChildOptions): ChildProcess {
  return spawn(process.execPath, ['--import', END_WITH_PARENT, ...command], {
    env: { ...environment } as NodeJS.ProcessEnv,
    stdio: ['ignore', output, output, 'ipc'],
    // Ctrl-C in a terminal is ours to answer: we end our programs in order.
    detached: true,
  })
}

const ended = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve()
    else child.once('close', () => resolve()).once('error', () => resolve())
  })

/** Runs it until `stop`. */
export function keepRunning(options: ChildOptions): ChildProgram {
  let stopping = false
  let failures = 0
  let child: ChildProcess
  let pause: NodeJS.Timeout | undefined

  function run() {
    const startedMs = performance.now()
    child = spawnProgram(options)
    void ended(child).then(() => {
      if (stopping) return
      failures = performance.now() - startedMs > STEADY_MS ? 0 : failures + 1
      pause = setTimeout(run, Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS))
    })
  }
  run()
  return {
    async stop() {
      stopping = true
      clearTimeout(pause)
      await endChild(child)
    },
  }
}

async function endChild(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM')
  const last = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
  await ended(child)
  clearTimeout(last)
}

/** Runs it to its end. @throws Error with the exit code */
export async function runOnce(options: ChildOptions): Promise<void> {
  const child = spawnProgram(options)
  await ended(child)
  if (child.exitCode !== 0)
    throw new Error(`${options.name} ended with ${child.exitCode ?? child.signalCode}`)
}
