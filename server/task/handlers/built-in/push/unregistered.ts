/** The end of a push whose device or browser is gone: the task is dead, and says that its token can be removed. */
import type { Verdict } from '../../../consume/verdict.ts'
import { TaskError } from '../../../errors.ts'
import { type Refusal, rejected } from '../service-verdict.ts'

/** `context.unregistered` marks it for programs. */
export function unregistered(refusal: Refusal, what = 'device token'): Verdict {
  const verdict = rejected(refusal)
  if (verdict.kind !== 'dead') return verdict
  const { service, answer, why } = refusal
  const error = new TaskError(
    'target-failed',
    `${service} says that this ${what} is not registered (${why ?? answer.status}). Remove it where it is stored.`,
    { context: { service, status: answer.status, unregistered: true } },
  )
  return { ...verdict, failure: { ...verdict.failure, error } }
}
