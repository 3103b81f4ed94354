/**
 * Takes everything that a queue holds into the control plane's own storage. Receives a queue and `store`; hands each
 * batch to `store` and acknowledges it only after that has resolved. The failure archive and the outcomes of replayed
 * tasks are both filled this way.
 *
 * 1. Deliveries gather until the batch is full or the first of them has waited `lingerMs`.
 * 2. `store` is called; one batch at a time, while the next one gathers.
 * 3. It resolved: the batch is durable here, and is acknowledged while the next one is stored. A crash before that
 *    brings the batch again, so `store` must take the same delivery twice without harm.
 * 4. It rejected: nothing is acknowledged, and the same batch is tried again after a growing pause. The rest waits in
 *    the broker, because no more than two batches are taken at once.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Backend, type Delivery, isTaskError, type QueueSpec, type Subscription } from '../task/index.ts'

export interface DrainOptions {
  readonly backend: Backend
  readonly queue: QueueSpec
  readonly from: 'work' | 'dead'
  /** Default 100. */
  readonly batchSize?: number
  /** How long the first of a batch waits for others; default 20 ms. */
  readonly lingerMs?: number
  /** First pause after `store` rejected; doubles up to 60 times as long. Default 250 ms. */
  readonly retryMs?: number
  /** Resolves when every delivery of the batch is durable. Leaves settling them to the drain. */
  store(batch: readonly Delivery[]): Promise<void>
  /** Something went wrong; the drain goes on by itself. */
  onError(error: unknown): void
  /** The subscription broke for good: nothing more comes until a new drain is made. */
  onBroken?(error: Error): void
}

export interface Drain {
  /** Waits for the batch under way and gives back the rest. */
  stop(): Promise<void>
}

const LONGEST_RETRY_FACTOR = 60

/** Rejects when the backend does not let it subscribe. */
export async function drainQueue(options: DrainOptions): Promise<Drain> {
  const drain = new QueueDrain(options)
  await drain.start()
  return drain
}

class QueueDrain implements Drain {
  readonly #options: DrainOptions
  readonly #batchSize: number
  readonly #lingerMs: number
  readonly #stopping = new AbortController()
  #waiting: Delivery[] = []
  #subscription: Subscription | null = null
  #timer: NodeJS.Timeout | undefined
  /** The batch under way. */
  #turn: Promise<void> | null = null
  /** Stored, and being acknowledged. */
  readonly #settling = new Set<Promise<void>>()

  constructor(options: DrainOptions) {
    this.#options = options
    this.#batchSize = options.batchSize ?? 100
    this.#lingerMs = options.lingerMs ?? 20
  }

  async start(): Promise<void> {
    const { backend, queue, from, onError, onBroken } = this.#options
    this.#subscription = await backend.consume(queue, {
      from,
      prefetch: this.#batchSize * 2,
      onDelivery: (delivery) => this.#gather(delivery),
      onError: onBroken ?? onError,
    })
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    clearTimeout(this.#timer)
    await this.#subscription?.stop()
    await this.#turn
    await Promise.all(this.#settling)
    await this.#giveBack(this.#waiting.splice(0))
  }

  #gather(delivery: Delivery): void {
    this.#waiting.push(delivery)
    if (this.#turn !== null || this.#stopping.signal.aborted) return
    if (this.#waiting.length >= this.#batchSize) this.#begin()
    else this.#timer ??= setTimeout(() => this.#begin(), this.#lingerMs)
  }

  #begin(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#turn = this.#takeIn(this.#waiting.splice(0, this.#batchSize)).finally(() => {
      this.#turn = null
      if (this.#waiting.length > 0 && !this.#stopping.signal.aborted) this.#begin()
    })
  }

  async #takeIn(batch: readonly Delivery[]): Promise<void> {
    const stored = await this.#until(() => this.#options.store(batch))
    if (stored) this.#acknowledge(batch)
    else await this.#giveBack(batch)
  }

  #acknowledge(batch: readonly Delivery[]): void {
    const work = Promise.all(batch.map((delivery) => this.#settle(() => delivery.ack()))).then(
      () => undefined,
    )
    this.#settling.add(work)
    void work.then(() => this.#settling.delete(work))
  }

  async #giveBack(batch: readonly Delivery[]): Promise<void> {
    await Promise.all(batch.map((delivery) => this.#settle(() => delivery.release())))
  }

  /** What is another consumer's by now comes again there. What cannot be settled now would block this one for ever. */
  async #settle(act: () => Promise<void>): Promise<void> {
    await this.#until(() =>
      act().catch((error: unknown) => {
        if (!isGone(error)) throw error
      }),
    )
  }

  /** @returns whether it succeeded; false when the drain was stopped first. At least one attempt is made. */
  async #until(act: () => Promise<void>): Promise<boolean> {
    const firstMs = this.#options.retryMs ?? 250
    for (let pauseMs = firstMs; ; pauseMs = Math.min(pauseMs * 2, firstMs * LONGEST_RETRY_FACTOR)) {
      try {
        await act()
        return true
      } catch (error) {
        this.#options.onError(error)
      }
      if (!(await this.#pause(pauseMs))) return false
    }
  }

  /** @returns false when the drain was stopped meanwhile */
  async #pause(ms: number): Promise<boolean> {
    return sleep(ms, true, { signal: this.#stopping.signal }).catch(() => false)
  }
}

function isGone(error: unknown): boolean {
  return isTaskError(error) && (error.code === 'delivery-lost' || error.code === 'closed')
}
