/** Which of the fetched records is handed out next: in the order of the log, when due, and, if asked for, key by key. */
import { DueHeap } from './due-heap.ts'
import type { Item } from './owned-partition.ts'

export interface HandoutDeps {
  readonly prefetch: number
  /** Of one key only one at a time, in order. */
  readonly orderByKey: boolean
  readonly now: () => number
  readonly deliver: (item: Item) => void
}

const keyOf = ({ partition, record }: Item): string | null =>
  record.key === null ? null : `${partition.partition} ${record.key.toString('latin1')}`

export class Handout {
  readonly #deps: HandoutDeps
  #prefetch: number
  #held = 0
  #ready: Item[] = []
  #head = 0
  /** Those that must not be handed out yet. */
  readonly #parked = new DueHeap<Item>()
  /** A key of which one is ready or runs, and those that wait for it. */
  readonly #keys = new Map<string, Item[]>()
  #timer: NodeJS.Timeout | undefined
  #stopped = false
  #handing = false

  constructor(deps: HandoutDeps) {
    this.#deps = deps
    this.#prefetch = deps.prefetch
  }

  get held(): number {
    return this.#held
  }

  setPrefetch(prefetch: number): void {
    this.#prefetch = prefetch
    this.handOut()
  }

  /** Fetched, or given back. */
  take(item: Item): void {
    item.partition.waits(item)
    if (item.dueAtMs > this.#deps.now()) {
      this.#parked.add(item.dueAtMs, item)
      this.#wakeWhenDue()
    } else this.#takeDue(item)
  }

  #takeDue(item: Item): void {
    const key = this.#deps.orderByKey ? keyOf(item) : null
    if (key === null) this.#ready.push(item)
    else {
      const behind = this.#keys.get(key)
      if (behind === undefined) {
        this.#keys.set(key, [])
        this.#ready.push(item)
      } else behind.push(item)
    }
  }

  /** Somebody else runs it: others of its key wait. */
  block(item: Item): void {
    const key = this.#deps.orderByKey ? keyOf(item) : null
    if (key !== null && !this.#keys.has(key)) this.#keys.set(key, [])
  }

  /** It is settled: the next of its key may go. */
  unblock(item: Item): void {
    const key = this.#deps.orderByKey ? keyOf(item) : null
    if (key === null) return
    const behind = this.#keys.get(key)
    for (let next = behind?.shift(); next !== undefined; next = behind?.shift())
      if (!next.done && !next.partition.gone) return void this.#ready.push(next)
    this.#keys.delete(key)
  }

  /** A place is free again. */
  ended(): void {
    this.#held--
    this.handOut()
  }

  handOut(): void {
    // Whoever is handed one may settle it at once.
    if (this.#handing) return
    this.#handing = true
    while (!this.#stopped && this.#held < this.#prefetch) {
      const item = this.#shift()
      if (item === null) break
      this.#held++
      item.partition.waitsNoMore(item)
      item.partition.handOut(item)
      this.#deps.deliver(item)
    }
    this.#handing = false
  }

  #shift(): Item | null {
    for (;;) {
      const item = this.#ready[this.#head]
      if (item === undefined) {
        this.#ready = []
        this.#head = 0
        return null
      }
      this.#head++
      if (this.#head > 4_096) {
        this.#ready = this.#ready.slice(this.#head)
        this.#head = 0
      }
      if (!item.done && !item.partition.gone) return item
      if (item.done) this.unblock(item)
    }
  }

  #wakeWhenDue(): void {
    clearTimeout(this.#timer)
    const { nextMs } = this.#parked
    if (nextMs === null || this.#stopped) return
    const inMs = Math.min(Math.max(nextMs - this.#deps.now(), 1), 3_600_000)
    this.#timer = setTimeout(() => {
      for (const item of this.#parked.take(this.#deps.now()))
        if (!item.done && !item.partition.gone) this.#takeDue(item)
      this.handOut()
      this.#wakeWhenDue()
    }, inMs)
  }

  /** Keys of partitions that went are others' business. */
  forget(partition: { readonly partition: number }): void {
    for (const key of this.#keys.keys()) if (key.startsWith(`${partition.partition} `)) this.#keys.delete(key)
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }
}
