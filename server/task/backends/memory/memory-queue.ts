/** One queue: what waits in it, who takes from it, and the hand-out that brings the two together. */
import { TaskError } from '../../errors.ts'
import type { ConsumeOptions, Delivery, Envelope, Outgoing, Subscription } from '../backend.ts'
import { type Entry, Lane } from './lane.ts'

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
  #handOutScheduled = false
  #timer: NodeJS.Timeout | undefined

  constructor(now: () => Date) {
    this.#now = now
  }

  publish(outgoing: Outgoing): void {
    const nowMs = this.#now().getTime()
    this.work.add(outgoing.envelope, outgoing.dueAt?.getTime() ?? nowMs, nowMs)
    this.enqueuedTotal++
    this.#schedule()
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
    for (let taker = this.#nextTaker(); taker !== undefined; taker = this.#nextTaker()) this.#deliver(taker)
    this.#armTimer()
  }

  /** The one that holds the least for its size, so that consumers share. */
  #nextTaker(): Taker | undefined {
    const able = this.#takers.filter(
      (taker) => !taker.stopped && taker.held.size < taker.prefetch && taker.lane.ready.length > 0,
    )
    return able.sort((a, b) => a.held.size / a.prefetch - b.held.size / b.prefetch)[0]
  }

  #deliver(taker: Taker): void {
    const entry = taker.lane.take()
    if (entry === undefined) return
    taker.held.add(entry)
    taker.options.onDelivery(this.#deliveryOf(taker, entry))
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
      ack: async () => settle(() => this.#completed(taker)),
      retry: async (next, dueAt) => settle(() => this.#addTo(taker.lane, next, dueAt.getTime())),
      dead: async (letter) =>
        settle(() => {
          this.#addTo(this.dead, letter, this.#now().getTime())
          this.#completed(taker)
        }),
      release: async () => {
        taker.held.delete(entry)
        if (!taker.lane.giveBack(entry, true)) throw lost()
        this.#schedule()
      },
    }
  }

  #completed(taker: Taker): void {
    if (taker.lane === this.work) this.completedTotal++
  }

  #addTo(lane: Lane, envelope: Envelope, readyAtMs: number): void {
    lane.add(envelope, readyAtMs, this.#now().getTime())
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
