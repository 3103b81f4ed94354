/** Runs a handler within its time; whatever it does, the answer is a verdict. */
import { TaskError } from '../errors.ts'
import { asError, type Job, type Run, type Verdict } from './verdict.ts'

/** The process stops: nothing is known of the task, it goes back to its queue. */
export type Abandoned = { readonly kind: 'abandoned' }

/** A running execution, as its consumer sees it. */
export interface Execution {
  readonly verdict: Promise<Verdict | Abandoned>
  /** Aborts the handler's signal and gives up waiting for it. */
  abandon(): void
}

export function isTimeout(error: Error): boolean {
  return error instanceof TaskError && error.code === 'handler-timeout'
}

function timedOut(timeoutMs: number): TaskError {
  return new TaskError('handler-timeout', `The handler did not end within ${timeoutMs} ms.`, {
    retryable: true,
    context: { timeoutMs },
  })
}

/** Makes its signal when a handler asks for it: most never do, and a controller costs more than an empty task. */
class Stopping {
  #controller: AbortController | null = null
  #reason: Error | null = null

  get signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController()
      if (this.#reason !== null) this.#controller.abort(this.#reason)
    }
    return this.#controller.signal
  }

  begin(reason: Error): void {
    this.#reason ??= reason
    this.#controller?.abort(reason)
  }
}

/** A class, because V8 makes a getter of an object literal anew for each object, which costs more than an empty task. */
class StoppableJob implements Job {
  readonly task: Job['task']
  readonly message: Job['message']
  readonly #stopping: Stopping

  constructor({ task, message }: Omit<Job, 'signal'>, stopping: Stopping) {
    this.task = task
    this.message = message
    this.#stopping = stopping
  }

  get signal(): AbortSignal {
    return this.#stopping.signal
  }
}

async function started(run: Run, job: Job): Promise<Verdict> {
  try {
    return await run(job)
  } catch (thrown) {
    return { kind: 'retry', failure: { error: asError(thrown) } }
  }
}

/** A handler that ignores its signal runs on after the timeout; its result then counts for nothing. */
export function execute(run: Run, job: Omit<Job, 'signal'>, timeoutMs: number): Execution {
  const stopping = new Stopping()
  const { promise, resolve } = Promise.withResolvers<Verdict | Abandoned>()
  const timer = setTimeout(() => {
    const error = timedOut(timeoutMs)
    resolve({ kind: 'retry', failure: { error } })
    stopping.begin(error)
  }, timeoutMs)
  const end = (verdict: Verdict | Abandoned) => {
    clearTimeout(timer)
    resolve(verdict)
  }
  started(run, new StoppableJob(job, stopping)).then(end)
  return {
    verdict: promise,
    abandon() {
      end({ kind: 'abandoned' })
      stopping.begin(new TaskError('closed', 'The worker stops.', { retryable: true }))
    },
  }
}
