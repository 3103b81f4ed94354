/** A message that the broker itself moved to the dead queue carries `x-death`; read it as a dead letter. */
import { createHash } from 'node:crypto'
import type { DeadInfo, DeadReason } from '../../task.ts'
import { toBase64Json } from '../../wire/truncate.ts'
import type { Envelope } from '../backend.ts'

/** One move of a message by the broker; amqplib's type lacks the reason `delivery_limit`. */
interface Move {
  readonly reason: string
  readonly queue?: string
  /** Seconds of the epoch. */
  readonly time?: { readonly value?: number }
}

const REASONS: Readonly<Record<string, DeadReason>> = {
  delivery_limit: 'crashed',
  expired: 'expired',
  rejected: 'rejected',
}
const EXPLANATIONS: Readonly<Record<string, string>> = {
  delivery_limit:
    'was delivered to its limit and never settled: the processes that took it ended or lost touch',
  expired: 'waited longer than a limit of the queue allows',
  rejected: 'was rejected by a consumer that is not ours',
  maxlen: 'was dropped from a full queue',
}

const isMove = (value: unknown): value is Move =>
  typeof value === 'object' && value !== null && typeof (value as Move).reason === 'string'

/** The newest move stands first; those through the delay ladder are no deaths. */
function lastDeath(headers: Record<string, unknown>): Move | null {
  const moves: unknown = headers['x-death']
  return Array.isArray(moves) && isMove(moves[0]) ? moves[0] : null
}

function timeOf(death: Move): string {
  const time = new Date(Number(death.time?.value) * 1_000)
  return Number.isNaN(time.getTime()) ? new Date(0).toISOString() : time.toISOString()
}

function infoOf(death: Move): DeadInfo {
  const at = timeOf(death)
  const what = EXPLANATIONS[death.reason] ?? `was given up for the reason "${death.reason}"`
  const error = { name: 'BrokerGaveUp', message: `It ${what} (queue ${death.queue}).` }
  const attempts = [{ at, error: error.message }]
  return { error, attempts, firstFailedAt: at, failedAt: at, project: '', instance: '', revision: 0 }
}

/**
 * The same letter gets the same `deadid` however often it is delivered. Without an id of its own it gets none: two
 * alike could not be told apart, and one would be taken for the other.
 */
function deadIdOf(id: string | undefined, death: Move): string | null {
  if (id === undefined) return null
  return createHash('sha256')
    .update(`${death.queue}\n${timeOf(death)}\n${id}`)
    .digest('hex')
    .slice(0, 32)
}

/** For what is taken from a dead queue; a letter of ours stays as it is. */
export function readBrokerDeath(envelope: Envelope, headers: Record<string, unknown> = {}): Envelope {
  const death = lastDeath(headers)
  if (envelope.attributes.deadreason !== undefined || death === null) return envelope
  const deadid = deadIdOf(envelope.attributes.id, death)
  return {
    body: envelope.body,
    attributes: {
      ...envelope.attributes,
      ...(deadid === null ? {} : { deadid }),
      deadreason: REASONS[death.reason] ?? 'crashed',
      deadinfo: toBase64Json(infoOf(death)),
    },
  }
}
