import { describe, expect, it } from 'vitest'
import { defaultOptions, readOptions, sendingTime } from './replay-options.ts'

describe('options of a replay', () => {
  it('send one task at once, a few after a pause to undo, and many gently', () => {
    expect(readOptions(defaultOptions(1))).toEqual({
      ok: true,
      options: { maxAttempts: 1, holdSeconds: 0, reason: '' },
    })
    expect(defaultOptions(12)).toMatchObject({ rate: '', hold: '10' })
    expect(defaultOptions(41_218)).toMatchObject({ rate: '50', hold: '10' })
  })

  it.each([
    ['rate', '0', '0.1 to 10,000'],
    ['rate', 'fast', '0.1 to 10,000'],
    ['attempts', '0', '1 to 100'],
    ['attempts', '1.5', '1 to 100'],
  ])('say what %s %s should be', (name, value, message) => {
    const reading = readOptions({ ...defaultOptions(1), [name]: value })
    expect(reading).toEqual({ ok: false, errors: { [name]: expect.stringContaining(message) } })
  })

  it('tell how long sending takes where a rate limits it', () => {
    expect(sendingTime(41_000, defaultOptions(41_000))).toBe(820_000)
    expect(sendingTime(12, defaultOptions(12))).toBeNull()
  })
})
