/**
 * One channel with one consumer. It never changes: another prefetch needs another lane, while this one is cancelled, lets
 * what it holds be settled, and then closes. Deliveries belong to their lane and are lost with it, so that none can be
 * acknowledged on another channel, which the broker would punish by closing that.
 */
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib'
import { lostError } from './rabbitmq-error.ts'

export interface LaneHooks {
  readonly onMessage: (lane: Lane, message: ConsumeMessage) => void
  /** The broker cancelled the consumer: the queue was deleted or moves. */
  readonly onCancelled: (lane: Lane) => void
  /** @param unexpected nobody had cancelled it: the broker closed the channel, or the connection is gone */
  readonly onClosed: (lane: Lane, unexpected: boolean) => void
}

interface Settlement {
  readonly message: ConsumeMessage
  readonly requeue: boolean
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

export type LaneState = 'open' | 'draining' | 'closed'

export class Lane {
  readonly prefetch: number
  readonly #channel: Channel
  readonly #hooks: LaneHooks
  /** Delivered and not settled, in the order of their tags. */
  readonly #held = new Map<number, ConsumeMessage>()
  /** Of this turn; written at its end. */
  readonly #settlements: Settlement[] = []
  /** Not known yet to be read by the broker. */
  readonly #written: Settlement[] = []
  #asking = false
  #consumerTag = ''
  #state: LaneState = 'open'
  /** The broker has confirmed that nothing more can arrive. */
  #cancelled = false

  /** @throws what the broker answers, e.g. 404 when there is no such queue */
  static async open(model: ChannelModel, queue: string, prefetch: number, hooks: LaneHooks): Promise<Lane> {
    const channel = await model.createChannel()
    const lane = new Lane(channel, prefetch, hooks)
    await channel.prefetch(prefetch)
    const { consumerTag } = await channel.consume(queue, (message) => lane.#take(message))
    lane.#consumerTag = consumerTag
    return lane
  }

  private constructor(channel: Channel, prefetch: number, hooks: LaneHooks) {
    this.#channel = channel
    this.prefetch = prefetch
    this.#hooks = hooks
    // `close` follows.
    channel.on('error', () => undefined)
    channel.on('close', () => this.#closed())
  }

  get state(): LaneState {
    return this.#state
  }

  #take(message: ConsumeMessage | null): void {
    if (message === null) {
      this.#state = 'draining'
      this.#cancelled = true
      this.#hooks.onCancelled(this)
      this.#closeWhenDrained()
      return
    }
    this.#held.set(message.fields.deliveryTag, message)
    this.#hooks.onMessage(this, message)
  }

  /** Takes nothing more. Resolves when no delivery can arrive; the channel closes when all it holds is settled. */
  async cancel(): Promise<void> {
    if (this.#state !== 'open') return
    this.#state = 'draining'
    try {
      await this.#channel.cancel(this.#consumerTag)
    } catch {
      // The channel is gone, and the consumer with it.
    }
    this.#cancelled = true
    this.#closeWhenDrained()
  }

  /**
   * Resolves when the broker has read it: an acknowledgement has no answer of its own, so a question follows it on the
   * channel. If the broker itself dies in that instant, the message is delivered again.
   * @throws TaskError `delivery-lost`
   */
  settle(message: ConsumeMessage, requeue: boolean): Promise<void> {
    if (this.#state === 'closed') return Promise.reject(lostError())
    return new Promise((resolve, reject) => {
      this.#settlements.push({ message, requeue, resolve, reject })
      // What is settled in the same turn goes together.
      if (this.#settlements.length === 1) setImmediate(() => this.#flush())
    })
  }

  /** Does not wait for an earlier answer: the broker refills the prefetch as soon as it reads this. */
  #flush(): void {
    const batch = this.#settlements.splice(0)
    try {
      this.#write(batch)
      this.#written.push(...batch)
      if (!this.#asking) void this.#ask()
    } catch (cause) {
      for (const { reject } of batch) reject(lostError(cause))
    }
  }

  async #ask(): Promise<void> {
    this.#asking = true
    while (this.#written.length > 0) {
      const batch = this.#written.splice(0)
      try {
        // Any question does; this one changes nothing, as the channel gets no second consumer.
        await this.#channel.prefetch(this.prefetch)
        for (const { resolve } of batch) resolve()
      } catch (cause) {
        for (const { reject } of batch) reject(lostError(cause))
      }
    }
    this.#asking = false
    this.#closeWhenDrained()
  }

  #write(batch: readonly Settlement[]): void {
    const acked = new Set<number>()
    for (const { message, requeue } of batch) if (!requeue) acked.add(message.fields.deliveryTag)
    const inOrder = this.#leadingRun(acked)
    if (inOrder !== null) this.#channel.ack(inOrder, true)
    for (const { message, requeue } of batch) {
      if (!this.#held.delete(message.fields.deliveryTag)) continue
      if (requeue) this.#channel.nack(message, false, true)
      else this.#channel.ack(message)
    }
  }

  /** The last of those that can be acknowledged as "all up to here"; they are held no more. */
  #leadingRun(acked: ReadonlySet<number>): ConsumeMessage | null {
    let last: ConsumeMessage | null = null
    for (const [tag, message] of this.#held) {
      if (!acked.has(tag)) break
      last = message
      this.#held.delete(tag)
    }
    return last
  }

  #closeWhenDrained(): void {
    const settling = this.#settlements.length > 0 || this.#asking
    if (this.#state !== 'draining' || !this.#cancelled || this.#held.size > 0 || settling) return
    this.#cancelled = false
    this.#channel.close().catch(() => undefined)
  }

  #closed(): void {
    const unexpected = this.#state === 'open'
    this.#state = 'closed'
    this.#held.clear()
    for (const { reject } of [...this.#settlements.splice(0), ...this.#written.splice(0)]) reject(lostError())
    this.#hooks.onClosed(this, unexpected)
  }
}
