/** The `function` handler: a function of the process that embeds the library. */
import { asError, DONE, type Job, type Run, type Verdict } from '../consume/verdict.ts'
import type { Task } from '../task.ts'

export interface HandlerContext {
  /** Aborted at the timeout, and when the process must stop. Pass it on to what can be cancelled. */
  readonly signal: AbortSignal
  /**
   * Asks for another attempt, not before `afterMs` (milliseconds) where given. It counts as a failed attempt.
   * Takes effect when the handler ends; the last of `retry` and `dead` holds.
   */
  retry(options?: { readonly afterMs?: number; readonly reason?: string }): void
  /** Gives the task up: it is dead (`rejected`), whatever its retry policy says. */
  dead(reason: string): void
}

/** Returning means done, throwing means retry; `ctx.retry` and `ctx.dead` outweigh both. */
export type TaskHandler = (task: Task, ctx: HandlerContext) => unknown

export type TaskHandlers = Readonly<Record<string, TaskHandler>>

/** What a handler may be told to do is bound to it: `retry` and `dead` may be taken out of it. */
class Context implements HandlerContext {
  asked: Verdict | null = null
  readonly #job: Job

  constructor(job: Job) {
    this.#job = job
  }

  /** Read through: it is made when somebody asks for it. */
  get signal(): AbortSignal {
    return this.#job.signal
  }

  readonly retry: HandlerContext['retry'] = ({
    afterMs,
    reason = 'The handler asked for another attempt.',
  } = {}) => {
    this.asked = {
      kind: 'retry',
      failure: { error: new Error(reason) },
      ...(afterMs === undefined ? {} : { afterMs }),
    }
  }

  readonly dead: HandlerContext['dead'] = (reason) => {
    this.asked = { kind: 'dead', reason: 'rejected', failure: { error: new Error(reason) } }
  }
}

export function functionRun(handler: TaskHandler): Run {
  return async (job) => {
    const context = new Context(job)
    try {
      await handler(job.task, context)
      return context.asked ?? DONE
    } catch (thrown) {
      return context.asked ?? { kind: 'retry', failure: { error: asError(thrown) } }
    }
  }
}
