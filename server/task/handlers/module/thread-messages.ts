/**
 * What passes between the process and a thread. Structured clone keeps of an error only its message, stack and a
 * standard name; so name and code travel beside it.
 */
import type { MessagePort } from 'node:worker_threads'
import type { Failure, Verdict } from '../../consume/verdict.ts'
import type { Task } from '../../task.ts'

export interface ThreadTask {
  readonly url: string
  readonly exportName: string
  /** null: only see that the function is there. */
  readonly task: Task | null
  /** Says when the task's signal is aborted, and why. */
  readonly port: MessagePort | null
}

interface PlainError {
  readonly name: string
  readonly message: string
  readonly stack?: string
  readonly code?: string
}

type WithPlain<V> = V extends { failure: Failure } ? Omit<V, 'failure'> & { readonly error: PlainError } : V
export type PlainVerdict = WithPlain<Verdict>

export function toPlain(verdict: Verdict): PlainVerdict {
  if (verdict.kind === 'done') return verdict
  const { failure, ...rest } = verdict
  return { ...rest, error: plainError(failure.error) }
}

function plainError(error: Error): PlainError {
  const { name, message, stack } = error
  const { code } = error as { code?: unknown }
  return {
    name: String(name),
    message: String(message),
    ...(typeof stack === 'string' ? { stack } : {}),
    ...(typeof code === 'string' ? { code } : {}),
  }
}

export function fromPlain(verdict: PlainVerdict): Verdict {
  if (verdict.kind === 'done') return verdict
  const { error: plain, ...rest } = verdict
  const { message, ...more } = plain
  return { ...rest, failure: { error: Object.assign(new Error(message), more) } }
}
