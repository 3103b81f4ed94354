import { describe, expect, test } from 'vitest'
import { type RetryPolicy, retryPolicy } from '../config.ts'
import { decideRetry, nextRetryAt } from './decide-retry.ts'

const now = new Date('2026-01-01T00:00:00Z')
const policyOf = (part: Partial<RetryPolicy> = {}) => retryPolicy.parse(part)
const delayMs = (policy: RetryPolicy, attempt: number, random: number, afterMs?: number) =>
  nextRetryAt(policy, attempt, now, () => random, afterMs).getTime() - now.getTime()

/** Numbers that spread over [0, 1) and are the same in every run. */
function* spread(count: number): Generator<number> {
  for (let index = 1, value = 0.5; index <= count; index++) {
    yield value
    value = (value + 0.6180339887) % 1
  }
}

function* policies(): Generator<RetryPolicy> {
  for (const a of spread(200)) {
    const [b, c, d] = [(a * 7) % 1, (a * 13) % 1, (a * 31) % 1]
    yield policyOf({
      initialMs: Math.floor(a * 60_000),
      factor: 1 + b * 9,
      maxMs: Math.floor(c * 604_800_000),
      jitter: d,
    })
  }
}

describe('the delay before a retry', () => {
  test('doubles from a second by default and stops growing at an hour', () => {
    const policy = policyOf({ jitter: 0 })
    expect([1, 2, 3, 4].map((attempt) => delayMs(policy, attempt, 0))).toEqual([1_000, 2_000, 4_000, 8_000])
    expect(delayMs(policy, 60, 0)).toBe(3_600_000)
  })

  test('is never shorter than the backoff and never more than the jitter longer, for any policy', () => {
    for (const policy of policies())
      for (const attempt of [1, 2, 5, 17, 100])
        for (const random of spread(5)) {
          const backoff = Math.min(policy.initialMs * policy.factor ** (attempt - 1), policy.maxMs)
          const delay = delayMs(policy, attempt, random)
          expect(delay).toBeGreaterThanOrEqual(Math.floor(backoff))
          expect(delay).toBeLessThanOrEqual(Math.ceil(backoff * (1 + policy.jitter)))
        }
  })

  test('never shrinks from one attempt to the next at the same random number', () => {
    for (const policy of policies())
      for (let attempt = 1; attempt < 30; attempt++)
        expect(delayMs(policy, attempt + 1, 0.3)).toBeGreaterThanOrEqual(delayMs(policy, attempt, 0.3))
  })

  test('obeys a Retry-After as a minimum, past the cap too', () => {
    for (const policy of policies())
      for (const afterMs of [0, 1, 999, 120_000, 86_400_000])
        expect(delayMs(policy, 1, 0.9, afterMs)).toBeGreaterThanOrEqual(afterMs)
    expect(delayMs(policyOf({ maxMs: 1_000, jitter: 0 }), 1, 0, 60_000)).toBe(60_000)
  })

  test('does not let a target park a task for years', () => {
    expect(delayMs(policyOf({ jitter: 0 }), 1, 0, Number.MAX_SAFE_INTEGER)).toBe(604_800_000)
    expect(delayMs(policyOf({ jitter: 0 }), 1, 0, Number.NaN)).toBe(1_000)
    expect(delayMs(policyOf({ jitter: 0 }), 1, 0, -5)).toBe(1_000)
  })

  test('is a date for an attempt number that no policy would count to', () => {
    const policy = policyOf({ initialMs: 0, factor: 10 })
    expect(delayMs(policy, 900_000_000, 0.5)).toBe(0)
    expect(delayMs(policyOf({ jitter: 0 }), 900_000_000, 0.5)).toBe(3_600_000)
  })
})

describe('the decision', () => {
  test('retries until the policy is exhausted', () => {
    const policy = policyOf({ maxAttempts: 3, jitter: 0 })
    const decide = (attempt: number) => decideRetry(policy, attempt, now, () => 0)
    expect(decide(1)).toEqual({ kind: 'retry', attempt: 2, dueAt: new Date(now.getTime() + 1_000) })
    expect(decide(2)).toMatchObject({ kind: 'retry', attempt: 3 })
    expect(decide(3)).toEqual({ kind: 'dead', reason: 'exhausted' })
    expect(decide(4)).toEqual({ kind: 'dead', reason: 'exhausted' })
  })

  test("puts the task's own limit before the policy's, in both directions", () => {
    const policy = policyOf({ maxAttempts: 3 })
    expect(decideRetry(policy, 1, now, () => 0, { maxAttempts: 1 })).toMatchObject({ kind: 'dead' })
    expect(decideRetry(policy, 3, now, () => 0, { maxAttempts: 5 })).toMatchObject({
      kind: 'retry',
      attempt: 4,
    })
  })
})
