/** The payload's bytes: JSON by default, any other content type is carried as it comes. */
import { TaskError } from '../errors.ts'

export const JSON_TYPE = 'application/json'

const strictDecoder = new TextDecoder('utf-8', { fatal: true })

/** The media type alone, lower-case, without parameters. */
export function mediaType(contentType: string): string {
  return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase()
}

export function isJson(contentType: string): boolean {
  if (contentType === JSON_TYPE) return true
  return /^[^/]+\/(json|[^/]+\+json)$/.test(mediaType(contentType))
}

/** @throws TaskError `payload-invalid` when the value cannot become bytes of that content type. */
export function encodeBody(payload: unknown, contentType: string): Uint8Array {
  if (!isJson(contentType)) return encodeRaw(payload, contentType)
  const text = toJson(payload)
  if (text === undefined)
    throw new TaskError('payload-invalid', `payload: expected a JSON value, got ${typeof payload}`)
  return Buffer.from(text)
}

function toJson(payload: unknown): string | undefined {
  try {
    return JSON.stringify(payload)
  } catch (cause) {
    throw new TaskError('payload-invalid', `payload: expected a JSON value: ${(cause as Error).message}`, {
      cause,
    })
  }
}

function encodeRaw(payload: unknown, contentType: string): Uint8Array {
  if (payload instanceof Uint8Array) return payload
  if (typeof payload === 'string') return Buffer.from(payload)
  throw new TaskError('payload-invalid', `payload: expected bytes or a string for ${contentType}`)
}

/**
 * No data is null, as CloudEvents makes it optional.
 * @throws TaskError `message-malformed` for bytes that are not what the content type says
 */
export function decodeBody(body: Uint8Array, contentType: string): unknown {
  if (!isJson(contentType)) return body
  return body.byteLength === 0 ? null : parseJson(body, 'body')
}

/** `what` begins the reason, e.g. "body". */
export function parseJson(bytes: Uint8Array, what: string): unknown {
  try {
    return JSON.parse(strictDecoder.decode(bytes))
  } catch (cause) {
    const detail = cause instanceof SyntaxError ? cause.message : 'the bytes are not UTF-8'
    throw new TaskError('message-malformed', `${what}: expected JSON: ${detail}`, { cause })
  }
}
