/**
 * One subscription: claims rows in batches, keeps a few in a local buffer so that a quick task does not cost a round
 * trip of its own, and hands them out up to the prefetch.
 *
 * The buffer follows the rate at which tasks end (about 25 ms of work): slow tasks are never held back from other
 * consumers that could run them.
 */
import type { ConsumeOptions, Subscription } from '../backend.ts'
import { PostgresDelivery } from './delivery.ts'
import type { Buffered, Source } from './row-source.ts'
import type { Taken } from './settler.ts'

const BUFFER_MS = 25
const MAX_BUFFER = 500
/** A claim whose connection broke may still commit on the server for a while. */
const DOUBT_MS = 30_000
const RECONCILE_EVERY_MS = 500
const LOCKED_ROW_PAUSE_MS = 10
const LONGEST_TIMER_MS = 2_147_483_647

export class PostgresSubscription implements Subscription {
  readonly queue: string
  readonly fromDead: boolean
  /** Order keys count: with each task that ends, another one may become free. */
  readonly inOrder: boolean
  readonly #options: ConsumeOptions
  readonly #source: Source
  #prefetch: number
  /** Handed out and not settled. */
  readonly #held = new Set<string>()
  #buffer: Buffered[] = []
  #claiming: Promise<void> | null = null
  #idle = false
  #woken = false
  #stopped = false
  #timer: NodeJS.Timeout | undefined
  /** Until then the answer to a claim may have been lost, and rows with it. */
  #doubtUntilMs = Number.NEGATIVE_INFINITY
  #reconciledAtMs = Number.NEGATIVE_INFINITY
  #settledSince = 0
  #claimedAtMs = performance.now()

  constructor(queue: string, options: ConsumeOptions, source: Source) {
    this.queue = queue
    this.fromDead = options.from === 'dead'
    this.inOrder = options.orderByKey === true && !this.fromDead
    this.#options = options
    this.#prefetch = options.prefetch
    this.#source = source
  }

  get idle(): boolean {
    return this.#idle && !this.#stopped
  }

  setPrefetch(prefetch: number): void {
    this.#prefetch = prefetch
    this.pump()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#claiming
    const given = Promise.all([this.giveBackBuffer(), this.#reconcile().catch(() => undefined)])
    // Without the database it is done when it is back; nothing more is handed out in any case.
    if (this.#source.connected()) await given
  }

  /** There may be something to claim. */
  wake(): void {
    this.#idle = false
    this.#woken = true
    clearTimeout(this.#timer)
    this.pump()
  }

  /**
   * The answer to `drained`. Never at once: the row may be locked by somebody who keeps it for a while. A timer that
   * fires early only finds nothing and asks again.
   */
  nextDueIn(ms: number): void {
    if (!this.idle) return
    clearTimeout(this.#timer)
    const waitMs = Math.min(Math.max(Math.ceil(ms), LOCKED_ROW_PAUSE_MS), LONGEST_TIMER_MS)
    this.#timer = setTimeout(() => this.wake(), waitMs)
  }

  /** The lease is lost: what was not handed out belongs to others. */
  forgetBuffer(): void {
    this.#buffer = []
  }

  /** Nothing of it was seen by a consumer. Whatever cannot be given back now, comes back with the lease. */
  async giveBackBuffer(): Promise<void> {
    const rows = this.#buffer
    this.#buffer = []
    await Promise.allSettled(rows.map((taken) => this.#source.release(taken, false)))
  }

  pump(): void {
    while (this.#canHandOut()) this.#handOut(this.#buffer.shift() as Buffered)
    if (this.#claiming !== null || this.#stopped || this.#idle) return
    const limit = this.#claimLimit()
    if (limit <= 0) return
    this.#claiming = this.#claim(limit).finally(() => {
      this.#claiming = null
      this.pump()
    })
  }

  #canHandOut(): boolean {
    return (
      !this.#stopped &&
      this.#buffer.length > 0 &&
      this.#held.size < this.#prefetch &&
      this.#source.mayHandOut()
    )
  }

  /** Zero while the buffer still feeds the workers. */
  #claimLimit(): number {
    if (this.#prefetch === 0) return 0
    const free = Math.max(this.#prefetch - this.#held.size, 0)
    const ratePerMs = this.#settledSince / Math.max(performance.now() - this.#claimedAtMs, 1)
    const ahead = Math.min(Math.floor(ratePerMs * BUFFER_MS), MAX_BUFFER)
    const wanted = free + ahead - this.#buffer.length
    return free > this.#buffer.length || this.#buffer.length < ahead / 2 ? wanted : 0
  }

  async #claim(limit: number): Promise<void> {
    this.#settledSince = 0
    this.#claimedAtMs = performance.now()
    this.#woken = false
    try {
      await this.#reconcile()
      const { lease, rows } = await this.#source.claim(limit)
      this.#buffer.push(...rows.map((row) => ({ id: row.id, lease, row })))
      this.#idle = rows.length < limit && !this.#woken
    } catch {
      // Away: the backend wakes every subscription once the database is back, and the poll tries before that.
      this.#idle = true
      this.#doubtUntilMs = performance.now() + DOUBT_MS
    }
    if (this.#idle && !this.#stopped) this.#source.drained()
  }

  async #reconcile(): Promise<void> {
    const nowMs = performance.now()
    if (nowMs > this.#doubtUntilMs || nowMs < this.#reconciledAtMs + RECONCILE_EVERY_MS) return
    await this.#source.reconcile([...this.#held, ...this.#buffer.map(({ id }) => id)])
    this.#reconciledAtMs = nowMs
  }

  readonly #onEnded = (taken: Taken): void => {
    this.#held.delete(taken.id)
    this.#settledSince++
    if (this.inOrder) this.wake()
    else this.pump()
  }

  #handOut(taken: Buffered): void {
    this.#held.add(taken.id)
    this.#options.onDelivery(new PostgresDelivery(taken, this.#source, this.#onEnded))
  }
}
