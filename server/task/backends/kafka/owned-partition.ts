/** One partition while it is ours: what was fetched, handed out and completed, and what others still hold of it. */
import type { Commit } from './coordinators.ts'
import type { ForeignLease } from './foreign-lease.ts'
import type { HeldLease } from './held-lease.ts'
import { type InRecord, retryOf, sizeOf } from './message.ts'
import { type Entry, Progress } from './progress.ts'
import { type Saved, writeSaved } from './progress-text.ts'

/** A record of the log that is not done. */
export interface Item extends Entry {
  readonly partition: OwnedPartition
  readonly record: InRecord
  readonly bytes: number
  readonly appendedAtMs: number
  /** 0: at once. */
  readonly dueAtMs: number
  /** It may have been handed out before. */
  redelivered: boolean
  held: boolean
  /** A former owner runs it. */
  leased: boolean
  /** Its retry, which is handed out in its place. */
  copy: Item | null
  /** Whose place it takes. */
  readonly root: Item | null
  /** Nothing of its key is handed out before it is settled. */
  ownsKey: boolean
  /** Its turn has come, but not its retry's time. */
  awaitsCopy: boolean
}

export class OwnedPartition {
  readonly topic: string
  readonly partition: number
  readonly progress: Progress<Item>
  /** Handed out and not settled. */
  readonly held = new Set<Item>()
  /** Who has running tasks of this partition, from before it was ours. */
  leases: readonly ForeignLease<Item>[]
  /** Fetched, and neither handed out nor done. */
  waiting = 0
  waitingBytes = 0
  /** It is not ours any more: nothing of it may be handed out or committed. */
  gone = false
  /** Where what is handed out after that is settled. */
  lease: HeldLease | null = null
  /** While it is given up. */
  handover: Promise<void> = Promise.resolve()
  /** Committed as done, and no longer needed. */
  deletableBelow = 0
  /** Where the log begins. */
  logStart = 0
  readonly #saved: Saved
  readonly #savedOpen: ReadonlySet<number>
  /** Offsets from here on were never handed out; null: all that the log holds may have been. */
  #seenBelow: number | null
  /** Where retries that take others' places may stand: nothing is handed out before it is read up to here. */
  #readFirst: number | null
  /** What waits for that. */
  unread: Item[] = []

  constructor(
    topic: string,
    partition: number,
    saved: Saved,
    isNew: boolean,
    leases: readonly ForeignLease<Item>[],
  ) {
    this.topic = topic
    this.partition = partition
    this.#saved = saved
    this.#savedOpen = new Set(saved.open)
    this.#seenBelow = saved.clean || isNew ? saved.seenBelow : null
    this.leases = leases
    this.#readFirst = Number.POSITIVE_INFINITY
    this.progress = new Progress(saved.watermark)
  }

  get name(): string {
    return `${this.topic}:${this.partition}`
  }

  /** The brokers told where the log ends: what is there now may have been handed out by one who could not say so. */
  learnEnd(end: number): void {
    this.#seenBelow ??= end
    if (this.#readFirst === Number.POSITIVE_INFINITY) this.#readFirst = end
  }

  /** Whether retries may stand in what was not fetched yet. */
  get mustReadOn(): boolean {
    if (this.#readFirst !== null && this.progress.next >= this.#readFirst) this.#readFirst = null
    return this.#readFirst !== null
  }

  /** Retries may have been stored up to here. */
  readOn(end: number): void {
    if (this.#readFirst === null || end > this.#readFirst) this.#readFirst = end
  }

  /** Makes an item of a fetched record; null: it is done already. */
  enter(offset: number, record: InRecord, appendedAtMs: number, dueAtMs: number): Item | null {
    this.progress.advance(offset)
    if (this.#wasDone(offset)) {
      this.progress.advance(offset + 1)
      return null
    }
    const rootOffset = retryOf(record)
    const root = rootOffset === null ? null : this.progress.find(rootOffset)
    if (rootOffset !== null && root === null) {
      // The task whose retry it was is done.
      this.progress.advance(offset + 1)
      return null
    }
    const bytes = sizeOf(record)
    const redelivered = offset < (this.#seenBelow ?? Number.POSITIVE_INFINITY)
    const item = {
      offset,
      done: false,
      partition: this,
      record,
      bytes,
      appendedAtMs,
      dueAtMs,
      redelivered,
      held: false,
      leased: false,
      copy: null,
      root,
      ownsKey: false,
      awaitsCopy: false,
    }
    this.progress.add(item)
    if (root !== null) this.#supersede(root, item)
    return item
  }

  /** Of several retries the last counts. */
  #supersede(root: Item, copy: Item): void {
    if (root.copy !== null && !root.copy.held && !root.copy.leased) this.progress.complete(root.copy)
    root.copy = copy
  }

  #wasDone(offset: number): boolean {
    const { end } = this.#saved
    if (offset < end && !this.#savedOpen.has(offset)) return true
    return this.leases.some((lease) => lease.isDone(offset))
  }

  waits(item: Item): void {
    this.waiting++
    this.waitingBytes += item.bytes
  }

  waitsNoMore(item: Item): void {
    this.waiting--
    this.waitingBytes -= item.bytes
  }

  handOut(item: Item): void {
    item.held = true
    this.held.add(item)
    if (this.#seenBelow !== null && item.offset >= this.#seenBelow) this.#seenBelow = item.offset + 1
  }

  release(item: Item): void {
    item.held = false
    this.held.delete(item)
  }

  /** With what it takes the place of, or what was to take its place. */
  complete(item: Item): void {
    for (const done of [item, item.copy, item.root])
      if (done !== null && !done.done) {
        this.release(done)
        this.progress.complete(done)
      }
  }

  /** Its retry is stored, and comes again: it keeps the place, and the retry that it was is done. */
  awaitCopy(item: Item): Item {
    const root = item.root ?? item
    this.release(item)
    if (root.copy === item) root.copy = null
    if (item !== root) this.progress.complete(item)
    root.ownsKey = true
    root.awaitsCopy = true
    return root
  }

  /** How far beyond the first open offset was fetched. */
  get span(): number {
    return this.progress.next - this.progress.watermark
  }

  /** Whether everything that was known when it became ours was read again. */
  get knowsAll(): boolean {
    return this.progress.next >= Math.max(this.#saved.end, this.#saved.seenBelow)
  }

  /** What is to be committed now. @param clean on giving it up */
  commit(clean: boolean, holders: readonly string[] = []): Commit {
    const { watermark } = this.progress
    const { open, end } = this.#above()
    const foreign = this.leases.map(({ holder }) => holder)
    const text = writeSaved({
      watermark,
      open,
      end,
      inFlight: clean ? 0 : this.held.size,
      holders: [...foreign, ...holders],
      clean: clean && this.#seenBelow !== null,
      seenBelow: this.#seenBelow ?? watermark,
    })
    return { topic: this.topic, partition: this.partition, offset: watermark, text }
  }

  /** What was known to be done beyond what is fetched again by now stays known. */
  #above(): { open: number[]; end: number } {
    const { next } = this.progress
    const { open, end } = this.progress.above()
    if (next >= this.#saved.end) return { open, end }
    const unread = this.#saved.open.filter((offset) => offset >= next)
    const read = [...this.progress.pending()].map(({ offset }) => offset)
    return { open: [...read, ...unread], end: this.#saved.end }
  }
}
