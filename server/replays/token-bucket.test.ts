import { describe, expect, it } from 'vitest'
import { createTokenBucket } from './token-bucket.ts'

/** Takes whatever it may, waits as long as it is told. @returns when how many went */
function drive(ratePerSecond: number, seconds: number) {
  let nowMs = 1_000_000
  const startMs = nowMs
  const bucket = createTokenBucket(ratePerSecond, 100, nowMs)
  const sent: { atMs: number; count: number }[] = []
  while (nowMs - startMs < seconds * 1_000) {
    const count = Math.min(100, bucket.available(nowMs))
    if (count > 0) {
      bucket.take(count)
      sent.push({ atMs: nowMs - startMs, count })
    }
    nowMs += count > 0 ? 0 : bucket.waitMs(nowMs)
  }
  return sent
}

const inWindow = (sent: readonly { atMs: number; count: number }[], fromMs: number, toMs: number) =>
  sent.filter(({ atMs }) => atMs >= fromMs && atMs < toMs).reduce((sum, { count }) => sum + count, 0)

describe('a cap on tasks per second', () => {
  it.each([0.1, 0.5, 1, 7, 50, 333, 2_000, 10_000])('lets %d per second through, never more', (rate) => {
    const seconds = rate < 1 ? 100 : 10
    const sent = drive(rate, seconds)
    const burst = Math.max(1, rate * 0.2)
    for (let from = 0; from < seconds * 1_000 - 1_000; from += 137)
      expect(inWindow(sent, from, from + 1_000)).toBeLessThanOrEqual(rate + burst)
    const total = inWindow(sent, 0, seconds * 1_000)
    expect(total).toBeLessThanOrEqual(rate * seconds + burst)
    expect(total).toBeGreaterThanOrEqual(rate * seconds - burst)
  })

  it('begins at once, and does not save up what was not used', () => {
    const bucket = createTokenBucket(50, 100, 0)
    expect(bucket.waitMs(0)).toBe(0)
    expect(bucket.available(60_000)).toBe(10)
  })

  it('gives nothing for a clock that is set back', () => {
    const bucket = createTokenBucket(1, 100, 10_000)
    bucket.take(1)
    expect(bucket.available(5_000)).toBe(0)
    expect(bucket.available(6_000)).toBe(1)
  })

  it('knows no end without a rate', () => {
    const bucket = createTokenBucket(null, 100, 0)
    bucket.take(1_000_000)
    expect([bucket.available(0), bucket.waitMs(0)]).toEqual([Number.POSITIVE_INFINITY, 0])
  })
})
