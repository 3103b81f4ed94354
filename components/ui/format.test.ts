import { describe, expect, test } from 'vitest'
import { bytes, compactNumber, duration, relativeTime } from './format'

describe('numbers', () => {
  test.each([
    [0, '0'],
    [0.4, '0.4'],
    [3.25, '3.3'],
    [16.01, '16'],
    [1_204, '1,204'],
    [9_999, '9,999'],
    [9_999.9, '10k'],
    [18_432, '18.4k'],
    [412_800, '413k'],
    [999_999, '1M'],
    [1_250_300, '1.25M'],
    [2_000_000_000, '2G'],
    [-62_900, '-62.9k'],
  ])('%d is written %s', (value, text) => expect(compactNumber(value)).toBe(text))
})

describe('durations', () => {
  test.each([
    [0, '0 ms'],
    [0.5, '0.5 ms'],
    [214, '214 ms'],
    [1_500, '1.5 s'],
    [31_000, '31 s'],
    [99_000, '99 s'],
    [420_000, '7 min'],
    [7_500_000, '2 h 5 min'],
    [7_200_000, '2 h'],
    [86_400_000, '24 h'],
    [259_200_000, '3 d'],
  ])('%d ms is written %s', (ms, text) => expect(duration(ms)).toBe(text))
})

describe('times', () => {
  const now = Date.parse('2026-01-31T12:00:00Z')
  test('are relative to now, in the past and the future', () => {
    expect(relativeTime(now - 900, now)).toBe('now')
    expect(relativeTime(now - 12_300, now)).toBe('12 s ago')
    expect(relativeTime(now + 300_000, now)).toBe('in 5 min')
  })
  test('past two weeks they are dates', () => {
    expect(relativeTime(Date.parse('2025-12-24T00:00:00Z'), now)).toBe('2025-12-24')
  })
})

test('bytes count in powers of 1,024', () => {
  expect([512, 90_177_536].map(bytes)).toEqual(['512 B', '86 MiB'])
})
