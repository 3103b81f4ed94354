/** The message that the publish form describes: its body, and the same message as code. Pure. */
import type { Schemas } from '@/components/api/client'

export type NewTask = Schemas['NewTask']

export interface Draft {
  readonly type: string
  /** JSON text as typed. */
  readonly payload: string
  readonly when: 'now' | 'delay' | 'at'
  /** Seconds. */
  readonly delay: string
  /** `datetime-local`, in the viewer's zone. */
  readonly at: string
  readonly partitionKey: string
  readonly uniqueKey: string
  readonly count: string
  /** Its end is told too, so that it can be followed. */
  readonly tracked: boolean
}
export const emptyMessage: Draft = {
  type: '',
  payload: '{\n  \n}',
  when: 'now',
  delay: '60',
  at: '',
  partitionKey: '',
  uniqueKey: '',
  count: '1',
  tracked: true,
}
export const MOST_AT_ONCE = 1_000
const LONGEST_DELAY_S = 31_536_000

export type Message = Omit<NewTask, 'payload'> & { payload: unknown }
export type Field = 'type' | 'payload' | 'delay' | 'at' | 'partitionKey' | 'uniqueKey' | 'count'
export type Reading =
  | { readonly ok: true; readonly message: Message; readonly count: number }
  | { readonly ok: false; readonly errors: Partial<Record<Field, string>> }

function payloadOf(text: string): { value: unknown } | { error: string } {
  if (text.trim() === '') return { error: 'expected JSON, got nothing' }
  try {
    return { value: JSON.parse(text) }
  } catch (cause) {
    return { error: cause instanceof Error ? cause.message : 'expected JSON' }
  }
}

function scheduleOf(draft: Draft): { part: Partial<Message> } | { field: Field; error: string } {
  if (draft.when === 'now') return { part: {} }
  if (draft.when === 'delay') {
    const seconds = Number(draft.delay)
    if (draft.delay.trim() === '' || !(seconds >= 0 && seconds <= LONGEST_DELAY_S))
      return { field: 'delay', error: `expected 0 to ${LONGEST_DELAY_S.toLocaleString('en')} seconds` }
    return { part: { delayMs: Math.round(seconds * 1_000) } }
  }
  const at = new Date(draft.at)
  if (Number.isNaN(at.getTime())) return { field: 'at', error: 'expected a date and a time' }
  return { part: { notBefore: at.toISOString() } }
}

/** Reads the form: the message and how often, or what is wrong with each field. */
export function readMessage(draft: Draft): Reading {
  const errors: Partial<Record<Field, string>> = {}
  if (draft.type === '') errors.type = 'expected a task type'
  const payload = payloadOf(draft.payload)
  if ('error' in payload) errors.payload = payload.error
  const schedule = scheduleOf(draft)
  if ('error' in schedule) errors[schedule.field] = schedule.error
  const count = Number(draft.count)
  if (!Number.isInteger(count) || count < 1 || count > MOST_AT_ONCE)
    errors.count = `expected a whole number from 1 to ${MOST_AT_ONCE.toLocaleString('en')}`
  if ('error' in payload || 'error' in schedule || Object.keys(errors).length > 0)
    return { ok: false, errors }
  const partitionKey = draft.partitionKey.trim()
  const uniqueKey = draft.uniqueKey.trim()
  const message = {
    type: draft.type,
    payload: payload.value,
    ...schedule.part,
    ...(partitionKey === '' ? {} : { partitionKey }),
    ...(uniqueKey === '' ? {} : { uniqueKey }),
    ...(draft.tracked ? { tracked: true } : {}),
  }
  return { ok: true, message, count }
}

/** The body of `POST /tasks`. */
export const bodyOf = (message: Message, count: number) =>
  (count === 1 ? message : { tasks: Array.from({ length: count }, () => message) }) as
    | NewTask
    | Schemas['TaskBatch']

/**
 * Turns the server's pointer into the payload's: "/payload/to" and "/tasks/0/payload/to" are "/to". Null when it
 * points elsewhere.
 */
export function payloadPointer(pointer: string): string | null {
  const match = /^(?:\/tasks\/\d+)?\/payload(\/.*)?$/.exec(pointer)
  return match ? (match[1] ?? '') : null
}
