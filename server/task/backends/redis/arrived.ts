/** An entry that came, read as a task. */
import { TaskError } from '../../errors.ts'
import type { Delivery, Envelope } from '../backend.ts'
import type { Entry } from './intake.ts'
import { fromFields, type Stored } from './message.ts'
import { lostError } from './redis-error.ts'
import type { Move, Taken } from './settler.ts'

export interface Arrived extends Taken {
  readonly entry: Entry
  readonly stored: Stored
}

export function arrivedFrom(entry: Entry): Arrived {
  const stored = fromFields(entry.id, entry.fields)
  const { uniqueKey, envelope } = stored
  const { id, consumer } = entry
  return { entry, stored, id, consumer, uniqueKey, taskId: envelope.attributes.id }
}

/** What a delivery does to its subscription. */
export interface DeliveryHooks {
  readonly settle: (arrived: Arrived, move: Move | null) => Promise<void>
  /** It is settled, or can never be. */
  readonly ended: (arrived: Arrived) => void
  /** It waits again, for this consumer or another. */
  readonly released: () => void
  readonly delayed: (dueAtMs: number) => void
  readonly now: () => Date
}

const isFinal = (error: unknown) =>
  error instanceof TaskError && (error.code === 'delivery-lost' || error.code === 'closed')

export function deliveryOf(arrived: Arrived, hooks: DeliveryHooks): Delivery {
  let settled = false
  const once = async (move: Move | null) => {
    if (settled) throw lostError()
    settled = true
    try {
      await hooks.settle(arrived, move)
    } catch (error) {
      // Refused by the server: it is still ours, and may be settled in another way.
      settled = isFinal(error)
      if (settled) hooks.ended(arrived)
      throw error
    }
    hooks.ended(arrived)
  }
  const retry = async (envelope: Envelope, dueAtMs: number) => {
    const isDue = dueAtMs <= hooks.now().getTime()
    await once({ kind: 'retry', envelope, ...(isDue ? {} : { dueAtMs }) })
    if (!isDue) hooks.delayed(dueAtMs)
  }
  return {
    envelope: arrived.stored.envelope,
    redelivered: arrived.entry.redelivered,
    ack: () => once(null),
    retry: (next, dueAt) => retry(next, dueAt.getTime()),
    dead: (letter) => once({ kind: 'dead', envelope: letter }),
    release: async () => {
      await once({ kind: 'released' })
      hooks.released()
    },
  }
}
