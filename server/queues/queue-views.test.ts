import { describe, expect, it } from 'vitest'
import { drainOf, latencyOf } from './queue-views.ts'

const pace = (inPerSecond: number | null, outPerSecond: number | null) => ({ inPerSecond, outPerSecond })

describe('the drain estimate', () => {
  it('is the time at the present pace', () => {
    expect(drainOf(100, pace(5, 15))).toBe(10_000)
    expect(drainOf(0, pace(50, 1))).toBe(0)
  })

  it('is unknown while the queue grows, stands still, or a figure is unknown', () => {
    expect(drainOf(100, pace(15, 5))).toBeNull()
    expect(drainOf(100, pace(5, 5))).toBeNull()
    expect(drainOf(null, pace(0, 5))).toBeNull()
    expect(drainOf(100, pace(null, 5))).toBeNull()
  })
})

describe('the latency of several projects', () => {
  const report = (p50: number, p95: number, p99: number, timed: number) => ({ p50, p95, p99, timed })

  it('is in the middle by the number of runs, and at the end that of the slowest', () => {
    expect(latencyOf([report(10, 20, 30, 300), report(50, 400, 900, 100)])).toEqual({
      p50: 20,
      p95: 400,
      p99: 900,
    })
  })

  it('is unknown without a run', () => {
    expect(latencyOf([])).toBeNull()
    expect(latencyOf([{ p50: null, p95: null, p99: null, timed: 0 }])).toBeNull()
  })
})
