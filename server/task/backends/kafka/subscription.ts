/** One subscription: hands out what its session brings, up to the prefetch, and settles it where it belongs by then. */
import type { BaseOptions } from '@platformatic/kafka'
import { TaskError } from '../../errors.ts'
import type { ConsumeOptions, Delivery, Envelope, Subscription } from '../backend.ts'
import { Handout } from './handout.ts'
import { asTaskError, lostError, refusal } from './kafka-error.ts'
import type { KafkaLink } from './link.ts'
import { type OutRecord, toEnvelope } from './message.ts'
import { Mover } from './mover.ts'
import type { TopicNames } from './names.ts'
import type { Item, OwnedPartition } from './owned-partition.ts'
import { GroupSession } from './session.ts'
import type { KafkaTuning } from './tuning.ts'

export interface SubscriptionDeps {
  readonly names: TopicNames
  readonly link: KafkaLink
  readonly client: BaseOptions
  readonly tuning: KafkaTuning
  readonly now: () => number
  readonly send: (record: OutRecord) => Promise<void>
  /** Stores a task for the topic that this subscription takes from. */
  readonly storeAgain: (envelope: Envelope, dueAtMs: number) => Promise<void>
  readonly storeDead: (letter: Envelope) => Promise<void>
  readonly ended: () => void
}

const REJOIN_MS = 250

const isFinal = (error: unknown) =>
  error instanceof TaskError && (error.code === 'delivery-lost' || error.code === 'closed')

export class KafkaSubscription implements Subscription {
  readonly #options: ConsumeOptions
  readonly #deps: SubscriptionDeps
  readonly #handout: Handout
  readonly #mover: Mover
  #session: GroupSession
  readonly #former: GroupSession[] = []
  #stopping: Promise<void> | null = null
  #timer: NodeJS.Timeout | undefined

  constructor(options: ConsumeOptions, deps: SubscriptionDeps) {
    this.#options = options
    this.#deps = deps
    this.#handout = new Handout({
      prefetch: options.prefetch,
      orderByKey: options.orderByKey ?? false,
      now: deps.now,
      deliver: (item) => this.#deliver(item),
    })
    this.#mover = new Mover({
      names: deps.names,
      now: deps.now,
      send: deps.send,
      moved: (item) => this.#moved(item),
      isFull: (partition) => !this.#hasRoom(partition),
    })
    this.#session = this.#begin()
  }

  #begin(): GroupSession {
    const { names, link, client, tuning } = this.#deps
    const { work, dead, retries, foreign } = names
    const own = foreign ? retries : [work, ...retries]
    const session: GroupSession = new GroupSession({
      ...(this.#options.from === 'dead'
        ? { group: dead, topics: [dead], ownTopics: [dead] }
        : { group: work, topics: [work, ...retries], ownTopics: own }),
      link,
      client,
      tuning,
      hasRoom: (partition) => this.#hasRoom(partition),
      onItems: (items) => this.#take(items),
      onLeased: (item) => this.#handout.block(item),
      onDone: (item) => this.#handout.unblock(item),
      onGone: (partition) => this.#handout.forget(partition),
      failed: () => this.#beginLater(),
    })
    return session
  }

  /** @throws TaskError `queue-mismatch` when there is no such topic, `backend-unavailable` */
  async start(): Promise<void> {
    const { names, link } = this.#deps
    const topics = this.#options.from === 'dead' ? [names.dead] : [names.work, ...names.retries]
    try {
      await link.run((admin) => admin.metadata({ topics, forceUpdate: true }))
      await this.#session.start()
    } catch (error) {
      await this.stop()
      throw asTaskError(error)
    }
  }

  /** What failed for good is told; everything else passes. */
  #beginLater(): void {
    clearTimeout(this.#timer)
    if (this.#stopping !== null) return
    this.#timer = setTimeout(() => {
      if (this.#stopping !== null) return
      this.#former.push(this.#session)
      this.#session = this.#begin()
      const session = this.#session
      session.start().catch((error) => {
        const reason = refusal(error)
        if (this.#stopping !== null) return
        void session.leave(false)
        if (reason === null) this.#beginLater()
        else this.#options.onError(reason)
      })
    }, REJOIN_MS)
  }

  #hasRoom(partition: OwnedPartition): boolean {
    const { bufferCount, bufferBytes, windowCount } = this.#deps.tuning
    if (partition.span >= windowCount || partition.waitingBytes >= bufferBytes) return false
    return this.#isTier(partition) || partition.waiting < bufferCount
  }

  #isTier({ topic }: OwnedPartition): boolean {
    return this.#deps.names.retries.includes(topic)
  }

  #take(items: readonly Item[]): void {
    const [first] = items
    if (first === undefined) return
    const target = this.#isTier(first.partition) ? this.#mover : this.#handout
    for (const item of items) target.take(item)
    this.#handout.handOut()
  }

  #moved(item: Item): void {
    item.partition.waitsNoMore(item)
    if (item.partition.gone) return
    item.partition.complete(item)
    this.#session.touch(item.partition)
    this.#session.wake()
  }

  setPrefetch(prefetch: number): void {
    this.#handout.setPrefetch(prefetch)
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop(true)
    return this.#stopping
  }

  async #stop(keepRunning: boolean): Promise<void> {
    clearTimeout(this.#timer)
    this.#handout.stop()
    this.#mover.stop()
    this.#deps.ended()
    await this.#session.leave(keepRunning)
  }

  /** Stops, and gives back what is not settled. */
  async close(): Promise<void> {
    this.#stopping ??= this.#stop(false)
    await this.#stopping
    await Promise.all([...this.#former, this.#session].map((session) => session.giveBack()))
  }

  #deliver(item: Item): void {
    const { partition } = item
    this.#session.touch(partition)
    if (partition.waiting * 2 < this.#deps.tuning.bufferCount) this.#session.wake()
    this.#options.onDelivery(this.#deliveryOf(item))
  }

  #deliveryOf(item: Item): Delivery {
    let settled = false
    const once = async (store: (() => Promise<void>) | null, done: boolean) => {
      if (settled) throw lostError()
      settled = true
      try {
        if (item.partition.gone) await this.#checkLease(item)
        if (store !== null) await store()
        await this.#settle(item, done)
      } catch (error) {
        // What could not be stored is still ours, and may be settled in another way.
        settled = isFinal(error) || item.done
        if (settled && !item.done) this.#handout.ended()
        throw error
      }
    }
    return {
      envelope: toEnvelope(item.record),
      redelivered: item.redelivered,
      ack: () => once(null, true),
      retry: (next, dueAt) => once(() => this.#deps.storeAgain(next, dueAt.getTime()), true),
      dead: (letter) => once(() => this.#deps.storeDead(letter), true),
      release: () => once(null, false),
    }
  }

  async #checkLease({ partition }: Item): Promise<void> {
    await partition.handover
    if (partition.lease === null) throw lostError()
    partition.lease.check()
  }

  async #settle(item: Item, done: boolean): Promise<void> {
    const { partition } = item
    if (partition.gone) {
      await this.#checkLease(item)
      await partition.lease?.settle(item, done)
      this.#handout.ended()
      return
    }
    if (done) {
      partition.complete(item)
      this.#handout.unblock(item)
      this.#handout.ended()
      await this.#session.flush(partition)
      return
    }
    partition.release(item)
    item.redelivered = true
    this.#handout.unblock(item)
    this.#handout.take(item)
    this.#handout.ended()
  }
}
