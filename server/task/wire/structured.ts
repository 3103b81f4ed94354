/** CloudEvents' JSON event format (structured mode): one JSON object with the attributes and `data` or `data_base64`. */
import type { Envelope } from '../backends/backend.ts'
import { TaskError } from '../errors.ts'
import { isJson, JSON_TYPE, mediaType, parseJson } from './content.ts'

export const STRUCTURED_TYPE = 'application/cloudevents+json'
export const BATCH_TYPE = 'application/cloudevents-batch+json'

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

export function isStructured(contentType: string): boolean {
  return contentType !== JSON_TYPE && mediaType(contentType) === STRUCTURED_TYPE
}

const malformed = (reason: string) => new TaskError('message-malformed', reason)

function bodyOf(event: Record<string, unknown>, contentType: string): Uint8Array {
  if (event.data_base64 !== undefined) {
    if (event.data !== undefined) throw malformed('expected "data" or "data_base64", got both')
    return fromBase64(event.data_base64)
  }
  if (event.data === undefined) return new Uint8Array()
  if (isJson(contentType) || typeof event.data !== 'string') return Buffer.from(JSON.stringify(event.data))
  return Buffer.from(event.data)
}

function fromBase64(value: unknown): Uint8Array {
  if (typeof value !== 'string' || !BASE64.test(value) || value.replace(/=+$/, '').length % 4 === 1)
    throw malformed('data_base64: expected base64')
  return Buffer.from(value, 'base64')
}

function attributeValue(name: string, value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean' || typeof value === 'number') return String(value)
  throw malformed(`attribute "${name}": expected a string, number or boolean`)
}

/** @throws TaskError `message-malformed` */
export function fromStructured(event: unknown): Envelope {
  if (typeof event !== 'object' || event === null || Array.isArray(event))
    throw malformed('expected a CloudEvents JSON object')
  const attributes: Record<string, string> = {}
  for (const [name, value] of Object.entries(event)) {
    // A null attribute is an absent one (JSON format, section 2.2).
    if (name === 'data' || name === 'data_base64' || value === null) continue
    attributes[name] = attributeValue(name, value)
  }
  attributes.datacontenttype ??= JSON_TYPE
  return { attributes, body: bodyOf(event as Record<string, unknown>, attributes.datacontenttype) }
}

/** An envelope whose body is itself a structured event becomes the event; any other stays as it is. */
export function unwrapStructured(envelope: Envelope): Envelope {
  const contentType = envelope.attributes.datacontenttype
  if (contentType === undefined || !isStructured(contentType)) return envelope
  const event = fromStructured(parseJson(envelope.body, 'structured event'))
  const { datacontenttype: _wrapper, ...outer } = envelope.attributes
  return { attributes: { ...outer, ...event.attributes }, body: event.body }
}

/** JSON data that is valid stays readable as `data`; anything else travels as `data_base64`. */
export function toStructured(envelope: Envelope): Record<string, unknown> {
  const { attributes, body } = envelope
  if (body.byteLength === 0) return { ...attributes }
  if (isJson(attributes.datacontenttype ?? JSON_TYPE)) {
    try {
      return { ...attributes, data: parseJson(body, 'body') }
    } catch {
      // The bytes are not what they claim: they are kept exactly, as base64.
    }
  }
  return { ...attributes, data_base64: Buffer.from(body).toString('base64') }
}
