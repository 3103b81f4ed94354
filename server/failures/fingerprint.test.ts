import { describe, expect, it } from 'vitest'
import { fingerprintOf, messageShape } from './fingerprint.ts'

const of = (errorMessage: string, errorName = 'Error', status: number | null = null) =>
  fingerprintOf({ errorName, errorMessage, status })

describe('a fingerprint', () => {
  it.each([
    ['numbers', 'Order 4711 not found', 'Order 12 not found'],
    ['numbers within a word', 'no row order4711', 'no row order9'],
    ['decimals and signs', 'expected -1.5, got 2,000', 'expected 7, got 0.1'],
    ['UUIDs', 'no 0192d3a4-7b1c-7def-8a90-123456789abc here', 'no ffffffff-0000-4000-8000-000000000000 here'],
    ['hexadecimal', 'commit 9f86d081884c7d65 is gone', 'commit 0badc0de12345678 is gone'],
    ['pointers', 'at 0x7ffe', 'at 0x1'],
    ['quoted values', 'no customer "Ada Lovelace"', 'no customer "Grace Hopper 2"'],
    ['values in single quotes', "expected 'one two' here", "expected 'three, four' here"],
    ['timestamps', 'due 2026-03-01T12:00:00.123Z passed', 'due 2025-12-31 23:59:59+02:00 passed'],
    ['times of day', 'locked since 12:00:01', 'locked since 09:30:59.5'],
    ['e-mail addresses', 'mailbox of ada@example.com is full', 'mailbox of g.hopper+x@navy.mil is full'],
    ['paths', 'ENOENT: open /var/lib/a/1.pdf', 'ENOENT: open /tmp/other.txt'],
    ['paths of Windows', 'cannot open C:\\temp\\a.txt', 'cannot open D:\\x.pdf'],
    [
      'paths of one host',
      'GET https://api.example/v1/orders/7?x=1 failed',
      'GET https://api.example/health failed',
    ],
    ['addresses and ports', 'connect ECONNREFUSED 127.0.0.1:5432', 'connect ECONNREFUSED 10.0.0.7:80'],
    ['lists, however long', 'missing ids: 1, 2, 3', 'missing ids: 7'],
    ['case and white space', 'Out  of\nmemory', 'out of memory '],
  ])('does not tell apart by %s', (_what, one, other) => {
    expect(messageShape(one)).toBe(messageShape(other))
    expect(of(one)).toBe(of(other))
  })

  it.each([
    ['hosts', 'GET https://billing.example/x failed', 'GET https://mailer.example/x failed'],
    ['words', 'Order 7 not found', 'Customer 7 not found'],
    ['names of fields', 'expected a string at "address"', 'expected a string at "country"'],
  ])('tells apart by %s', (_what, one, other) => {
    expect(of(one)).not.toBe(of(other))
  })

  it('tells apart by the name of the error and by the status of the answer', () => {
    expect(new Set([of('x', 'A'), of('x', 'B'), of('x', 'A', 503), of('x', 'A', 500)]).size).toBe(4)
  })

  it('keeps an apostrophe from swallowing what follows', () => {
    expect(messageShape("can't reach the queue, it's gone")).toBe("can't reach the queue, it's gone")
  })

  it('is short and the same everywhere', () => {
    expect(of('Order 4711 not found', 'NotFound', 404)).toMatch(/^[0-9a-f]{12}$/)
    expect(of('Order 4711 not found', 'NotFound', 404)).toBe(of('Order 1 not found', 'NotFound', 404))
  })

  it('takes any message, also a long or an odd one, in little time', () => {
    const odd = [
      '',
      '"',
      "'".repeat(5_000),
      '/'.repeat(50_000),
      'a@'.repeat(9_000),
      '1'.repeat(100_000),
      '\0',
      '\uD800',
    ]
    for (const message of odd) expect(of(message)).toMatch(/^[0-9a-f]{12}$/)
    expect(messageShape('9'.repeat(5_000))).toBe('<hex>')
  })
})
