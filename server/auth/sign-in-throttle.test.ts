import { describe, expect, it } from 'vitest'
import { createSignInThrottle, UNKNOWN_ADDRESS } from './sign-in-throttle.ts'

const refused = expect.objectContaining({ status: 429, extra: { retryAfterSeconds: 900 } })

describe('the throttle of sign-ins', () => {
  it('stops one address that tries many people', () => {
    const throttle = createSignInThrottle(() => new Date(0))
    for (let n = 0; n < 50; n += 1) throttle.attempt('192.0.2.1', `p${n}@example.com`)
    expect(() => throttle.attempt('192.0.2.1', 'one-more@example.com')).toThrow(refused)
    throttle.attempt('192.0.2.2', 'one-more@example.com')
  })

  it('stops guessing at one person, but not everybody, where addresses are unknown', () => {
    const throttle = createSignInThrottle(() => new Date(0))
    for (let n = 0; n < 60; n += 1) throttle.attempt(UNKNOWN_ADDRESS, `p${n}@example.com`)
    for (let n = 0; n < 4; n += 1) throttle.attempt(UNKNOWN_ADDRESS, 'P1@example.com')
    expect(() => throttle.attempt(UNKNOWN_ADDRESS, 'p1@example.com')).toThrow(refused)
  })

  it('does not count what succeeded', () => {
    const throttle = createSignInThrottle(() => new Date(0))
    for (let n = 0; n < 100; n += 1) throttle.attempt('192.0.2.1', 'ada@example.com')()
  })
})
