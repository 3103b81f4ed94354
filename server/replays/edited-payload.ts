/**
 * An edited payload on its way into a replay: what was hidden from who edited it is put back, then it is checked as a
 * publish would be, and becomes bytes.
 */
import { type FieldError, invalid, Refusal } from '../errors.ts'
import { originalOf } from '../failures/original.ts'
import { REDACTED } from '../queues/redact.ts'
import type { EditableMessage } from '../store/replay-selection.ts'
import type { TaskTypeRow } from '../store/task-types.ts'
import { compilePayloadSchema, isTaskError } from '../task/index.ts'
import { decodeBody, encodeBody, isJson } from '../task/wire/content.ts'
import { editedType } from './replay-envelope.ts'

export interface EditedPayload {
  readonly payload: unknown
  readonly original: EditableMessage
  readonly type: Pick<TaskTypeRow, 'redactPaths' | 'payloadSchema'>
  readonly maxPayloadBytes: number
}

const REFUSED = 'Nothing was sent: the edited payload cannot be used.'
const refused = (detail: string) => invalid(REFUSED, [{ pointer: '/payload', detail }])

/** @throws Refusal 422 with pointers under /payload, 413 */
export function encodeEdited({ payload, original, type, maxPayloadBytes }: EditedPayload): Uint8Array {
  const event = originalOf(original)
  const contentType = editedType(event.attributes.datacontenttype)
  const hidden = [...new Set([...type.redactPaths, ...original.redactPaths])]
  if (payload === REDACTED && hidden.length > 0)
    throw refused('expected the whole payload: all of it is hidden')
  const whole = isJson(contentType) ? restored(payload, decoded(event.body, contentType), hidden) : payload
  if (isJson(contentType)) checkSchema(whole, type)
  const body = encoded(whole, contentType)
  if (body.byteLength <= maxPayloadBytes) return body
  const detail = `expected at most ${maxPayloadBytes} bytes, got ${body.byteLength}`
  throw new Refusal(413, 'payload-too-large', 'The payload is too large.', {
    errors: [{ pointer: '/payload', detail }],
  })
}

function restored(payload: unknown, original: unknown, hidden: readonly string[]): unknown {
  const errors: FieldError[] = []
  const whole = hidden.reduce(
    (at, pointer) => restoreAt(at, original, segments(pointer), '/payload', errors),
    payload,
  )
  if (errors.length > 0) throw invalid(REFUSED, errors)
  return whole
}

function checkSchema(payload: unknown, { payloadSchema }: EditedPayload['type']): void {
  const problems = payloadSchema === null ? [] : compilePayloadSchema(payloadSchema)(payload)
  if (problems.length > 0)
    throw invalid(
      REFUSED,
      problems.map(({ path, message }) => ({ pointer: `/payload${path}`, detail: message })),
    )
}

/** What could not be read has nothing to put back. */
function decoded(body: Uint8Array, contentType: string): unknown {
  try {
    return decodeBody(body, contentType)
  } catch (error) {
    if (isTaskError(error)) return undefined
    throw error
  }
}

function encoded(payload: unknown, contentType: string): Uint8Array {
  try {
    return encodeBody(payload, contentType)
  } catch (error) {
    if (!isTaskError(error)) throw error
    throw refused(
      isJson(contentType) ? 'expected a JSON value' : `expected a string, as the task is ${contentType}`,
    )
  }
}

const decodeSegment = (segment: string) => segment.replaceAll('~1', '/').replaceAll('~0', '~')
const encodeSegment = (segment: string) => segment.replaceAll('~', '~0').replaceAll('/', '~1')
const segments = (pointer: string) => pointer.split('/').slice(1).map(decodeSegment)
const isContainer = (value: unknown): value is Record<string, unknown> | unknown[] =>
  typeof value === 'object' && value !== null

/** Puts the original's value wherever the edited payload still has the sign for what was hidden. */
function restoreAt(
  edited: unknown,
  original: unknown,
  path: readonly string[],
  pointer: string,
  errors: FieldError[],
): unknown {
  const [head, ...rest] = path
  if (head === undefined) return edited === REDACTED ? originalAt(original, pointer, errors) : edited
  if (!isContainer(edited)) return edited
  const child = (key: string, value: unknown) =>
    head === '*' || head === key
      ? restoreAt(value, memberOf(original, key), rest, `${pointer}/${encodeSegment(key)}`, errors)
      : value
  if (Array.isArray(edited)) return edited.map((item, index) => child(String(index), item))
  return Object.fromEntries(Object.entries(edited).map(([key, value]) => [key, child(key, value)]))
}

function memberOf(value: unknown, key: string): unknown {
  return isContainer(value) && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined
}

/** An item that was added or moved has no original at its place: what is meant there only its author knows. */
function originalAt(original: unknown, pointer: string, errors: FieldError[]): unknown {
  if (original === undefined)
    errors.push({
      pointer,
      detail: `expected a value: the original has none here that "${REDACTED}" could stand for`,
    })
  return original
}
