/** A task that ended before its work was done: thrown where it shows, taken for the verdict by the handler. */
import { asError, type Verdict } from '../../../consume/verdict.ts'
import { isTaskError, TaskError } from '../../../errors.ts'

export type Unsuccessful = Exclude<Verdict, { kind: 'done' }>

/** Carries what the failure means for the task. */
export class Ended extends Error {
  override readonly name = 'Ended'
  readonly verdict: Unsuccessful

  constructor(verdict: Unsuccessful) {
    super(verdict.failure.error.message)
    this.verdict = verdict
  }
}

/** The task itself is to blame. */
export function taskToBlame(message: string, context: Readonly<Record<string, unknown>>): Ended {
  const error = new TaskError('target-failed', message, { context })
  return new Ended({ kind: 'dead', reason: 'rejected', failure: { error } })
}

/** What the task is not to blame for is tried again. */
export function verdictOf(thrown: unknown): Unsuccessful {
  return thrown instanceof Ended ? thrown.verdict : { kind: 'retry', failure: { error: asError(thrown) } }
}

/** The same verdict, saying one thing more. */
export function saying(verdict: Unsuccessful, more: string): Unsuccessful {
  const { error } = verdict.failure
  const { code, retryable, context } = isTaskError(error)
    ? error
    : { code: 'target-failed' as const, retryable: true, context: {} }
  const said = new TaskError(code, `${error.message} ${more}`, { retryable, context })
  return { ...verdict, failure: { ...verdict.failure, error: said } }
}

/** Why something did not answer: Node joins the attempts of several addresses in an error without a message. */
export function reasonOf(thrown: unknown): { readonly reason: string; readonly code?: string } {
  const error = asError(thrown)
  const first = error instanceof AggregateError ? asError(error.errors[0]) : error
  const { code } = first as NodeJS.ErrnoException
  const reason = (first.message || code || first.name).replace(/\.$/, '')
  return { reason, ...(typeof code === 'string' ? { code } : {}) }
}
