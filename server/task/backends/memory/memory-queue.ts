/** One queue: what waits in it, who takes from it, and the hand-out that brings the two together. */
import { TaskError } from '../../errors.ts'
import type { ConsumeOptions, Delivery, Duplicate, Envelope, Outgoing, Subscription } from '../backend.ts'
import { type Entry, type Kept, Lane } from './lane.ts'

/** Node fires a longer timer at once. */
const LONGEST_TIMER_MS = 2_147_483_647

interface Taker {
  readonly lane: Lane
  readonly options: ConsumeOptions
  /** Who consumes: what it has in flight comes back when it closes. */
  readonly owner: object
  readonly held: Set<Entry>
  prefetch: number
  stopped: boolean
}

export class MemoryQueue {
  readonly work = new Lane()
  readonly dead = new Lane()
  enqueuedTotal = 0
  completedTotal = 0
  readonly #now: () => Date
  readonly #takers: Taker[] = []
  /** By unique key the id of the task that has it. */
  readonly #holders = new Map<string, string>()
  #handOutScheduled = false
  #timer: NodeJS.Timeout | undefined

  constructor(now: () => Date) {
    this.#now = now
  }

  /** Null when it was stored. */
  publish({ envelope, dueAt, uniqueKey }: Outgoing): Duplicate | null {
    const nowMs = this.#now().getTime()
    const id = envelope.attributes.id ?? ''
    if (uniqueKey !== undefined) {
      const of = this.#holders.get(uniqueKey)
      if (of !== undefined) return { id, of }
      this.#holders.set(uniqueKey, id)
    }
    this.work.add(envelope, dueAt?.getTime() ?? nowMs, nowMs, uniqueKey === undefined ? {} : { uniqueKey })
    this.enqueuedTotal++
    this.#schedule()
    return null
  }

  cancel(taskId: string): boolean {
    this.promote()
    const cancelled = this.work.cancel(taskId)
    this.#free(cancelled)
    this.#schedule()
    return cancelled.length > 0
  }

  /** Tells how many there were. */
  purge(): number {
    const purged = this.work.purge()
    this.#free(purged)
    this.#schedule()
    return purged.length
  }

  #free(entries: readonly Entry[]): void {
    for (const { uniqueKey } of entries) if (uniqueKey !== undefined) this.#holders.delete(uniqueKey)
  }

  promote(): void {
    const nowMs = this.#now().getTime()
    this.work.promote(nowMs)
    this.dead.promote(nowMs)
  }

  subscribe(owner: object, options: ConsumeOptions): Subscription {
    const taker: Taker = {
      lane: options.from === 'dead' ? this.dead : this.work,
      options,
      owner,
      held: new Set(),
      prefetch: options.prefetch,
      stopped: false,
    }
    this.#takers.push(taker)
    this.#schedule()
    return {
      setPrefetch: (prefetch) => {
        taker.prefetch = prefetch
        this.#schedule()
      },
      stop: async () => {
        taker.stopped = true
      },
    }
  }

  /** Ends the owner's subscriptions; what it had in flight goes back, newest first so that the order stays. */
  leave(owner: object): void {
    for (const taker of this.#takers.filter((candidate) => candidate.owner === owner)) {
      this.#takers.splice(this.#takers.indexOf(taker), 1)
      taker.stopped = true
      for (const entry of [...taker.held].reverse()) taker.lane.giveBack(entry, true)
      taker.held.clear()
    }
    this.#schedule()
    if (this.#takers.length === 0) clearTimeout(this.#timer)
  }

  /** Later in the same turn, so that no delivery arrives inside the call that caused it. */
  #schedule(): void {
    if (this.#handOutScheduled) return
    this.#handOutScheduled = true
    setImmediate(() => {
      this.#handOutScheduled = false
      this.#handOut()
    })
  }

  #handOut(): void {
    this.promote()
    const waiting = new Set<Taker>()
    for (let taker = this.#nextTaker(waiting); taker !== undefined; taker = this.#nextTaker(waiting))
      if (!this.#deliver(taker)) waiting.add(taker)
    this.#armTimer()
  }

  /** The one that holds the least for its size, so that consumers share. Not one for which nothing is free. */
  #nextTaker(waiting: ReadonlySet<Taker>): Taker | undefined {
    const able = this.#takers.filter(
      (taker) =>
        !taker.stopped &&
        !waiting.has(taker) &&
        taker.held.size < taker.prefetch &&
        taker.lane.ready.length > 0,
    )
    return able.sort((a, b) => a.held.size / a.prefetch - b.held.size / b.prefetch)[0]
  }

  /** False when all that is ready waits for others of its partition key. */
  #deliver(taker: Taker): boolean {
    const entry = taker.options.orderByKey ? taker.lane.takeInOrder() : taker.lane.take()
    if (entry === undefined) return false
    taker.held.add(entry)
    taker.options.onDelivery(this.#deliveryOf(taker, entry))
    return true
  }

  #deliveryOf(taker: Taker, entry: Entry): Delivery {
    const settle = (after: () => void) => {
      taker.held.delete(entry)
      if (!taker.lane.remove(entry)) throw lost()
      after()
      this.#schedule()
    }
    return {
      envelope: entry.envelope,
      redelivered: entry.redelivered,
      ack: async () => settle(() => this.#completed(taker, entry)),
      retry: async (next, dueAt) => settle(() => this.#addTo(taker.lane, next, dueAt.getTime(), entry)),
      dead: async (letter) =>
        settle(() => {
          this.#addTo(this.dead, letter, this.#now().getTime())
          this.#completed(taker, entry)
        }),
      release: async () => {
        taker.held.delete(entry)
        if (!taker.lane.giveBack(entry, true)) throw lost()
        this.#schedule()
      },
    }
  }

  #completed(taker: Taker, entry: Entry): void {
    if (taker.lane !== this.work) return
    this.completedTotal++
    this.#free([entry])
  }

  #addTo(lane: Lane, envelope: Envelope, readyAtMs: number, kept?: Kept): void {
    lane.add(envelope, readyAtMs, this.#now().getTime(), kept)
  }

  /** A timer may fire a little early; the hand-out looks at the clock again and re-arms it. */
  #armTimer(): void {
    clearTimeout(this.#timer)
    const due = [this.work.nextDueMs(), this.dead.nextDueMs()].filter((instant) => instant !== null)
    if (due.length === 0 || this.#takers.length === 0) return
    const waitMs = Math.max(1, Math.min(...due) - this.#now().getTime())
    this.#timer = setTimeout(() => this.#handOut(), Math.min(waitMs, LONGEST_TIMER_MS))
  }
}

function lost(): TaskError {
  return new TaskError('delivery-lost', 'The delivery was settled already, or went back to the queue.')
}
