/** CloudEvents' HTTP protocol binding, both ways: what an API receives, and what a proxy handler sends. */
import type { Envelope } from '../backends/backend.ts'
import { TaskError } from '../errors.ts'
import { JSON_TYPE, mediaType, parseJson } from './content.ts'
import { BATCH_TYPE, fromStructured, STRUCTURED_TYPE } from './structured.ts'

/** Header names in lower case. */
export type HttpHeaders = Readonly<Record<string, string>>

/** How events stand in a request: in headers, in the body, several in the body, or no CloudEvent at all. */
export type HttpMode = 'binary' | 'structured' | 'batch' | 'json'

const PREFIX = 'ce-'
/** Distributed tracing travels in plain headers too, where every tracing library looks for it. */
const TRACE_HEADERS = ['traceparent', 'tracestate'] as const

export function lowerCaseHeaders(headers: Headers | HttpHeaders): Record<string, string> {
  const entries = headers instanceof Headers ? [...headers] : Object.entries(headers)
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]))
}

export function httpModeOf(headers: Headers | HttpHeaders): HttpMode {
  const all = lowerCaseHeaders(headers)
  const type = mediaType(all['content-type'] ?? '')
  if (type === STRUCTURED_TYPE) return 'structured'
  if (type === BATCH_TYPE) return 'batch'
  return all['ce-specversion'] !== undefined || all['ce-type'] !== undefined ? 'binary' : 'json'
}

/**
 * The events of a request, one unless it is a batch. A body without any CloudEvents attributes gives an envelope
 * that only has a content type: the caller knows the task type.
 * @throws TaskError `message-malformed`; its context names the `index` within a batch
 */
export function envelopesFromHttp(headers: Headers | HttpHeaders, body: Uint8Array): Envelope[] {
  const all = lowerCaseHeaders(headers)
  switch (httpModeOf(all)) {
    case 'structured':
      return [fromStructured(parseJson(body, 'body'))]
    case 'batch':
      return fromBatch(parseJson(body, 'body'))
    default:
      return [fromBinary(all, body)]
  }
}

function fromBatch(events: unknown): Envelope[] {
  if (!Array.isArray(events))
    throw new TaskError('message-malformed', 'body: expected a JSON array of events')
  return events.map((event, index) => {
    try {
      return fromStructured(event)
    } catch (cause) {
      throw new TaskError('message-malformed', `event ${index}: ${(cause as Error).message}`, {
        cause,
        context: { index },
      })
    }
  })
}

function fromBinary(headers: HttpHeaders, body: Uint8Array): Envelope {
  const attributes: Record<string, string> = {}
  for (const name of TRACE_HEADERS) {
    const value = headers[name]
    if (value !== undefined) attributes[name] = value
  }
  for (const [header, value] of Object.entries(headers))
    if (header.startsWith(PREFIX)) attributes[header.slice(PREFIX.length)] = decodeHeaderValue(value)
  attributes.datacontenttype = headers['content-type'] ?? JSON_TYPE
  return { attributes, body }
}

/** Binary mode. Header values are percent-encoded; tracing stands in plain and in prefixed headers. */
export function toHttp(envelope: Envelope): { headers: Record<string, string>; body: Uint8Array } {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(envelope.attributes)) {
    if (name === 'datacontenttype') continue
    headers[`${PREFIX}${name}`] = encodeHeaderValue(value)
  }
  for (const name of TRACE_HEADERS) {
    const value = envelope.attributes[name]
    if (value !== undefined) headers[name] = encodeNonAscii(value)
  }
  headers['content-type'] = encodeNonAscii(envelope.attributes.datacontenttype ?? JSON_TYPE)
  return { headers, body: envelope.body }
}

function percentEncode(character: string): string {
  const bytes = [...Buffer.from(character)]
  return bytes.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
}

/** HTTP binding 1.0, section 3.1.3.2: all but printable ASCII, and space, double quote and percent. */
export function encodeHeaderValue(value: string): string {
  return value.toWellFormed().replace(/[^\u0021-\u007e]|["%]/gu, percentEncode)
}

/** For headers outside the binding, which are not decoded: only what HTTP itself cannot carry. */
function encodeNonAscii(value: string): string {
  return value.toWellFormed().replace(/[^\u0020-\u007e]/gu, percentEncode)
}

/**
 * The reverse; a quoted string is unquoted first, as the section requires of receivers.
 * @throws TaskError `message-malformed` when the percent-encoded bytes are not UTF-8
 */
export function decodeHeaderValue(value: string): string {
  const quoted = /^"(.*)"$/s.exec(value)
  const text = quoted === null ? value : (quoted[1] ?? '').replace(/\\(.)/gs, '$1')
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (escaped) => {
    try {
      return decodeURIComponent(escaped)
    } catch (cause) {
      throw new TaskError('message-malformed', `header value: expected UTF-8, got ${escaped}`, { cause })
    }
  })
}
