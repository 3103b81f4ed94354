/**
 * One subscription: hands out what its lanes bring, up to the prefetch, and settles it on the lane it came by.
 *
 * When the connection breaks, everything that was taken goes back to the queue: what waits here is forgotten, what was
 * handed out can no longer be settled, and lanes on the new connection take over.
 */
import type { ChannelModel, ConsumeMessage } from 'amqplib'
import type { ConsumeOptions, Envelope, Subscription } from '../backend.ts'
import { within } from '../deadline.ts'
import { readBrokerDeath } from './broker-death.ts'
import { type DeliveryHooks, RabbitDelivery, type Taken } from './delivery.ts'
import type { Lane } from './lane.ts'
import { Lanes } from './lanes.ts'
import { dueAtMs, toAttributes } from './message.ts'
import { asTaskError, refusal, unavailable } from './rabbitmq-error.ts'

/** A message that comes early by no more than this waits here; else it goes up the ladder again. */
const HOLD_MS = 1_000

/** What a subscription needs of its backend. */
export interface SubscriptionDeps {
  readonly queue: string
  readonly now: () => Date
  readonly model: () => ChannelModel | null
  readonly resubscribeMs: number
  readonly closeTimeoutMs: number
  /** Stores a message for the queue that this subscription takes from. */
  readonly storeAgain: (envelope: Envelope, dueAtMs: number) => Promise<void>
  readonly storeDead: (letter: Envelope) => Promise<void>
  readonly ended: () => void
}

export class RabbitSubscription implements Subscription {
  readonly #options: ConsumeOptions
  readonly #deps: SubscriptionDeps
  readonly #lanes: Lanes
  readonly #hooks: DeliveryHooks
  #prefetch: number
  /** Came, and not handed out yet. */
  #buffer: Taken[] = []
  readonly #held = new Set<Taken>()
  #stopped = false
  /** Lanes are changed by one step after the other. */
  #turn: Promise<unknown> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined

  constructor(options: ConsumeOptions, deps: SubscriptionDeps) {
    this.#options = options
    this.#deps = deps
    this.#prefetch = options.prefetch
    const { storeAgain, storeDead } = deps
    this.#hooks = { storeAgain, storeDead, ended: (taken) => this.#ended(taken) }
    this.#lanes = new Lanes(deps.queue, {
      onMessage: (lane, message) => this.#take({ lane, message }),
      onClosed: (lane) => this.#forget(lane),
      onBroken: () => this.#lookLater(),
    })
  }

  /** @throws TaskError `queue-mismatch` when there is no such queue, `backend-unavailable` */
  async start(): Promise<void> {
    try {
      if (this.#deps.model() === null) throw unavailable(new Error('not connected'))
      await this.#align()
    } catch (error) {
      this.#stopped = true
      this.#deps.ended()
      throw asTaskError(error)
    }
  }

  /** The lanes may have to change: the connection is back, a task ended, another prefetch is wanted. */
  look(): void {
    this.#align().catch((error) => this.#broke(error))
  }

  setPrefetch(prefetch: number): void {
    this.#prefetch = prefetch
    this.#handOut()
    this.look()
  }

  async stop(): Promise<void> {
    if (this.#stopped) return
    this.#stopped = true
    clearTimeout(this.#timer)
    this.#deps.ended()
    await within(
      this.#deps.closeTimeoutMs,
      this.#inTurn(() => this.#lanes.cancelAll()),
    )
    const unseen = this.#buffer.splice(0).map((taken) => this.#giveBack(taken))
    await within(this.#deps.closeTimeoutMs, Promise.all(unseen))
  }

  /** Nobody saw it. It counts toward the delivery limit all the same, so there should be few. */
  async #giveBack({ lane, message }: Taken): Promise<void> {
    // Where the lane is gone, it has gone back already.
    await lane.settle(message, true).catch(() => undefined)
  }

  #inTurn(step: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(step)
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  #align(): Promise<void> {
    return this.#inTurn(async () => {
      const model = this.#deps.model()
      if (this.#stopped || model === null) return
      const draining = [...this.#held].filter(({ lane }) => !this.#lanes.isOpen(lane)).length
      await this.#lanes.align(model, this.#prefetch, draining)
    })
  }

  /** Without its queue it cannot go on; everything else passes, at the latest with the connection. */
  #broke(error: unknown): void {
    if (this.#stopped) return
    const reason = refusal(error)
    if (reason === null) {
      this.#lookLater()
      return
    }
    this.#stopped = true
    this.#deps.ended()
    this.#options.onError(reason)
  }

  #lookLater(): void {
    clearTimeout(this.#timer)
    if (!this.#stopped) this.#timer = setTimeout(() => this.look(), this.#deps.resubscribeMs)
  }

  #forget(lane: Lane): void {
    this.#buffer = this.#buffer.filter((taken) => taken.lane !== lane)
  }

  #take(taken: Taken): void {
    const due = dueAtMs(taken.message.properties) ?? 0
    const earlyMs = due - this.#deps.now().getTime()
    if (this.#stopped) return void this.#giveBack(taken)
    if (earlyMs > HOLD_MS) return void this.#postpone(taken, due)
    if (earlyMs > 0) return void setTimeout(() => this.#take(taken), earlyMs)
    this.#buffer.push(taken)
    this.#handOut()
  }

  /** Its delay was longer than the ladder, or the clocks of publisher and consumer differ. */
  async #postpone({ lane, message }: Taken, due: number): Promise<void> {
    try {
      await this.#deps.storeAgain(this.#envelopeOf(message), due)
      await lane.settle(message, false)
    } catch {
      // Back to the queue, from where it comes again.
      await lane.settle(message, true).catch(() => undefined)
    }
  }

  #handOut(): void {
    while (!this.#stopped && this.#held.size < this.#prefetch) {
      const taken = this.#buffer.shift()
      if (taken === undefined) return
      if (taken.lane.state === 'closed') continue
      this.#held.add(taken)
      const envelope = this.#envelopeOf(taken.message)
      this.#options.onDelivery(new RabbitDelivery(taken, envelope, this.#hooks))
    }
  }

  #ended(taken: Taken): void {
    this.#held.delete(taken)
    this.#handOut()
    if (!this.#stopped && !this.#lanes.isOpen(taken.lane)) this.look()
  }

  #envelopeOf({ properties, content }: ConsumeMessage): Envelope {
    const envelope = { attributes: toAttributes(properties), body: content }
    return this.#options.from === 'dead' ? readBrokerDeath(envelope, properties.headers) : envelope
  }
}
