/** What tells a service that it has seen a task before. */
import { createHash } from 'node:crypto'
import type { Task } from '../../task.ts'

/** The attribute that names the replay in which a task's payload was edited; later replays of it keep it. */
export const EDITED_IN_REPLAY = 'editedinreplay'

/**
 * The same for each delivery and attempt of a task, and for its replay with the payload it had. A replay with an edited
 * payload is something new: its key carries that replay's id.
 */
export function idempotencyKey({ id, extensions }: Task): string {
  const replayId = extensions[EDITED_IN_REPLAY]
  return replayId === undefined ? id : `${id}.${replayId}`
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The key as a UUID, for services that take nothing else: itself where it is one, else derived from it. */
export function idempotencyUuid(task: Task): string {
  const key = idempotencyKey(task)
  if (UUID.test(key)) return key
  const hex = createHash('sha256').update(key).digest('hex')
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16)
  // RFC 9562, section 5.8: version 8 is free to be derived from anything.
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}
