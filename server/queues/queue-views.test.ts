import { describe, expect, it } from 'vitest'
import { drainOf } from './queue-views.ts'

describe('the drain estimate', () => {
  it('is the time at the present pace', () => {
    expect(drainOf(100, 5, 15)).toBe(10_000)
    expect(drainOf(0, 50, 1)).toBe(0)
  })

  it('is unknown while the queue grows, stands still, or a figure is unknown', () => {
    expect(drainOf(100, 15, 5)).toBeNull()
    expect(drainOf(100, 5, 5)).toBeNull()
    expect(drainOf(null, 0, 5)).toBeNull()
    expect(drainOf(100, null, 5)).toBeNull()
  })
})
