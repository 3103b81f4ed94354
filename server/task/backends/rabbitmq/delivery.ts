/** A message that was handed out: it is settled on the lane that it came by. */

import type { ConsumeMessage } from 'amqplib'
import type { TaskError } from '../../errors.ts'
import type { Envelope } from '../backend.ts'
import { OnceDelivery } from '../once-delivery.ts'
import type { Lane } from './lane.ts'
import { lostError } from './rabbitmq-error.ts'

export interface Taken {
  readonly lane: Lane
  readonly message: ConsumeMessage
}

/** What a delivery does to its subscription. */
export interface DeliveryHooks {
  /** Stores a message for the queue that this subscription takes from. */
  readonly storeAgain: (envelope: Envelope, dueAtMs: number) => Promise<void>
  readonly storeDead: (letter: Envelope) => Promise<void>
  readonly ended: (taken: Taken) => void
}

export class RabbitDelivery extends OnceDelivery {
  readonly #taken: Taken
  readonly #hooks: DeliveryHooks

  constructor(taken: Taken, envelope: Envelope, hooks: DeliveryHooks) {
    const { fields, properties } = taken.message
    super(envelope, fields.redelivered || Number(properties.headers?.['x-delivery-count'] ?? 0) > 0)
    this.#taken = taken
    this.#hooks = hooks
  }

  ack(): Promise<void> {
    return this.once(() => this.#settle(false))
  }

  retry(next: Envelope, dueAt: Date): Promise<void> {
    return this.#after(() => this.#hooks.storeAgain(next, dueAt.getTime()))
  }

  dead(letter: Envelope): Promise<void> {
    return this.#after(() => this.#hooks.storeDead(letter))
  }

  release(): Promise<void> {
    return this.once(() => this.#settle(true))
  }

  #after(store: () => Promise<void>): Promise<void> {
    return this.once(async () => {
      if (this.#taken.lane.state === 'closed') throw lostError()
      await store()
      await this.#settle(false)
    })
  }

  #settle(requeue: boolean): Promise<void> {
    return this.#taken.lane.settle(this.#taken.message, requeue)
  }

  protected lost(): TaskError {
    return lostError()
  }

  protected ended(): void {
    this.#hooks.ended(this.#taken)
  }
}
