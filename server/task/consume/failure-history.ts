/** The failed attempts of a task that is retried travel with it: workers share no memory. */
import type { Envelope } from '../backends/backend.ts'
import type { DeadInfo } from '../task.ts'
import { FAILURES_ATTRIBUTE } from '../wire/attributes.ts'
import { cut, fromBase64Json, keepEnds, toBase64Json } from '../wire/truncate.ts'

export type FailedAttempt = DeadInfo['attempts'][number]

/** An attribute is a header on most brokers, and headers are read with every delivery: about 4 KiB at most. */
const MAX_ATTEMPTS = 10
const MAX_ERROR_LENGTH = 200

/** Oldest first; empty when nothing failed yet, or what stands there cannot be read. */
export function readFailures(envelope: Envelope): readonly FailedAttempt[] {
  const list = fromBase64Json(envelope.attributes[FAILURES_ATTRIBUTE])
  return Array.isArray(list) ? list.filter(isFailedAttempt).map(({ at, error }) => ({ at, error })) : []
}

function isFailedAttempt(value: unknown): value is FailedAttempt {
  if (typeof value !== 'object' || value === null) return false
  const { at, error } = value as Partial<FailedAttempt>
  return typeof at === 'string' && typeof error === 'string'
}

/** The envelope with this history: the first attempt and the newest ones, errors cut. */
export function withFailures(envelope: Envelope, failures: readonly FailedAttempt[]): Envelope {
  const kept = keepEnds(failures, MAX_ATTEMPTS).map(({ at, error }) => ({
    at,
    error: cut(error, MAX_ERROR_LENGTH),
  }))
  return { ...envelope, attributes: { ...envelope.attributes, [FAILURES_ATTRIBUTE]: toBase64Json(kept) } }
}
