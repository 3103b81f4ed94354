/**
 * From a delivery's message to a task and back. A task that goes on (to its next attempt, to the dead queue, to a
 * proxy target) keeps the payload's bytes as they came: decoding and encoding again would lose what JavaScript's
 * numbers cannot hold.
 */
import type { Envelope } from '../backends/backend.ts'
import type { Task } from '../task.ts'
import { attributeProblem } from '../wire/attributes.ts'
import { type DecodeFallback, decodeTask, encodeAttributes } from '../wire/envelope.ts'
import { unwrapStructured } from '../wire/structured.ts'
import { type FailedAttempt, readFailures } from './failure-history.ts'

export interface ReadMessage {
  readonly task: Task
  readonly body: Uint8Array
  /** Failed attempts so far, oldest first. */
  readonly failures: readonly FailedAttempt[]
}

/** @throws TaskError `message-malformed` */
export function readMessage(envelope: Envelope, fallback: DecodeFallback): ReadMessage {
  const event = unwrapStructured(envelope)
  return { task: decodeTask(event, fallback), body: event.body, failures: readFailures(envelope) }
}

/** The task as a binary event with the bytes it came with. */
export function writeMessage(task: Task, body: Uint8Array): Envelope {
  return { attributes: encodeAttributes(task), body }
}

/** A message of which no task can be made: its bytes, and of its attributes those that the wire can carry. */
export function unreadable(envelope: Envelope, fallback: DecodeFallback): Envelope {
  const carried = Object.entries(envelope.attributes).filter(
    ([name, value]) => attributeProblem(name, value) === null,
  )
  return {
    attributes: { id: fallback.id, type: fallback.type, ...Object.fromEntries(carried) },
    body: envelope.body,
  }
}
