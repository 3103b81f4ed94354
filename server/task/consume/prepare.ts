/** What is checked before a handler sees a task: can it be read, is it due, is it still wanted, is it valid. */
import type { Delivery } from '../backends/backend.ts'
import { type PayloadCheck, payloadError } from '../publish/payload-schema.ts'
import { isJson } from '../wire/content.ts'
import { type ReadMessage, readMessage } from './message.ts'
import { asError, type Verdict } from './verdict.ts'

export type Prepared =
  | { readonly kind: 'malformed'; readonly error: Error }
  /** A foreign publisher put it into the work queue before its time. */
  | { readonly kind: 'early'; readonly dueAt: Date }
  | { readonly kind: 'decided'; readonly message: ReadMessage; readonly verdict: Verdict }
  | { readonly kind: 'ready'; readonly message: ReadMessage }

export interface PrepareTools {
  readonly type: string
  readonly check: PayloadCheck | null
  readonly now: Date
  readonly newId: () => string
}

/** The clocks of a broker and of a worker differ a little; a task that the broker took for due is not sent back. */
const CLOCK_TOLERANCE_MS = 1_000

export function prepare(delivery: Delivery, tools: PrepareTools): Prepared {
  try {
    const { type, now } = tools
    // Hardly any message lacks one, and making one is not free.
    const id = delivery.envelope.attributes.id || tools.newId()
    const message = readMessage(delivery.envelope, { type, id, now })
    return judge(message, tools)
  } catch (thrown) {
    return { kind: 'malformed', error: asError(thrown) }
  }
}

function judge(message: ReadMessage, { type, check, now }: PrepareTools): Prepared {
  const { task } = message
  if (task.expiresAt !== undefined && task.expiresAt <= now) {
    const error = new Error(`The task expired at ${task.expiresAt.toISOString()}, before it was run.`)
    return { kind: 'decided', message, verdict: { kind: 'dead', reason: 'expired', failure: { error } } }
  }
  const dueAt = task.notBefore
  if (dueAt !== undefined && dueAt.getTime() - now.getTime() > CLOCK_TOLERANCE_MS)
    return { kind: 'early', dueAt }
  const error = isJson(task.contentType) ? payloadError(type, task.payload, check) : null
  if (error === null) return { kind: 'ready', message }
  return { kind: 'decided', message, verdict: { kind: 'dead', reason: 'rejected', failure: { error } } }
}
