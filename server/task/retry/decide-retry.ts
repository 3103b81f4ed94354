/**
 * What becomes of a task whose attempt failed. Pure: policy, attempt, now and a random number in, a decision out.
 *
 * 1. The policy's exception for the failure's code holds instead of it, where there is one.
 * 2. The attempts are counted: the task's own limit (a replay's) goes before the policy's.
 * 3. The delay is the policy's: always the same, from its list, or grown exponentially from `initialMs` up to `maxMs`.
 * 4. A target that named a delay (`Retry-After`) gets at least that.
 * 5. Jitter makes the result longer, never shorter, so that neither policy nor target is undercut; it is applied
 *    after the cap because tasks that reached the cap together would otherwise come back together.
 */
import type { PlainRetryPolicy, RetryPolicy } from './retry-policy.ts'

/** A target's wish is obeyed up to this: the longest delay that a policy may name (7 days). */
const LONGEST_WISH_MS = 604_800_000

export type RetryDecision =
  | { readonly kind: 'retry'; readonly attempt: number; readonly dueAt: Date }
  | { readonly kind: 'dead'; readonly reason: 'exhausted' | 'rejected' }

export interface RetryCircumstances {
  /** The task's own limit, instead of the policy's. */
  readonly maxAttempts?: number
  /** What the handler or its target asked for (`Retry-After`), in milliseconds. */
  readonly afterMs?: number
  /** Those of the failure, the closest first: see `failureCodes`. */
  readonly codes?: readonly string[]
}

/**
 * When the attempt after `attempt` (1-based, the one that just failed) may run.
 * @param random gives a number in [0, 1)
 */
export function nextRetryAt(
  policy: PlainRetryPolicy,
  attempt: number,
  now: Date,
  random: () => number,
  afterMs = 0,
): Date {
  const backoffMs = backoffOf(policy, attempt)
  const wishMs = Number.isNaN(afterMs) ? 0 : Math.min(Math.max(afterMs, 0), LONGEST_WISH_MS)
  const delayMs = Math.max(backoffMs, wishMs) * (1 + policy.jitter * random())
  return new Date(now.getTime() + Math.ceil(delayMs))
}

/** Milliseconds after the attempt, before any spread. */
export function backoffOf(policy: PlainRetryPolicy, attempt: number): number {
  const retries = Math.max(attempt - 1, 0)
  if (policy.kind === 'fixed') return policy.delayMs
  if (policy.kind === 'list') return policy.delaysMs[Math.min(retries, policy.delaysMs.length - 1)] ?? 0
  // Past a few hundred doublings the power is infinite, and zero times infinity is no delay at all.
  const growth = policy.factor ** Math.min(retries, 300)
  return policy.initialMs === 0 ? 0 : Math.min(policy.initialMs * growth, policy.maxMs)
}

function exceptionOf(
  { byCode }: RetryPolicy,
  codes: readonly string[],
): PlainRetryPolicy | 'dead' | undefined {
  const code = byCode === undefined ? undefined : codes.find((one) => Object.hasOwn(byCode, one))
  return code === undefined ? undefined : byCode?.[code]
}

/** `attempt` is the one that just failed, 1-based. */
export function decideRetry(
  policy: RetryPolicy,
  attempt: number,
  now: Date,
  random: () => number,
  circumstances: RetryCircumstances = {},
): RetryDecision {
  const holding = exceptionOf(policy, circumstances.codes ?? []) ?? policy
  if (holding === 'dead') return { kind: 'dead', reason: 'rejected' }
  const maxAttempts = circumstances.maxAttempts ?? holding.maxAttempts
  if (attempt >= maxAttempts) return { kind: 'dead', reason: 'exhausted' }
  const dueAt = nextRetryAt(holding, attempt, now, random, circumstances.afterMs)
  return { kind: 'retry', attempt: attempt + 1, dueAt }
}
