import { describe, expect, test } from 'vitest'
import { loginPath, returnPath } from './return-path'

describe('the way to the sign-in page and back', () => {
  test('keeps the screen with its filters', () => {
    expect(loginPath('/queues', '?health=danger')).toBe('/login?from=%2Fqueues%3Fhealth%3Ddanger')
    expect(returnPath('/queues?health=danger')).toBe('/queues?health=danger')
  })
  test('does not lead from the sign-in page to itself', () => {
    expect(loginPath('/login', '')).toBeNull()
    expect(returnPath('/login?from=/login')).toBe('/overview')
  })
  test.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', ''])(
    'never leaves the console: %s',
    (from) => expect(returnPath(from)).toBe('/overview'),
  )
})
