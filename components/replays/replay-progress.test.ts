import { describe, expect, test } from 'vitest'
import { partsOf, rateOfSending, sharesOf, timeToSend } from './replay-progress'
import { testReplay } from './test-replay'

describe('the bar', () => {
  test('its parts add up to the selection', () => {
    const { progress } = testReplay({ progress: { failedAgain: 3, succeeded: 1_147 } })
    expect(partsOf(progress).reduce((sum, part) => sum + part.count, 0)).toBe(progress.selected)
  })
  test('is filled exactly, and one task among a million is still seen', () => {
    const { progress } = testReplay({
      progress: { succeeded: 999_999, failedAgain: 1, running: 0, pending: 0 },
    })
    const parts = partsOf(progress)
    const shares = sharesOf(parts)
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10)
    expect(shares[parts.findIndex((part) => part.state === 'failed-again')]).toBeGreaterThan(0.003)
    expect(shares[parts.findIndex((part) => part.state === 'pending')]).toBe(0)
  })
  test('is empty before anything is selected', () => {
    expect(sharesOf([{ state: 'pending', count: 0 }])).toEqual([0])
  })
})

describe('how long it takes', () => {
  test('the rate is measured between reads that are apart', () => {
    expect(rateOfSending([])).toBeNull()
    expect(
      rateOfSending([
        { at: 0, sent: 10 },
        { at: 500, sent: 40 },
      ]),
    ).toBeNull()
    expect(
      rateOfSending([
        { at: 0, sent: 10 },
        { at: 1_000, sent: 40 },
        { at: 4_000, sent: 210 },
      ]),
    ).toBe(50)
  })
  test('what does not move has no end', () => {
    expect(timeToSend(40_000, 50)).toBe(800_000)
    expect(timeToSend(40_000, 0)).toBeNull()
    expect(timeToSend(40_000, null)).toBeNull()
  })
})
