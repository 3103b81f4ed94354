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
  #settlements: Settlement[] = []
  #flushing = false
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
      if (this.#flushing) return
      this.#flushing = true
      // What is settled in the same turn goes together.
      setImmediate(() => void this.#flush())
    })
  }

  async #flush(): Promise<void> {
    while (this.#settlements.length > 0 && this.#state !== 'closed') {
      const batch = this.#settlements
      this.#settlements = []
      try {
        this.#write(batch)
        // Any question does; this one changes nothing, as the channel gets no second consumer.
        await this.#channel.prefetch(this.prefetch)
        for (const { resolve } of batch) resolve()
      } catch (cause) {
        for (const { reject } of batch) reject(lostError(cause))
      }
    }
    this.#flushing = false
    this.#closeWhenDrained()
  }

  #write(batch: readonly Settlement[]): void {
    const acked = new Set(
      batch.filter(({ requeue }) => !requeue).map(({ message }) => message.fields.deliveryTag),
    )
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
    if (this.#state !== 'draining' || !this.#cancelled || this.#held.size > 0 || this.#flushing) return
    this.#cancelled = false
    this.#channel.close().catch(() => undefined)
  }

  #closed(): void {
    const unexpected = this.#state === 'open'
    this.#state = 'closed'
    this.#held.clear()
    for (const { reject } of this.#settlements.splice(0)) reject(lostError())
    this.#hooks.onClosed(this, unexpected)
  }
}
