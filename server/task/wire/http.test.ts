import { describe, expect, test } from 'vitest'
import { decodeHeaderValue, encodeHeaderValue, envelopesFromHttp, httpModeOf, toHttp } from './http.ts'
import { fromStructured, toStructured } from './structured.ts'

const bytes = (text: string) => Buffer.from(text)
const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

describe('receiving over HTTP', () => {
  test('tells the modes apart', () => {
    expect(httpModeOf({ 'ce-specversion': '1.0' })).toBe('binary')
    expect(httpModeOf({ 'Content-Type': 'Application/CloudEvents+JSON; charset=utf-8' })).toBe('structured')
    expect(httpModeOf({ 'content-type': 'application/cloudevents-batch+json' })).toBe('batch')
    expect(httpModeOf(new Headers({ 'content-type': 'application/json' }))).toBe('json')
  })

  test('reads a binary event', () => {
    const headers = new Headers({
      'ce-specversion': '1.0',
      'CE-ID': 'a%20%22b%22',
      'ce-type': 'x',
      'content-type': 'text/plain',
      traceparent: trace,
      accept: '*/*',
    })
    expect(envelopesFromHttp(headers, bytes('hi'))).toEqual([
      {
        attributes: {
          specversion: '1.0',
          id: 'a "b"',
          type: 'x',
          datacontenttype: 'text/plain',
          traceparent: trace,
        },
        body: bytes('hi'),
      },
    ])
  })

  test("takes the event's own trace before the transport's", () => {
    const [envelope] = envelopesFromHttp(
      { 'ce-type': 'x', 'ce-traceparent': trace, traceparent: 'hop' },
      bytes(''),
    )
    expect(envelope?.attributes.traceparent).toBe(trace)
  })

  test('reads a batch and names the event that is wrong', () => {
    const headers = { 'content-type': 'application/cloudevents-batch+json' }
    const event = { specversion: '1.0', id: '1', type: 'x', source: '/', data: { a: 1 } }
    expect(envelopesFromHttp(headers, bytes(JSON.stringify([event, event])))).toHaveLength(2)
    expect(() => envelopesFromHttp(headers, bytes(JSON.stringify([event, 5])))).toThrow(
      expect.objectContaining({ code: 'message-malformed', context: { index: 1 } }),
    )
    expect(() => envelopesFromHttp(headers, bytes('{}'))).toThrow(/array/)
  })

  test('takes a bare JSON body for an envelope without attributes', () => {
    const [envelope] = envelopesFromHttp({ 'content-type': 'application/json' }, bytes('{"a":1}'))
    expect(envelope).toEqual({ attributes: { datacontenttype: 'application/json' }, body: bytes('{"a":1}') })
  })
})

describe('sending over HTTP', () => {
  test('puts attributes into headers, tracing plain and prefixed', () => {
    const { headers, body } = toHttp({
      attributes: {
        specversion: '1.0',
        id: 'ü 1',
        type: 'x',
        datacontenttype: 'application/json',
        traceparent: trace,
      },
      body: bytes('{}'),
    })
    expect(headers).toEqual({
      'ce-specversion': '1.0',
      'ce-id': '%C3%BC%201',
      'ce-type': 'x',
      'ce-traceparent': trace,
      traceparent: trace,
      'content-type': 'application/json',
    })
    expect(body).toEqual(bytes('{}'))
  })

  test('keeps every value through the encoding, and never writes what a header cannot hold', () => {
    for (const value of ['plain', '50% "off"', 'Zoë 😀', 'a\r\nInjected: yes', '\u0000', '%41', '']) {
      const encoded = encodeHeaderValue(value)
      expect(encoded).toMatch(/^[\u0021-\u007e]*$/)
      expect(decodeHeaderValue(encoded)).toBe(value)
    }
  })

  test('decodes quoted strings and refuses bytes that are not UTF-8', () => {
    expect(decodeHeaderValue('"a \\"b\\" %C3%A4"')).toBe('a "b" ä')
    expect(() => decodeHeaderValue('%FF')).toThrow(expect.objectContaining({ code: 'message-malformed' }))
    expect(decodeHeaderValue('100%')).toBe('100%')
  })
})

describe('structured JSON', () => {
  test.each([
    ['JSON', { datacontenttype: 'application/json' }, '{"a":[1]}'],
    ['bytes', { datacontenttype: 'image/png' }, '\u0000\u0001'],
    ['broken JSON, as base64', { datacontenttype: 'application/json' }, '{"a":'],
    ['nothing', { datacontenttype: 'application/json' }, ''],
  ])('keeps %s through a round trip', (_name, attributes, body) => {
    const envelope = { attributes: { id: '1', ...attributes }, body: bytes(body) }
    const read = fromStructured(JSON.parse(JSON.stringify(toStructured(envelope))))
    expect(read.attributes).toEqual(envelope.attributes)
    expect(Buffer.from(read.body)).toEqual(envelope.body)
  })

  test('reads text data, booleans and numbers, and skips null', () => {
    const read = fromStructured({
      datacontenttype: 'text/plain',
      data: 'hi',
      tracked: true,
      attempt: 2,
      subject: null,
    })
    expect(read.attributes).toEqual({ datacontenttype: 'text/plain', tracked: 'true', attempt: '2' })
    expect(Buffer.from(read.body).toString()).toBe('hi')
  })

  test('refuses both kinds of data, and an attribute that is an object', () => {
    expect(() => fromStructured({ data: 1, data_base64: 'AA==' })).toThrow(/got both/)
    expect(() => fromStructured({ id: {} })).toThrow(/"id": expected a string/)
  })
})
