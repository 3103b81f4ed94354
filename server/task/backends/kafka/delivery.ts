/** A record that was handed out. */
import type { TaskError } from '../../errors.ts'
import type { Envelope } from '../backend.ts'
import { OnceDelivery } from '../once-delivery.ts'
import { lostError } from './kafka-error.ts'
import { toEnvelope } from './message.ts'
import type { Item } from './owned-partition.ts'

/** What a delivery asks of its subscription. */
export interface DeliveryHooks {
  readonly done: (item: Item) => Promise<void>
  readonly retry: (item: Item, next: Envelope, dueAt: Date) => Promise<void>
  readonly dead: (item: Item, letter: Envelope) => Promise<void>
  readonly release: (item: Item) => Promise<void>
  /** It can never be settled. */
  readonly lost: (item: Item) => void
}

export class KafkaDelivery extends OnceDelivery {
  readonly #item: Item
  readonly #hooks: DeliveryHooks

  constructor(item: Item, hooks: DeliveryHooks) {
    super(toEnvelope(item.record), item.redelivered)
    this.#item = item
    this.#hooks = hooks
  }

  ack(): Promise<void> {
    return this.once(() => this.#hooks.done(this.#item))
  }

  retry(next: Envelope, dueAt: Date): Promise<void> {
    return this.once(() => this.#hooks.retry(this.#item, next, dueAt))
  }

  dead(letter: Envelope): Promise<void> {
    return this.once(() => this.#hooks.dead(this.#item, letter))
  }

  release(): Promise<void> {
    return this.once(() => this.#hooks.release(this.#item))
  }

  protected lost(): TaskError {
    return lostError()
  }

  protected override isOver(error: unknown): boolean {
    return super.isOver(error) || this.#item.done
  }

  protected ended(): void {
    if (this.#item.held) this.#hooks.lost(this.#item)
  }
}
