/** Which of the fetched records is handed out next: in the order of the log, when due, and, if asked for, key by key. */
import { DueHeap } from './due-heap.ts'
import type { Item, OwnedPartition } from './owned-partition.ts'

export interface HandoutDeps {
  readonly prefetch: number
  /** Of one key only one at a time, in order. */
  readonly orderByKey: boolean
  readonly now: () => number
  readonly deliver: (item: Item) => void
}

export class Handout {
  readonly #deps: HandoutDeps
  #prefetch: number
  #held = 0
  #ready: Item[] = []
  #head = 0
  /** Those that must not be handed out yet. */
  readonly #parked = new DueHeap<Item>()
  /** A key of which one is ready, runs or waits for its retry, and those behind it. */
  readonly #keys = new Map<string, Item[]>()
  #timer: NodeJS.Timeout | undefined
  #stopped = false
  #handing = false

  constructor(deps: HandoutDeps) {
    this.#deps = deps
    this.#prefetch = deps.prefetch
  }

  /** null: it has none, or nobody asks for an order. */
  keyOf({ partition, record }: Item): string | null {
    if (!this.#deps.orderByKey || record.key === null) return null
    return `${partition.partition} ${record.key.toString('latin1')}`
  }

  setPrefetch(prefetch: number): void {
    this.#prefetch = prefetch
    this.handOut()
  }

  /** Fetched, or given back. */
  take(item: Item): void {
    item.partition.waits(item)
    const { root } = item
    // A retry has its place already; if its turn is now, it waits for nothing but its time.
    if (root === null) this.#takeWhenDue(item)
    else if (root.awaitsCopy || item.ownsKey) this.#takeCopy(root, item)
  }

  /** Its turn has come, and its retry is here. */
  takeTurn(root: Item): void {
    if (root.copy !== null && !root.copy.leased) this.#takeCopy(root, root.copy)
  }

  #takeCopy(root: Item, copy: Item): void {
    root.awaitsCopy = false
    copy.ownsKey = true
    this.#takeWhenDue(copy)
  }

  #takeWhenDue(item: Item): void {
    if (item.dueAtMs > this.#deps.now()) {
      this.#parked.add(item.dueAtMs, item)
      this.#wakeWhenDue()
    } else this.#takeDue(item)
  }

  #takeDue(item: Item): void {
    const key = item.ownsKey ? null : this.keyOf(item)
    const behind = key === null ? undefined : this.#keys.get(key)
    if (behind !== undefined) behind.push(item)
    else this.#takeKey(item, key)
  }

  #takeKey(item: Item, key: string | null): void {
    if (key !== null) {
      this.#keys.set(key, [])
      item.ownsKey = true
    }
    this.#ready.push(item)
  }

  /** A former owner runs it: others of its key wait. */
  block(item: Item): void {
    const key = this.keyOf(item.root ?? item)
    item.ownsKey = key !== null
    if (key !== null && !this.#keys.has(key)) this.#keys.set(key, [])
  }

  /** It is settled: the next of its key may go. */
  unblock(item: Item): void {
    const owner = item.ownsKey || item.root?.ownsKey === true
    const key = owner ? this.keyOf(item) : null
    if (key === null) return
    const behind = this.#keys.get(key)
    for (let next = behind?.shift(); next !== undefined; next = behind?.shift())
      if (!next.done && !next.partition.gone) {
        next.ownsKey = true
        this.#ready.push(next)
        return
      }
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
      if (item.partition.gone) continue
      if (item.done) this.unblock(item)
      else if (item.copy !== null) this.#turnOver(item, item.copy)
      else return item
    }
  }

  /** Its turn is its retry's. */
  #turnOver(root: Item, copy: Item): void {
    root.partition.waitsNoMore(root)
    if (copy.leased) root.awaitsCopy = true
    else if (!copy.held) this.#takeCopy(root, copy)
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
  forget({ partition }: OwnedPartition): void {
    for (const key of this.#keys.keys()) if (key.startsWith(`${partition} `)) this.#keys.delete(key)
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }
}
