/** A payload as it is shown and edited: what is hidden in it, and what has changed. Pure. */
import type { Failure } from './use-failures'

/** Stands where the type's redaction hides a value. */
export const HIDDEN = '[redacted]'

export type ReadPayload =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: string }

export function readPayload(text: string): ReadPayload {
  if (text.trim() === '') return { ok: false, error: 'expected JSON, got nothing' }
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch (cause) {
    return { ok: false, error: cause instanceof Error ? cause.message : 'expected JSON' }
  }
}

export const pretty = (value: unknown) => JSON.stringify(value, null, 2) ?? ''

/** JSON in lines; what is no JSON as it is. */
export function prettyText(text: string): string {
  const reading = readPayload(text)
  return reading.ok && typeof reading.value === 'object' ? pretty(reading.value) : text
}

/** Why the payload cannot be edited; null when it can. A JSON `null` is a payload, too. */
export function notEditable({
  payload,
  text,
  contentType,
}: Pick<Failure, 'payload' | 'text' | 'contentType'>): string | null {
  if (payload !== null && payload !== undefined) return null
  if (text !== null) return 'Its payload is not JSON'
  return contentType.includes('json') ? null : 'Its payload is binary'
}
