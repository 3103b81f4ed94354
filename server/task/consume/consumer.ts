/**
 * A consumer takes tasks of one type from its queue and runs as many at once as it has workers. It knows nothing of
 * crashes: when its subscription breaks it says so, and its supervisor calls `open` again; what runs meanwhile goes
 * on. Everything about it can be changed while it runs.
 */
import type { Delivery, QueueSpec, Subscription } from '../backends/backend.ts'
import { OUTCOMES_QUEUE } from '../wire/outcome.ts'
import { prefetchFor } from './prefetch.ts'
import { createRateLimit, type RateLimit } from './rate-limit.ts'
import {
  type DeliveryRun,
  type RunningTask,
  type RunSettings,
  type RunTools,
  runDelivery,
} from './run-delivery.ts'
import type { WorkerSlots } from './worker-slots.ts'

/** How long a broker may take to take back what a stopping consumer gives back. */
const GIVE_BACK_MS = 2_000

/** After so many tasks it is seen anew how many are worth holding ready, but not more often than that. */
const ADJUST_EVERY = 50
const ADJUST_EVERY_MS = 20

export interface ConsumerSettings extends RunSettings {
  readonly workers: number
  readonly paused: boolean
  /** Tasks per second; null: no limit. */
  readonly rateLimit: number | null
  /** Asks the backend for the order of partition keys, where it can. */
  readonly orderByKey: boolean
}

export interface ConsumerOptions {
  readonly queue: QueueSpec
  readonly settings: ConsumerSettings
  readonly tools: RunTools
  /** Of all consumers of the type in this process. */
  readonly slots: WorkerSlots
  /** The subscription broke; nothing is taken until `open` is called again. */
  readonly onBroken: (error: Error) => void
}

export class Consumer {
  readonly #queue: QueueSpec
  readonly #tools: RunTools
  readonly #slots: WorkerSlots
  readonly #leaveSlots: () => void
  readonly #onBroken: (error: Error) => void
  /** Begun and not settled yet; those whose handler has ended no longer occupy a worker. */
  readonly #begun = new Set<DeliveryRun>()
  #busy = 0
  #completed = 0
  #completedAtTick = 0
  #adjustedAtMs = Number.NEGATIVE_INFINITY
  /** Every worker is busy with a long task: what waits here could run elsewhere. */
  #stuck = false
  #settings: ConsumerSettings
  #rate: RateLimit | null
  #waiting: Delivery[] = []
  #subscription: Subscription | null = null
  #prefetch = 0
  #timer: NodeJS.Timeout | undefined
  #idle = Promise.withResolvers<void>()
  /** Opening, pausing and stopping happen one after the other. */
  #turn: Promise<void> = Promise.resolve()
  #state: 'closed' | 'open' | 'stopping' = 'closed'

  constructor(options: ConsumerOptions) {
    this.#queue = options.queue
    this.#tools = options.tools
    this.#slots = options.slots
    this.#leaveSlots = options.slots.join(() => this.#dispatch())
    this.#onBroken = options.onBroken
    this.#settings = options.settings
    this.#rate = this.#rateOf(options.settings)
  }

