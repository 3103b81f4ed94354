/** An entry that came, read as a task. */
import type { TaskError } from '../../errors.ts'
import type { Envelope } from '../backend.ts'
import { OnceDelivery } from '../once-delivery.ts'
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

export class RedisDelivery extends OnceDelivery {
  readonly #arrived: Arrived
  readonly #hooks: DeliveryHooks

  constructor(arrived: Arrived, hooks: DeliveryHooks) {
    super(arrived.stored.envelope, arrived.entry.redelivered)
    this.#arrived = arrived
    this.#hooks = hooks
  }

  ack(): Promise<void> {
    return this.#once(null)
  }

  async retry(envelope: Envelope, dueAt: Date): Promise<void> {
    const dueAtMs = dueAt.getTime()
    const isDue = dueAtMs <= this.#hooks.now().getTime()
    await this.#once({ kind: 'retry', envelope, ...(isDue ? {} : { dueAtMs }) })
    if (!isDue) this.#hooks.delayed(dueAtMs)
  }

  dead(letter: Envelope): Promise<void> {
    return this.#once({ kind: 'dead', envelope: letter })
  }

  async release(): Promise<void> {
    await this.#once({ kind: 'released' })
    this.#hooks.released()
  }

  #once(move: Move | null): Promise<void> {
    return this.once(() => this.#hooks.settle(this.#arrived, move))
  }

  protected lost(): TaskError {
    return lostError()
  }

  protected ended(): void {
    this.#hooks.ended(this.#arrived)
  }
}
