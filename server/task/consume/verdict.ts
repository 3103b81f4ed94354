/** How one execution of a task ended. Outcomes are values; an exception of a handler means `retry`. */
import type { Envelope } from '../backends/backend.ts'
import type { DeadReason, Task } from '../task.ts'

export interface Failure {
  readonly error: Error
  /** The answer of a proxy target, truncated. */
  readonly response?: { readonly status: number; readonly body: string }
}

export type Verdict =
  | { readonly kind: 'done' }
  /** `afterMs` is what the handler or the target asked for; else the retry policy decides. */
  | { readonly kind: 'retry'; readonly failure: Failure; readonly afterMs?: number }
  | { readonly kind: 'dead'; readonly reason: DeadReason; readonly failure: Failure }

export const DONE: Verdict = { kind: 'done' }

/** What a handler of any kind is given. */
export interface Job {
  readonly task: Task
  /** The task as a binary event with the bytes it came with, for handlers that pass it on. */
  message(): Envelope
  /** Aborted at the timeout, and when the process must stop. */
  readonly signal: AbortSignal
}

/** Runs a task: the one shape of all kinds of handler. */
export interface Run {
  (job: Job): Promise<Verdict>
  /** Frees what it holds, once nothing runs any more. */
  close?(): Promise<void>
}

export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}
