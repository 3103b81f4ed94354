import { describe, expect, test } from 'vitest'
import type { Envelope } from '../backends/backend.ts'
import type { Task } from '../task.ts'
import { decodeTask, encodeTask } from './envelope.ts'

const now = new Date('2026-02-03T04:05:06.789Z')
const fallback = { type: 'email.send', id: 'broker-7', now }
const plain: Task = {
  id: '0190',
  type: 'email.send',
  payload: { to: 'ä@example.com', nested: [1, null] },
  contentType: 'application/json',
  source: '/projects/shop',
  time: new Date('2026-01-01T00:00:00.001Z'),
  attempt: 3,
  tracked: false,
  extensions: {},
}
const full: Task = {
  ...plain,
  maxAttempts: 1,
  partitionKey: 'customer 7',
  notBefore: new Date('2026-01-02T00:00:00Z'),
  expiresAt: new Date('2026-01-03T00:00:00Z'),
  replayId: 'r1',
  tracked: true,
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  tracestate: 'a=b',
  extensions: { subject: 'invoice', tenant: 'Ü' },
}
const raw = (attributes: Record<string, string>, body: string | Uint8Array = '{}'): Envelope => ({
  attributes,
  body: typeof body === 'string' ? Buffer.from(body) : body,
})

describe('encodeTask', () => {
  test.each([
    ['a plain task', plain],
    ['every field', full],
  ])('keeps %s through a round trip', (_name, task) => {
    expect(decodeTask(encodeTask(task), fallback)).toEqual(task)
  })

  test('writes the attributes that the contract names', () => {
    expect(encodeTask(full).attributes).toEqual({
      id: '0190',
      type: 'email.send',
      source: '/projects/shop',
      specversion: '1.0',
      time: '2026-01-01T00:00:00.001Z',
      datacontenttype: 'application/json',
      partitionkey: 'customer 7',
      notbefore: '2026-01-02T00:00:00.000Z',
      expirytime: '2026-01-03T00:00:00.000Z',
      attempt: '3',
      maxattempts: '1',
      replayid: 'r1',
      tracked: 'true',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      tracestate: 'a=b',
      subject: 'invoice',
      tenant: 'Ü',
    })
  })

  test.each([
    ['a control character in a value', { partitionKey: 'a\nb' }, /"partitionkey".*control characters/],
    ['a NUL in the id', { id: 'a\u0000' }, /"id".*control characters/],
    ['an empty id', { id: '' }, /"id": expected at least one character/],
    ['a lone surrogate', { source: '/\ud800' }, /"source".*well-formed/],
    ['an extension name with capitals', { extensions: { tenantId: 'x' } }, /"tenantId".*lower-case/],
    ['an extension with a reserved name', { extensions: { deadreason: 'x' } }, /"deadreason".*reserved/],
  ])('refuses %s', (_name, part, message) => {
    expect(() => encodeTask({ ...plain, ...part })).toThrow(
      expect.objectContaining({ code: 'attribute-invalid', message: expect.stringMatching(message) }),
    )
  })

  test('refuses a payload that is no JSON value', () => {
    const circular: Record<string, unknown> = {}
    circular.self = circular
    for (const payload of [undefined, 1n, circular])
      expect(() => encodeTask({ ...plain, payload })).toThrow(
        expect.objectContaining({ code: 'payload-invalid' }),
      )
  })

  test('carries bytes of another content type as they are', () => {
    const task = { ...plain, contentType: 'image/png', payload: Uint8Array.from([0, 255, 10]) }
    const decoded = decodeTask(encodeTask(task), fallback)
    expect(Buffer.from(decoded.payload as Uint8Array)).toEqual(Buffer.from([0, 255, 10]))
    expect(() => encodeTask({ ...task, payload: { a: 1 } })).toThrow(
      expect.objectContaining({ code: 'payload-invalid' }),
    )
  })
})

describe('decodeTask', () => {
  test('takes bare JSON for a task of the queue', () => {
    expect(decodeTask(raw({}, '{"to":"a"}'), fallback)).toEqual({
      id: 'broker-7',
      type: 'email.send',
      payload: { to: 'a' },
      contentType: 'application/json',
      source: '/unknown',
      time: now,
      attempt: 1,
      tracked: false,
      extensions: {},
    })
  })

  test('reads a structured event', () => {
    const event = { specversion: '1.0', id: 'e1', type: 'x', source: '/s', tracked: true, data: { n: 1 } }
    const envelope = raw(
      { datacontenttype: 'application/cloudevents+json; charset=utf-8' },
      JSON.stringify(event),
    )
    expect(decodeTask(envelope, fallback)).toMatchObject({
      id: 'e1',
      type: 'x',
      source: '/s',
      tracked: true,
      payload: { n: 1 },
      contentType: 'application/json',
    })
  })

  test.each([
    ['broken JSON', raw({}, '{"a":'), /^body: expected JSON/],
    ['bytes that are not UTF-8', raw({}, Uint8Array.from([0x22, 0xff, 0x22])), /not UTF-8/],
    ['another major version', raw({ specversion: '2.0' }), /"specversion": expected 1.x, got "2.0"/],
    ['control characters', raw({ id: 'a\u0007' }), /"id".*control characters/],
    [
      'a structured event that is a list',
      raw({ datacontenttype: 'application/cloudevents+json' }, '[]'),
      /object/,
    ],
    [
      'a structured event with broken base64',
      raw({ datacontenttype: 'application/cloudevents+json' }, '{"data_base64":"*"}'),
      /data_base64: expected base64/,
    ],
  ])('calls %s malformed and says why', (_name, envelope, message) => {
    expect(() => decodeTask(envelope, fallback)).toThrow(
      expect.objectContaining({ code: 'message-malformed', message: expect.stringMatching(message) }),
    )
  })

  test("does not fall over a newer version's values, and keeps foreign attributes", () => {
    const envelope = raw({
      attempt: 'first',
      maxattempts: '-1',
      notbefore: 'tomorrow',
      expirytime: '2026',
      time: 'now',
      tracked: 'maybe',
      specversion: '1.9',
      newattribute: 'kept',
      'X-Not-Ours': 'cannot be written again',
    })
    const task = decodeTask(envelope, fallback)
    expect(task).toMatchObject({
      attempt: 1,
      tracked: false,
      time: now,
      extensions: { newattribute: 'kept' },
    })
    expect(task.notBefore).toBeUndefined()
    expect(() => encodeTask(task)).not.toThrow()
  })

  test("leaves a dead letter's own attributes behind, so that a replay does not inherit them", () => {
    const task = decodeTask(raw({ deadid: 'd', deadreason: 'exhausted', deadinfo: 'e30=' }), fallback)
    expect(task.extensions).toEqual({})
  })

  test('takes no data for null', () => {
    expect(decodeTask(raw({}, ''), fallback).payload).toBeNull()
  })
})
