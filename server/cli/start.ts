/** `signalbox start`: boots everything and stays until it is told to end. */
import process from 'node:process'
import { isRunByNpm, readEnvironment } from '../env.ts'
import { type RunningSignalbox, startSignalbox } from '../main.ts'
import { createScreen } from '../startup/screen.ts'

const CLOSE_DEADLINE_MS = 30_000
const INTERRUPTED = 130
const PARENT_LOOK_MS = 500

export async function start(options: { dev?: boolean }): Promise<void> {
  const environment = readEnvironment()
  const screen = createScreen(process.stdout)
  const stopping = whenAskedToStop()
  const abort = new AbortController()
  void stopping.then(() => abort.abort())
  const dev = options.dev === true
  const running = await startSignalbox({ environment, dev, screen, signal: abort.signal }).catch((error) => {
    if (!abort.signal.aborted) throw error
    process.exit(INTERRUPTED)
  })
  await stopping
  screen.line('\nStopping (again to end at once)')
  await stop(running)
}

/** Ctrl-C, SIGTERM, a closed terminal, or npm's end; the second signal ends the process where it stands. */
function whenAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    const onSignal = () => {
      if (asked) process.exit(INTERRUPTED)
      asked = true
      resolve()
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
    if (isRunByNpm()) whenParentEnds(resolve)
  })
}

/** npm that is killed outright tells nobody; we would go on behind the back of who started us, and hold the port. */
function whenParentEnds(tell: () => void): void {
  const parent = process.ppid
  const look = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(look)
    tell()
  }, PARENT_LOOK_MS)
  look.unref()
}

async function stop(running: RunningSignalbox): Promise<void> {
  const deadline = setTimeout(() => {
    process.stderr.write('Something did not end in time; ending anyway.\n')
    process.exit(1)
  }, CLOSE_DEADLINE_MS)
  const failures = await running.close()
  clearTimeout(deadline)
  for (const { name, error } of failures) process.stderr.write(`Ending "${name}" failed: ${String(error)}\n`)
  process.exit(failures.length === 0 ? 0 : 1)
}
