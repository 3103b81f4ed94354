/** What of a task is said of the object that it stores. */
import { TaskError } from '../../../errors.ts'
import type { Task } from '../../../task.ts'
import { idempotencyKey } from '../idempotency-key.ts'
import { Ended } from './ended.ts'
import type { StoredObject } from './store.ts'

/** What the payloads of both handlers have. */
export interface ObjectPayload {
  readonly key: string
  readonly contentType?: string
  readonly metadata?: Readonly<Record<string, string>>
}

/** S3 counts bytes of UTF-8. */
const MOST_KEY_BYTES = 1_024
const MOST_METADATA_BYTES = 2_048
const TASK_ID = 'signalbox-task-id'

/** @throws Ended when the payload is to blame */
export function objectOf(
  task: Task,
  { keyPrefix, contentType }: { readonly keyPrefix: string; readonly contentType: string },
): StoredObject {
  const { key, metadata = {} } = task.payload as ObjectPayload
  const keyBytes = Buffer.byteLength(`${keyPrefix}${key}`)
  if (keyBytes > MOST_KEY_BYTES)
    throw invalid('/key', `expected at most ${MOST_KEY_BYTES} bytes with the prefix, got ${keyBytes}`)
  const bytes = Object.entries(metadata).flat().join('').length
  if (bytes > MOST_METADATA_BYTES)
    throw invalid('/metadata', `expected at most ${MOST_METADATA_BYTES} bytes, got ${bytes}`)
  return { key, contentType, metadata: { ...metadata, [TASK_ID]: inAscii(idempotencyKey(task)) } }
}

/** Metadata travels in headers. */
function inAscii(id: string): string {
  return /^[\x21-\x7e]+$/.test(id) ? id : encodeURIComponent(id)
}

function invalid(path: string, expected: string): Ended {
  const message = `The payload of the task is invalid: ${expected} at ${path}.`
  const error = new TaskError('payload-invalid', message, { context: { path } })
  return new Ended({ kind: 'dead', reason: 'rejected', failure: { error } })
}
