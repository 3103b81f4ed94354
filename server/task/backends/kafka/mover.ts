/**
 * Brings what waits in a retry tier to its work topic when it is due. It is held here meanwhile; only when too much is held
 * does what has been in the tier for its time, and is not due by far, go on to a smaller one.
 */
import { DueHeap } from './due-heap.ts'
import { forward, type OutRecord } from './message.ts'
import { TIERS, type TopicNames, tierOf } from './names.ts'
import type { Item, OwnedPartition } from './owned-partition.ts'

export interface MoverDeps {
  readonly names: TopicNames
  readonly now: () => number
  readonly send: (record: OutRecord) => Promise<void>
  /** Its copy is stored: it is done here. */
  readonly moved: (item: Item) => void
  /** Whether so much waits in the partition that nothing more is fetched. */
  readonly isFull: (partition: OwnedPartition) => boolean
}

const AFTER_FAILURE_MS = 500
const MAX_TIMER_MS = 3_600_000

export class Mover {
  readonly #deps: MoverDeps
  readonly #due = new DueHeap<Item>()
  /** By when each has been in its tier for the tier's time. */
  readonly #passed = new DueHeap<Item>()
  readonly #moving = new Set<Item>()
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(deps: MoverDeps) {
    this.#deps = deps
  }

  take(item: Item): void {
    item.partition.waits(item)
    this.#due.add(item.dueAtMs, item)
    const tier = TIERS[this.#deps.names.retries.indexOf(item.partition.topic)]
    if (tier !== undefined && tier !== TIERS[0]) this.#passed.add(item.appendedAtMs + tier.delayMs, item)
    this.look()
  }

  look(): void {
    clearTimeout(this.#timer)
    if (this.#stopped) return
    const nowMs = this.#deps.now()
    for (const item of this.#due.take(nowMs)) void this.#move(item, this.#deps.names.work, null)
    for (const item of this.#passed.take(nowMs)) this.#passOn(item, nowMs)
    const nextMs = Math.min(this.#due.nextMs ?? Number.POSITIVE_INFINITY, nowMs + MAX_TIMER_MS)
    if (this.#due.size > 0) this.#timer = setTimeout(() => this.look(), Math.max(nextMs - nowMs, 1))
  }

  #passOn(item: Item, nowMs: number): void {
    if (item.done || item.partition.gone || !this.#deps.isFull(item.partition)) return
    const tier = tierOf(item.dueAtMs - nowMs)
    if (tier !== null) void this.#move(item, this.#deps.names.retry(tier), item.dueAtMs)
  }

  async #move(item: Item, topic: string, dueAtMs: number | null): Promise<void> {
    if (item.done || item.partition.gone || this.#moving.has(item)) return
    this.#moving.add(item)
    try {
      await this.#deps.send(forward(topic, item.record, dueAtMs))
    } catch {
      // It stays where it is: with us, or with the tier's next owner.
      setTimeout(() => {
        this.#moving.delete(item)
        void this.#move(item, topic, dueAtMs)
      }, AFTER_FAILURE_MS).unref()
      return
    }
    this.#moving.delete(item)
    this.#deps.moved(item)
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }
}
