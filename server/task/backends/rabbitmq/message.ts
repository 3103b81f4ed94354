/**
 * Envelope ↔ AMQP message: CloudEvents' AMQP binding in binary mode (`cloudEvents_*` headers), beside the message
 * properties that other AMQP programs read. Of a foreign message the properties are taken where the headers are silent.
 */

import type { MessageProperties, Options } from 'amqplib'
import { PLAIN_HEADERS } from '../../wire/attributes.ts'
import type { Envelope } from '../backend.ts'
import { attributeOf, HeaderTable, headerOf } from './header-table.ts'

const table = new HeaderTable()

const TRACE = ['traceparent', 'tracestate'] as const
/** Epoch milliseconds before which the message must not be handed out. */
export const DUE_HEADER = 'signalbox-due'
/** Of a short string (specification 0-9-1, 4.2.5.3). */
const MAX_PROPERTY_BYTES = 255

const property = (value: string | undefined) =>
  value !== undefined && Buffer.byteLength(value) <= MAX_PROPERTY_BYTES ? value : undefined

/**
 * Headers that a broker added (`x-death` and others) are not among them: a message is always written anew.
 * What is returned holds until the next call, see `HeaderTable`.
 */
export function toProperties({ attributes }: Envelope, dueAtMs: number | null): Options.Publish {
  const contentType = property(attributes.datacontenttype)
  const headers = table.next()
  for (const name of Object.keys(attributes))
    if (name !== 'datacontenttype' || contentType === undefined) headers[headerOf(name)] = attributes[name]
  for (const name of TRACE) if (attributes[name] !== undefined) headers[name] = attributes[name]
  if (dueAtMs !== null) headers[DUE_HEADER] = dueAtMs
  return {
    persistent: true,
    mandatory: true,
    messageId: property(attributes.id),
    type: property(attributes.type),
    contentType,
    headers,
  }
}

function text(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value)
  if (Buffer.isBuffer(value)) return value.toString('utf8')
  return null
}

function fromProperties(properties: MessageProperties): Record<string, string> {
  const { messageId, type, contentType, timestamp } = properties
  const attributes: Record<string, string> = {}
  if (typeof messageId === 'string') attributes.id = messageId
  if (typeof type === 'string') attributes.type = type
  if (typeof contentType === 'string') attributes.datacontenttype = contentType
  if (timestamp === undefined || timestamp === null) return attributes
  const time = new Date(Number(timestamp) * 1_000)
  if (!Number.isNaN(time.getTime())) attributes.time = time.toISOString()
  return attributes
}

export function toAttributes(properties: MessageProperties): Record<string, string> {
  const attributes = fromProperties(properties)
  const headers: Record<string, unknown> = properties.headers ?? {}
  for (const name of PLAIN_HEADERS) {
    const value = text(headers[name])
    if (value !== null) attributes[name] = value
  }
  for (const header of Object.keys(headers)) {
    const name = attributeOf(header)
    const value = name === null ? null : text(headers[header])
    if (name !== null && value !== null) attributes[name] = value
  }
  return attributes
}

/** When it may be handed out; null: at once. */
export function dueAtMs(properties: MessageProperties): number | null {
  const due = Number(properties.headers?.[DUE_HEADER])
  return Number.isFinite(due) && due > 0 ? due : null
}
