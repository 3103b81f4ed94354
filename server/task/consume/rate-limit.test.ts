import { describe, expect, it } from 'vitest'
import { createRateLimit } from './rate-limit.ts'

/** Takes as soon as it may, for so long. */
function takenWithin(perSecond: number, durationMs: number): number {
  const limit = createRateLimit(perSecond, 0)
  let taken = 0
  for (let nowMs = 0; nowMs <= durationMs; ) {
    const waitMs = limit.take(nowMs)
    if (waitMs === 0) taken += 1
    else nowMs += waitMs
  }
  return taken
}

describe('rate limit', () => {
  it.each([0.5, 1, 7, 50, 1_000])(
    'lets about %d tasks a second through, never more than a tenth of a second ahead',
    (rate) => {
      const taken = takenWithin(rate, 10_000)
      expect(taken).toBeLessThanOrEqual(rate * 10 + Math.max(1, rate / 10))
      expect(taken).toBeGreaterThanOrEqual(rate * 10 * 0.9)
    },
  )

  it('does not save up what was not used', () => {
    const limit = createRateLimit(10, 0)
    expect(limit.take(60_000)).toBe(0)
    expect(limit.take(60_000)).toBe(100)
  })

  it('stands a clock that goes back', () => {
    const limit = createRateLimit(10, 1_000)
    expect(limit.take(1_000)).toBe(0)
    expect(limit.take(0)).toBe(100)
  })
})
