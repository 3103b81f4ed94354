/** What a proxy target's answer means for the task (contract, section 3). */
import type { Failure, Verdict } from '../consume/verdict.ts'
import { DONE } from '../consume/verdict.ts'
import { TaskError } from '../errors.ts'

/** Trying again would not help: the target says that the task itself is at fault. */
const REJECTING = new Set([400, 410, 413, 415, 422])
/** The target asks for patience, and may say how much. */
const BUSY = new Set([429, 503])
/** A target's `Retry-After` beyond this is taken for this. */
const LONGEST_WAIT_MS = 7 * 24 * 3_600_000

/**
 * RFC 9110, section 10.2.3: seconds or an HTTP date.
 * @returns milliseconds from `now`, never negative; null when there is none or it is neither
 */
export function parseRetryAfter(header: string | null, now: Date): number | null {
  if (header === null) return null
  const text = header.trim()
  const dateMs = /^[A-Za-z]{3}, /.test(text) ? Date.parse(text) : Number.NaN
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1_000 : dateMs - now.getTime()
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(waitMs, 0), LONGEST_WAIT_MS)
}

export interface TargetAnswer {
  readonly status: number
  readonly retryAfter: string | null
  readonly body: string
}

export function verdictOf(url: string, answer: TargetAnswer, now: Date): Verdict {
  const { status, body } = answer
  if (status >= 200 && status < 300) return DONE
  const failure: Failure = { error: targetFailed(url, status), response: { status, body } }
  if (REJECTING.has(status)) return { kind: 'dead', reason: 'rejected', failure }
  const afterMs = BUSY.has(status) ? parseRetryAfter(answer.retryAfter, now) : null
  return afterMs === null ? { kind: 'retry', failure } : { kind: 'retry', failure, afterMs }
}

function targetFailed(url: string, status: number): TaskError {
  return new TaskError('target-failed', `The target ${url} answered ${status}.`, {
    retryable: !REJECTING.has(status),
    context: { url, status },
  })
}
