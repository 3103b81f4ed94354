/** The `function` handler: a function of the process that embeds the library. */
import { asError, DONE, type Run, type Verdict } from '../consume/verdict.ts'
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

export function functionRun(handler: TaskHandler): Run {
  return async (job) => {
    let asked: Verdict | null = null
    const ctx: HandlerContext = {
      // Read through: it is made when somebody asks for it.
      get signal() {
        return job.signal
      },
      retry({ afterMs, reason = 'The handler asked for another attempt.' } = {}) {
        asked = {
          kind: 'retry',
          failure: { error: new Error(reason) },
          ...(afterMs === undefined ? {} : { afterMs }),
        }
      },
      dead(reason) {
        asked = { kind: 'dead', reason: 'rejected', failure: { error: new Error(reason) } }
      },
    }
    try {
      await handler(job.task, ctx)
      return asked ?? DONE
    } catch (thrown) {
      return asked ?? { kind: 'retry', failure: { error: asError(thrown) } }
    }
  }
}
