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

async function started(run: Run, job: Job): Promise<Verdict> {
  try {
    return await run(job)
  } catch (thrown) {
    return { kind: 'retry', failure: { error: asError(thrown) } }
  }
}

/** A handler that ignores its signal runs on after the timeout; its result then counts for nothing. */
export function execute(run: Run, job: Omit<Job, 'signal'>, timeoutMs: number): Execution {
  const controller = new AbortController()
  const { promise, resolve } = Promise.withResolvers<Verdict | Abandoned>()
  const timer = setTimeout(() => {
    const error = timedOut(timeoutMs)
    resolve({ kind: 'retry', failure: { error } })
    controller.abort(error)
  }, timeoutMs)
  const end = (verdict: Verdict | Abandoned) => {
    clearTimeout(timer)
    resolve(verdict)
  }
  started(run, { ...job, signal: controller.signal }).then(end)
  return {
    verdict: promise,
    abandon() {
      end({ kind: 'abandoned' })
      controller.abort(new TaskError('closed', 'The worker stops.', { retryable: true }))
    },
  }
}
