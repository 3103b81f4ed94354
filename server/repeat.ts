/** A loop of the control plane: does its work at a pace, never twice at once, and backs off while it fails. */
export interface LoopOptions {
  readonly everyMs: number
  /** Longest pause after failures in a row; default ten times the pace. */
  readonly maxBackOffMs?: number
  /** Told of each failure; the loop goes on. */
  onError(error: unknown, failuresInARow: number): void
}

export interface Loop {
  /** Resolves when the work that runs has ended; nothing begins after that. */
  stop(): Promise<void>
}

function pauseMs(options: LoopOptions, failures: number, tookMs: number): number {
  if (failures === 0) return Math.max(0, options.everyMs - tookMs)
  return Math.min(options.everyMs * 2 ** (failures - 1), options.maxBackOffMs ?? options.everyMs * 10)
}

/** Begins at once. `work` gets a signal that is aborted when the loop is stopped. */
export function repeat(work: (signal: AbortSignal) => Promise<void>, options: LoopOptions): Loop {
  const stopping = new AbortController()
  let wake: () => void = () => undefined

  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  async function run() {
    let failures = 0
    while (!stopping.signal.aborted) {
      const startedAt = performance.now()
      try {
        await work(stopping.signal)
        failures = 0
      } catch (error) {
        failures += 1
        options.onError(error, failures)
      }
      if (!stopping.signal.aborted) await sleep(pauseMs(options, failures, performance.now() - startedAt))
    }
  }

  const ended = run()
  return {
    async stop() {
      stopping.abort()
      wake()
      await ended
    },
  }
}
