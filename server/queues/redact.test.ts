import { describe, expect, it } from 'vitest'
import { redact } from './redact.ts'

describe('redact', () => {
  const payload = { customer: { email: 'a@b', id: 7 }, items: [{ card: '1' }, { card: '2' }], 'a/b': 'x' }

  it('hides what the pointers name and leaves the rest and the original alone', () => {
    const hidden = redact(payload, ['/customer/email', '/items/*/card', '/a~1b', '/missing/path'])
    expect(hidden).toEqual({
      customer: { email: '[redacted]', id: 7 },
      items: [{ card: '[redacted]' }, { card: '[redacted]' }],
      'a/b': '[redacted]',
    })
    expect(payload.customer.email).toBe('a@b')
  })

  it('reaches one item of a list, a whole object, and copes with other shapes', () => {
    expect(redact(payload, ['/items/1', '/customer'])).toMatchObject({
      customer: '[redacted]',
      items: [{ card: '1' }, '[redacted]'],
    })
    expect(redact(5, ['/customer'])).toBe(5)
    expect(redact({ customer: null }, ['/customer/email'])).toEqual({ customer: null })
  })

  it('keeps a member called __proto__ a member', () => {
    const value = JSON.parse('{"__proto__":{"secret":1},"other":2}')
    expect(JSON.stringify(redact(value, ['/other']))).toBe('{"__proto__":{"secret":1},"other":"[redacted]"}')
  })
})
