/** One subscription: hands out what its session brings, up to the prefetch, and settles it where it belongs by then. */
import type { BaseOptions } from '@platformatic/kafka'
import type { ConsumeOptions, Envelope, Subscription } from '../backend.ts'
import { type DeliveryHooks, KafkaDelivery } from './delivery.ts'
import { Handout } from './handout.ts'
import { asTaskError, lostError, refusal } from './kafka-error.ts'
import type { KafkaLink } from './link.ts'
import { type OutRecord, toRecord } from './message.ts'
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

/** What became of a delivery; `retried` only where its retry takes its place. */
type Outcome = 'done' | 'retried' | 'released'

export class KafkaSubscription implements Subscription {
  readonly #options: ConsumeOptions
  readonly #deps: SubscriptionDeps
  readonly #handout: Handout
  readonly #mover: Mover
  readonly #hooks: DeliveryHooks = {
    done: (item) => this.#settleAfter(item, null, 'done'),
    retry: (item, next, dueAt) => this.#retry(item, next, dueAt),
    dead: (item, letter) => this.#settleAfter(item, () => this.#deps.storeDead(letter), 'done'),
    release: (item) => this.#settleAfter(item, null, 'released'),
    lost: (item) => this.#lost(item),
  }
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
      onItems: (partition, items) => this.#take(partition, items),
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

  #take(partition: OwnedPartition, items: readonly Item[]): void {
    if (this.#isTier(partition)) for (const item of items) this.#mover.take(item)
    else this.#takeInOrder(partition, items)
    this.#handout.handOut()
  }

  /** Where an order is asked for: not before a retry that takes another's place could be seen. */
  #takeInOrder(partition: OwnedPartition, items: readonly Item[]): void {
    if (!this.#options.orderByKey) {
      for (const item of items) this.#handout.take(item)
      return
    }
    for (const item of items) partition.unread.push(item)
    const { bufferCount } = this.#deps.tuning
    if (partition.mustReadOn && partition.unread.length < bufferCount) return
    const known = partition.unread
    partition.unread = []
    for (const item of known) if (!item.done) this.#handout.take(item)
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
    this.#options.onDelivery(new KafkaDelivery(item, this.#hooks))
  }

  /** @param store what must be stored before it counts as settled; null: nothing */
  async #settleAfter(item: Item, store: (() => Promise<void>) | null, outcome: Outcome): Promise<void> {
    if (item.partition.gone) await this.#checkLease(item)
    if (store !== null) await store()
    await this.#settle(item, outcome)
  }

  /** The next attempt of a task with a key keeps its place. */
  #retry(item: Item, next: Envelope, dueAt: Date): Promise<void> {
    return this.#handout.keyOf(item) === null || this.#options.from === 'dead'
      ? this.#settleAfter(item, () => this.#deps.storeAgain(next, dueAt.getTime()), 'done')
      : this.#settleAfter(item, () => this.#storeInPlace(item, next, dueAt), 'retried')
  }

  async #checkLease({ partition }: Item): Promise<void> {
    await partition.handover
    if (partition.lease === null) throw lostError()
    partition.lease.check()
  }

  #lost(item: Item): void {
    item.partition.release(item)
    this.#handout.ended()
  }

  /** The retry of a task whose key waits for it. */
  #storeInPlace(item: Item, next: Envelope, dueAt: Date): Promise<void> {
    const { topic, partition } = item.partition
    const place = { partition, offset: (item.root ?? item).offset }
    const keyed = { ...next.attributes, partitionkey: item.record.key?.toString() ?? '' }
    return this.#deps.send(
      toRecord(topic, { attributes: keyed, body: next.body }, Math.max(1, dueAt.getTime()), place),
    )
  }

  async #settle(item: Item, outcome: Outcome): Promise<void> {
    const { partition } = item
    if (partition.gone) {
      await this.#checkLease(item)
      await partition.lease?.settle(item, outcome === 'done')
      this.#handout.ended()
      return
    }
    if (outcome === 'done') {
      partition.complete(item)
      this.#handout.unblock(item)
    } else if (outcome === 'retried') this.#awaitCopy(item)
    else this.#giveBack(item)
    // Not before it is durable: else a crash could repeat more tasks than were handed out.
    if (outcome !== 'released') await this.#session.flush(partition).finally(() => this.#handout.ended())
    else this.#handout.ended()
  }

  #awaitCopy(item: Item): void {
    const root = item.partition.awaitCopy(item)
    // It may have been fetched before we heard that it is stored.
    if (root.copy !== null) this.#handout.takeTurn(root)
  }

  #giveBack(item: Item): void {
    item.partition.release(item)
    item.redelivered = true
    this.#handout.take(item)
  }
}
