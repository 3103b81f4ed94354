import { describe, expect, test } from 'vitest'
import { areaPath, type ChartArea, linePath, nearestIndex, niceMaximum, timeTicks } from './chart-scale'

const area: ChartArea = { width: 100, height: 10, from: 0, to: 100, max: 10 }

test('the top of a chart is a round number that holds every value', () => {
  expect([0, 0.3, 1, 7, 12, 21, 640, 18_400].map(niceMaximum)).toEqual([1, 1, 1, 10, 20, 25, 1_000, 20_000])
})

describe('lines', () => {
  test('an unknown value is a gap, never a zero', () => {
    expect(linePath([0, 50, 100], [10, null, 5], area)).toBe('M0.0 0.0h1.5M100.0 5.0h1.5')
  })
  test('known values are joined, and the area stands on the ground', () => {
    expect(linePath([0, 100], [0, 10], area)).toBe('M0.0 10.0L100.0 0.0')
    expect(areaPath([0, 100], [0, 10], area)).toBe('M0.0 10.0L100.0 0.0L100.0 10L0.0 10Z')
  })
})

test('the cursor takes the nearest sample', () => {
  expect(nearestIndex([0, 10, 20], 14)).toBe(1)
  expect(nearestIndex([0, 10, 20], 16)).toBe(2)
  expect(nearestIndex([0, 10, 20], 99)).toBe(2)
  expect(nearestIndex([], 5)).toBe(-1)
})

test('time labels are round in the zone of the viewer', () => {
  const hour = 3_600_000
  expect(timeTicks(0, hour, 5, 0)).toEqual([0, 15, 30, 45, 60].map((minutes) => minutes * 60_000))
  expect(timeTicks(0, 24 * hour, 5, 30)[0]).toBe(5.5 * hour)
})
