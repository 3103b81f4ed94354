/**
 * What becomes of a task whose attempt failed. Pure: policy, attempt, now and a random number in, a decision out.
 *
 * 1. The attempts are counted: the task's own limit (a replay's) goes before the policy's.
 * 2. The delay grows exponentially from `initialMs` up to `maxMs`.
 * 3. A target that named a delay (`Retry-After`) gets at least that.
 * 4. Jitter makes the result longer, never shorter, so that neither policy nor target is undercut; it is applied
 *    after the cap because tasks that reached the cap together would otherwise come back together.
 */
import type { RetryPolicy } from '../config.ts'

/** A target's wish is obeyed up to this: the longest delay that a policy may name (7 days). */
const LONGEST_WISH_MS = 604_800_000

export type RetryDecision =
  | { readonly kind: 'retry'; readonly attempt: number; readonly dueAt: Date }
  | { readonly kind: 'dead'; readonly reason: 'exhausted' }

export interface RetryCircumstances {
  /** The task's own limit, instead of the policy's. */
  readonly maxAttempts?: number
  /** What the handler or its target asked for (`Retry-After`), in milliseconds. */
  readonly afterMs?: number
}

/**
 * When the attempt after `attempt` (1-based, the one that just failed) may run.
 * @param random gives a number in [0, 1)
 */
export function nextRetryAt(
  policy: RetryPolicy,
  attempt: number,
  now: Date,
  random: () => number,
  afterMs = 0,
): Date {
  // Past a few hundred doublings the power is infinite, and zero times infinity is no delay at all.
  const growth = policy.factor ** Math.min(Math.max(attempt - 1, 0), 300)
  const backoffMs = policy.initialMs === 0 ? 0 : Math.min(policy.initialMs * growth, policy.maxMs)
  const wishMs = Number.isNaN(afterMs) ? 0 : Math.min(Math.max(afterMs, 0), LONGEST_WISH_MS)
  const delayMs = Math.max(backoffMs, wishMs) * (1 + policy.jitter * random())
  return new Date(now.getTime() + Math.ceil(delayMs))
}

/** `attempt` is the one that just failed, 1-based. */
export function decideRetry(
  policy: RetryPolicy,
  attempt: number,
  now: Date,
  random: () => number,
  circumstances: RetryCircumstances = {},
): RetryDecision {
  const maxAttempts = circumstances.maxAttempts ?? policy.maxAttempts
  if (attempt >= maxAttempts) return { kind: 'dead', reason: 'exhausted' }
  const dueAt = nextRetryAt(policy, attempt, now, random, circumstances.afterMs)
  return { kind: 'retry', attempt: attempt + 1, dueAt }
}
