import { describe, expect, it } from 'vitest'
import { encodeEdited } from './edited-payload.ts'

interface Given {
  original?: unknown
  contentType?: string
  redactPaths?: string[]
  shownThen?: string[]
  payloadSchema?: Record<string, unknown>
  maxPayloadBytes?: number
}

function edit(payload: unknown, given: Given = {}): string {
  const { original = {}, contentType = 'application/json', redactPaths = [], shownThen = [] } = given
  const body = typeof original === 'string' ? original : JSON.stringify(original)
  return Buffer.from(
    encodeEdited({
      payload,
      original: {
        attributes: { datacontenttype: contentType },
        body: Buffer.from(body),
        redactPaths: shownThen,
      },
      type: { redactPaths, payloadSchema: given.payloadSchema ?? null },
      maxPayloadBytes: given.maxPayloadBytes ?? 1_000,
    }),
  ).toString()
}

const refusal = (act: () => unknown) => {
  try {
    act()
  } catch (error) {
    return error as { status: number; errors: { pointer: string; detail: string }[] }
  }
  throw new Error('expected a refusal')
}

describe('an edited payload', () => {
  const original = { to: 'ada@example.com', order: 1, cards: [{ number: '4111' }, { number: '4222' }] }

  it('keeps what was hidden from its editor: the sign for it is never sent', () => {
    const shown = { to: '[redacted]', order: 2, cards: [{ number: '[redacted]' }, { number: '[redacted]' }] }
    expect(JSON.parse(edit(shown, { original, redactPaths: ['/to', '/cards/*/number'] }))).toEqual({
      ...original,
      order: 2,
    })
  })

  it('keeps it also when the type hides less than it did when the task died', () => {
    expect(JSON.parse(edit({ to: '[redacted]' }, { original, shownThen: ['/to'] }))).toEqual({
      to: original.to,
    })
  })

  it('takes a hidden value that was typed anew, and one that was removed stays removed', () => {
    const given = { original, redactPaths: ['/to', '/order'] }
    expect(JSON.parse(edit({ to: 'bob@example.com' }, given))).toEqual({ to: 'bob@example.com' })
  })

  it('is refused where the sign stands for nothing', () => {
    const shown = { cards: [{ number: '[redacted]' }, { number: '[redacted]' }, { number: '[redacted]' }] }
    const { status, errors } = refusal(() => edit(shown, { original, redactPaths: ['/cards/*/number'] }))
    expect([status, errors.map(({ pointer }) => pointer)]).toEqual([422, ['/payload/cards/2/number']])
  })

  it('may hold the same words where nothing is hidden', () => {
    expect(edit({ note: '[redacted]' }, { original, redactPaths: ['/to'] })).toBe('{"note":"[redacted]"}')
  })

  it('is refused as a whole when all that was shown is the sign', () => {
    const given = { original: 'secret words', contentType: 'text/plain', redactPaths: ['/to'] }
    expect(refusal(() => edit('[redacted]', given))).toMatchObject({
      status: 422,
      errors: [{ pointer: '/payload' }],
    })
  })

  it('is checked with the hidden values in place', () => {
    const payloadSchema = {
      ...{ type: 'object', required: ['order'] },
      properties: { to: { type: 'string', format: 'email' }, order: { type: 'integer' } },
    }
    const given = { original, redactPaths: ['/to'], payloadSchema }
    expect(edit({ to: '[redacted]', order: 3 }, given)).toBe('{"to":"ada@example.com","order":3}')
    expect(refusal(() => edit({ to: '[redacted]', order: 'x' }, given))).toMatchObject({
      ...{ status: 422, errors: [{ pointer: '/payload/order', detail: 'must be integer' }] },
    })
  })

  it('may be no larger than a publish', () => {
    expect(edit('x'.repeat(8), { maxPayloadBytes: 10 })).toBe('"xxxxxxxx"')
    expect(refusal(() => edit('x'.repeat(9), { maxPayloadBytes: 10 }))).toMatchObject({
      ...{ status: 413, errors: [{ pointer: '/payload', detail: 'expected at most 10 bytes, got 11' }] },
    })
  })

  it('mends what could not be read, JSON or structured', () => {
    expect(edit({ a: 1 }, { original: '{"a":' })).toBe('{"a":1}')
    expect(edit({ a: 1 }, { original: '{"a":', contentType: 'application/cloudevents+json' })).toBe('{"a":1}')
  })

  it('of another content type is text', () => {
    expect(edit('a;b', { original: 'a,b', contentType: 'text/csv' })).toBe('a;b')
    expect(refusal(() => edit({ a: 1 }, { original: 'a,b', contentType: 'text/csv' }))).toMatchObject({
      ...{
        status: 422,
        errors: [{ pointer: '/payload', detail: 'expected a string, as the task is text/csv' }],
      },
    })
  })
})
