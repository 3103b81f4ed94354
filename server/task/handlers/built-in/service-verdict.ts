/**
 * What a service's answer means for a task. Dead (`rejected`) is only what the task itself is to blame for. What the
 * configuration or the service is to blame for (a revoked key, an outage) is tried again: putting it right helps the
 * tasks that wait.
 */
import type { Verdict } from '../../consume/verdict.ts'
import { DONE } from '../../consume/verdict.ts'
import { TaskError } from '../../errors.ts'
import { parseRetryAfter } from '../http-verdict.ts'
import type { ServiceAnswer } from './call-service.ts'

/** So much of an answer is kept with a failure. */
const KEPT_CHARACTERS = 8_192
const BUSY = new Set([429, 503])

export interface Refusal {
  readonly service: string
  readonly answer: ServiceAnswer
  /** Why, as the service says it; the status when left out. */
  readonly why?: string
}

function failureOf({ service, answer, why }: Refusal, retryable: boolean) {
  const error = new TaskError('target-failed', `${service} answered ${why ?? answer.status}.`, {
    retryable,
    context: { service, status: answer.status },
  })
  return { error, response: { status: answer.status, body: answer.body.slice(0, KEPT_CHARACTERS) } }
}

export function rejected(refusal: Refusal): Verdict {
  return { kind: 'dead', reason: 'rejected', failure: failureOf(refusal, false) }
}

/** Not before `Retry-After`, where the service asks for patience. */
export function tryAgain(refusal: Refusal, now: Date): Verdict {
  const { answer } = refusal
  const afterMs = BUSY.has(answer.status) ? parseRetryAfter(answer.retryAfter, now) : null
  const failure = failureOf(refusal, true)
  return afterMs === null ? { kind: 'retry', failure } : { kind: 'retry', failure, afterMs }
}

/** By the status alone: 2xx is done, one of `rejecting` is dead, all else is tried again. */
export function verdictByStatus(refusal: Refusal, rejecting: ReadonlySet<number>, now: Date): Verdict {
  const { status } = refusal.answer
  if (status >= 200 && status < 300) return DONE
  return rejecting.has(status) ? rejected(refusal) : tryAgain(refusal, now)
}
