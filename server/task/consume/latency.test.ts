import { describe, expect, it } from 'vitest'
import { createLatencyWindow } from './latency.ts'

describe('latency over the last minute', () => {
  it('gives quantiles in milliseconds, to about a hundredth', () => {
    const window = createLatencyWindow()
    for (let ms = 1; ms <= 1_000; ms += 1) window.record(ms, ms * 50)
    const read = window.read(50_000)
    expect(read?.p50).toBeGreaterThanOrEqual(495)
    expect(read?.p50).toBeLessThanOrEqual(505)
    expect(Math.abs((read?.p95 ?? 0) - 950)).toBeLessThan(10)
    expect(Math.abs((read?.p99 ?? 0) - 990)).toBeLessThan(10)
  })

  it('forgets what is older, and says null when nothing ran', () => {
    const window = createLatencyWindow()
    expect(window.read(0)).toBeNull()
    window.record(5_000, 1_000)
    window.record(10, 59_000)
    expect(window.read(59_999)?.p99).toBeGreaterThan(4_000)
    expect(window.read(65_000)?.p99).toBeLessThan(11)
    expect(window.read(130_000)).toBeNull()
  })

  it('keeps what is faster than a millisecond apart', () => {
    const window = createLatencyWindow()
    window.record(0.25, 0)
    expect(window.read(0)?.p50).toBeCloseTo(0.3, 1)
  })
})