  /** Makes the queue where needed and begins to take, unless paused. Rejects when the backend refuses. */
  open(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#state === 'stopping') return
      await this.#tools.backend.declare(this.#queue)
      await this.#tools.backend.declare(OUTCOMES_QUEUE)
      this.#state = 'open'
      await this.#align()
    })
  }

  /** Takes effect for tasks that begin from now on; what runs, runs on. */
  update(settings: ConsumerSettings): Promise<void> {
    const before = this.#settings
    this.#settings = settings
    if (before.rateLimit !== settings.rateLimit) this.#rate = this.#rateOf(settings)
    return this.#inTurn(async () => {
      if (before.orderByKey !== settings.orderByKey) await this.#unsubscribe()
      await this.#align()
    })
  }

  /**
   * Takes nothing more and waits for what runs; after `deadlineMs` what still runs is given back.
   */
  async stop(deadlineMs: number): Promise<void> {
    this.#state = 'stopping'
    this.#leaveSlots()
    clearTimeout(this.#timer)
    await this.#inTurn(() => this.#unsubscribe()).catch((error) => this.#warn(error, 'could not stop taking'))
    await this.#drained(deadlineMs)
    for (const run of this.#begun) run.abandon()
    await this.#drained(GIVE_BACK_MS)
  }

  /** Stops taking because nothing can run tasks for now (a handler that cannot be made). */
  suspend(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#state === 'open') this.#state = 'closed'
      await this.#unsubscribe()
    })
  }

  get runningCount(): number {
    return this.#busy
  }

  /** Oldest first. */
  runningTasks(): RunningTask[] {
    return [...this.#begun].map((run) => run.running()).filter((task) => task !== null)
  }

  #inTurn(step: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(step)
    this.#turn = turn.catch(() => {})
    return turn
  }

  /** Makes the subscription what the settings say. */
  async #align(): Promise<void> {
    if (this.#state !== 'open') return
    if (this.#settings.paused) return this.#unsubscribe()
    if (this.#subscription === null) await this.#subscribe()
    this.#adjustPrefetch()
    this.#dispatch()
  }

  async #subscribe(): Promise<void> {
    this.#prefetch = this.#wantedPrefetch()
    const { backend } = this.#tools
    const orderByKey = this.#settings.orderByKey && backend.capabilities.orderByKey
    const subscription = await backend.consume(this.#queue, {
      prefetch: this.#prefetch,
      orderByKey,
      onDelivery: (delivery) => this.#take(delivery),
      onError: (error) => this.#broke(error),
    })
    this.#subscription = subscription
  }

  async #unsubscribe(): Promise<void> {
    const subscription = this.#subscription
    this.#subscription = null
    await subscription?.stop()
    await this.#releaseWaiting()
  }

  async #releaseWaiting(): Promise<void> {
    const waiting = this.#waiting
    this.#waiting = []
    const released = await Promise.allSettled(waiting.map((delivery) => delivery.release()))
    for (const result of released)
      if (result.status === 'rejected') this.#warn(result.reason, 'task left to the broker')
  }

  #warn(error: unknown, message: string): void {
    this.#tools.logger.warn({ type: this.#queue.type, error: String(error) }, message)
  }

  #broke(error: Error): void {
    if (this.#state !== 'open') return
    this.#state = 'closed'
    // What waits belongs to the broken subscription: the broker hands it out again.
    void this.#inTurn(() => this.#unsubscribe()).catch(() => {})
    this.#onBroken(error)
  }

  #take(delivery: Delivery): void {
    this.#waiting.push(delivery)
    this.#dispatch()
  }

  #dispatch(): void {
    while (this.#waiting.length > 0 && this.#mayRun()) {
      const waitMs = this.#rate?.take(this.#tools.now().getTime()) ?? 0
      if (waitMs > 0) {
        this.#dispatchLater(waitMs)
        return
      }
      const delivery = this.#waiting.shift()
      if (delivery !== undefined) this.#run(delivery)
    }
  }

  #mayRun(): boolean {
    return this.#state === 'open' && !this.#settings.paused && this.#slots.busy < this.#settings.workers
  }

  #dispatchLater(waitMs: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#dispatch(), waitMs)
  }

  #run(delivery: Delivery): void {
    const run = runDelivery(delivery, this.#settings, this.#tools)
    this.#begun.add(run)
    this.#busy += 1
    this.#slots.occupy()
    void run.handled.then(() => {
      this.#busy -= 1
      this.#completed += 1
      this.#stuck = false
      if (this.#completed % ADJUST_EVERY === 0) this.#adjustSometimes()
      this.#slots.free()
    })
    void run.ended.then(() => {
      this.#begun.delete(run)
      if (this.#begun.size === 0) this.#idle.resolve()
    })
  }

  #rateOf(settings: ConsumerSettings): RateLimit | null {
    return settings.rateLimit === null
      ? null
      : createRateLimit(settings.rateLimit, this.#tools.now().getTime())
  }

  #wantedPrefetch(): number {
    if (this.#stuck) return this.#settings.workers
    return prefetchFor(this.#settings, this.#tools.stats.latency(this.#tools.now().getTime()))
  }

  /** To be called every second or so. */
  tick(): void {
    const idled = this.#completed === this.#completedAtTick
    this.#stuck ||= idled && this.#waiting.length > 0 && this.#rate === null
    this.#completedAtTick = this.#completed
    this.#adjust()
    if (this.#stuck) void this.#inTurn(() => this.#releaseWaiting())
  }

  #adjustSometimes(): void {
    const nowMs = performance.now()
    if (nowMs - this.#adjustedAtMs < ADJUST_EVERY_MS) return
    this.#adjustedAtMs = nowMs
    this.#adjust()
  }

  /** How many tasks are worth holding ready depends on how long they take. */
  #adjust(): void {
    if (this.#state === 'open' && this.#subscription !== null) this.#adjustPrefetch()
  }

  #adjustPrefetch(): void {
    const wanted = this.#wantedPrefetch()
    if (wanted === this.#prefetch) return
    this.#prefetch = wanted
    this.#subscription?.setPrefetch(wanted)
  }

  async #drained(deadlineMs: number): Promise<void> {
    if (this.#begun.size === 0 || deadlineMs <= 0) return
    this.#idle = Promise.withResolvers<void>()
    const timer = setTimeout(this.#idle.resolve, deadlineMs)
    await this.#idle.promise
    clearTimeout(timer)
  }
}
