import { describe, expect, it } from 'vitest'
import { prefetchFor } from './prefetch.ts'

const took = (p95: number) => ({ p50: p95, p95, p99: p95 })

describe('how many tasks a consumer holds', () => {
  it('is what it runs, until it is known how long they take', () => {
    expect(prefetchFor({ workers: 8, rateLimit: null }, null)).toBe(8)
  })
  it('is more for short tasks, within bounds, and not for long ones', () => {
    expect(prefetchFor({ workers: 8, rateLimit: null }, took(0.5))).toBe(208)
    expect(prefetchFor({ workers: 2, rateLimit: null }, took(25))).toBe(6)
    expect(prefetchFor({ workers: 8, rateLimit: null }, took(51))).toBe(8)
  })
  it('is no more than a rate limit lets through in a second', () => {
    expect(prefetchFor({ workers: 100, rateLimit: 3 }, took(1))).toBe(3)
    expect(prefetchFor({ workers: 4, rateLimit: 500 }, took(1))).toBe(4)
  })
})
