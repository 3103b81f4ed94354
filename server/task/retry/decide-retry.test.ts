import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { TaskError } from '../errors.ts'
import { decideRetry, nextRetryAt } from './decide-retry.ts'
import { failureCodes } from './failure-codes.ts'
import { type RetryPolicy, retryPolicy } from './retry-policy.ts'

const now = new Date('2026-01-01T00:00:00Z')
type Exponential = Extract<RetryPolicy, { kind?: 'exponential' | undefined }>
const policyOf = (part: Partial<Exponential> = {}) => retryPolicy.parse(part) as Exponential
const parsed = (part: z.input<typeof retryPolicy>) => retryPolicy.parse(part)
const delayMs = (policy: RetryPolicy, attempt: number, random: number, afterMs?: number) =>
  nextRetryAt(policy, attempt, now, () => random, afterMs).getTime() - now.getTime()

/** Numbers that spread over [0, 1) and are the same in every run. */
function* spread(count: number): Generator<number> {
  for (let index = 1, value = 0.5; index <= count; index++) {
    yield value
    value = (value + 0.6180339887) % 1
  }
}

function* policies(): Generator<Exponential> {
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

describe('kinds of policies', () => {
  const delays = (policy: RetryPolicy, count: number) =>
    Array.from({ length: count }, (_, index) => delayMs(policy, index + 1, 0))

  test('fixed waits the same each time; a list goes on with its last', () => {
    expect(delays(parsed({ kind: 'fixed', delayMs: 5_000 }), 3)).toEqual([5_000, 5_000, 5_000])
    const list = parsed({ kind: 'list', delaysMs: [100, 60_000, 3_000] })
    expect(delays(list, 5)).toEqual([100, 60_000, 3_000, 3_000, 3_000])
  })

  test('all are spread, and obey what a target asks for', () => {
    const of = (jitter: number) => [
      parsed({ kind: 'fixed', delayMs: 1_000, jitter }),
      parsed({ kind: 'list', delaysMs: [1_000], jitter }),
    ]
    for (const policy of of(0.5)) expect(delayMs(policy, 1, 0.999)).toBeGreaterThan(1_400)
    for (const policy of of(0)) expect(delayMs(policy, 1, 0, 7_000)).toBe(7_000)
  })

  test('without a kind a policy is exponential, and stays without one', () => {
    const saved = { maxAttempts: 3, initialMs: 10, factor: 3, maxMs: 50, jitter: 0 }
    expect(parsed(saved)).toEqual(saved)
    expect(delays(parsed(saved), 3)).toEqual([10, 30, 50])
    expect(parsed({ ...saved, kind: 'exponential' })).toEqual({ ...saved, kind: 'exponential' })
  })

  test.each([
    [{ kind: 'linear' }, ['kind']],
    [{ kind: 'fixed' }, ['delayMs']],
    [{ kind: 'fixed', delayMs: 1, factor: 2 }, []],
    [{ kind: 'list', delaysMs: [] }, ['delaysMs']],
    [{ byCode: { 'http 503': 'dead' } }, ['byCode', 'http 503']],
    [{ byCode: { 'http-503': 'later' } }, ['byCode', 'http-503']],
    [{ byCode: { 'http-503': { byCode: {} } } }, ['byCode', 'http-503']],
  ])('%j is refused by its place', (input, path) => {
    expect(retryPolicy.safeParse(input).error?.issues[0]?.path).toEqual(path)
  })
})

describe('exceptions by code', () => {
  const policy = parsed({
    maxAttempts: 3,
    byCode: {
      'http-503': { kind: 'fixed', delayMs: 7_000, maxAttempts: 50, jitter: 0 },
      'http-5xx': { kind: 'fixed', delayMs: 9_000, jitter: 0 },
      ENOSPC: 'dead',
    },
  })
  const decide = (error: Error, status: number | undefined, attempt = 1) =>
    decideRetry(policy, attempt, now, () => 0, {
      codes: failureCodes({ error, ...(status === undefined ? {} : { response: { status } }) }),
    })
  const later = (ms: number) => ({ kind: 'retry', dueAt: new Date(now.getTime() + ms) })
  const plain = new Error('x')

  test('hold for the status, then for its class, then not at all', () => {
    expect(decide(plain, 503, 40)).toMatchObject(later(7_000))
    expect(decide(plain, 502)).toMatchObject(later(9_000))
    expect(decide(plain, 404)).toMatchObject(later(1_000))
    expect(decide(plain, undefined, 3)).toEqual({ kind: 'dead', reason: 'exhausted' })
  })

  test("hold for an error's own code, and for one that an error of ours passes on", () => {
    const full = Object.assign(new Error('disk full'), { code: 'ENOSPC' })
    const passedOn = new TaskError('target-failed', 'no answer', { context: { code: 'ENOSPC' } })
    for (const error of [full, passedOn])
      expect(decide(error, undefined)).toEqual({ kind: 'dead', reason: 'rejected' })
    expect(failureCodes({ error: passedOn })).toEqual(['ENOSPC', 'target-failed'])
    expect(failureCodes({ error: Object.assign(new Error(), { code: 42 }) })).toEqual([])
  })

  test('count the attempts of the task in all, and give way to its own limit', () => {
    const codes = ['http-503']
    expect(decideRetry(policy, 50, now, () => 0, { codes })).toEqual({ kind: 'dead', reason: 'exhausted' })
    expect(decideRetry(policy, 1, now, () => 0, { codes, maxAttempts: 1 })).toMatchObject({ kind: 'dead' })
  })
})
