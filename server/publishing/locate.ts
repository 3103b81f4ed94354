/** Where a field of a task stands in each form of a publish request. */
import type { FieldError } from '../errors.ts'

/** A JSON Pointer into the body, or the name of a header; `path` leads on into the field's value. */
export type Locate = (field: string, path?: string) => Pick<FieldError, 'pointer' | 'parameter'>

/** Names of a task's fields as attributes of an event. */
const EVENT_NAMES: Readonly<Record<string, string>> = {
  payload: 'data',
  notBefore: 'notbefore',
  expiresAt: 'expirytime',
  partitionKey: 'partitionkey',
  uniqueKey: 'uniquekey',
}

/** Our own JSON form; `prefix` is the task's own pointer. */
export const inBody =
  (prefix: string): Locate =>
  (field, path = '') => ({ pointer: `${prefix}/${field}${path}` })

/** A structured event. */
export const inEvent =
  (prefix: string): Locate =>
  (field, path = '') => ({ pointer: `${prefix}/${EVENT_NAMES[field] ?? field}${path}` })

/** Binary mode: the body is the payload, the rest stands in headers. */
export const inHeaders: Locate = (field, path = '') =>
  field === 'payload' ? { pointer: path } : { parameter: `ce-${EVENT_NAMES[field] ?? field}` }
