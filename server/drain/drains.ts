/**
 * Supervises drains: receives which queues are wanted (asked again every few seconds, and when told to look), starts
 * and stops drains so that exactly those run, and begins one that broke again, after a growing pause.
 *
 * Each backend is seen to on its own: one that is away holds up no other. A backend that the pool has connected anew
 * (its registration changed) gets new drains.
 */
import type { BackendPool } from '../registry/backend-pool.ts'
import { type Loop, repeat } from '../repeat.ts'
import type { Backend, Delivery, QueueSpec } from '../task/index.ts'
import { type Drain, drainQueue } from './drain-queue.ts'

export interface WantedDrain {
  /** Name of a registered backend. */
  readonly backend: string
  readonly queue: QueueSpec
  readonly from: 'work' | 'dead'
  /** Makes the queue first where it may not exist yet. */
  readonly declare?: boolean
}

export interface DrainsOptions {
  readonly backends: BackendPool
  readonly log: { warn(context: object, message: string): void; info(context: object, message: string): void }
  /** What is to be drained now. While it rejects, what runs goes on. */
  wanted(): Promise<readonly WantedDrain[]>
  /** See `DrainOptions.store`. */
  store(batch: readonly Delivery[], from: WantedDrain): Promise<void>
  /** How often `wanted` is asked; default 5 s. */
  readonly everyMs?: number
  /** First pause before a drain that broke begins again; doubles up to 64 times as long. Default 1 s. */
  readonly restartMs?: number
  readonly batchSize?: number
}

export interface Drains {
  /** The wanted set may have changed. */
  look(): void
  /** How many run. */
  readonly running: number
  stop(): Promise<void>
}

interface Entry {
  readonly wanted: WantedDrain
  /** The connection that it runs on; another one means that the registration changed. */
  on: Backend | null
  drain: Drain | null
  failures: number
  /** Of the monotonic clock, as is the next. */
  beganAtMs: number
  notBeforeMs: number
}

/** A drain that ran for so long has not broken for the reason of the time before. */
const STEADY_MS = 60_000

/** As the log names it. */
type Place = Readonly<Record<string, string>>

const placeOf = ({ backend, queue, from }: WantedDrain): Place => ({ backend, queue: queue.type, from })
const keyOf = ({ backend, queue, from }: WantedDrain) =>
  JSON.stringify([backend, queue.type, queue.queueName ?? null, from])

export function startDrains(options: DrainsOptions): Drains {
  return new DrainSupervisor(options)
}

class DrainSupervisor implements Drains {
  readonly #options: DrainsOptions
  readonly #entries = new Map<string, Entry>()
  /** Backends whose drains are being aligned. */
  readonly #busy = new Map<string, Promise<void>>()
  /** Drains that are to end and have not yet. */
  readonly #ending = new Set<Promise<void>>()
  readonly #troubles = new Set<string>()
  readonly #loop: Loop
  #stopped = false
  #looking: Promise<void> | null = null

  constructor(options: DrainsOptions) {
    this.#options = options
    this.#loop = repeat(() => this.#align(), {
      everyMs: options.everyMs ?? 5_000,
      maxBackOffMs: 30_000,
      onError: (error) => this.#unread(error),
    })
  }

  get running(): number {
    return [...this.#entries.values()].filter(({ drain }) => drain !== null).length
  }

  look(): void {
    this.#looking ??= this.#align()
      .catch((error: unknown) => this.#unread(error))
      .finally(() => {
        this.#looking = null
      })
  }

  #unread(error: unknown): void {
    this.#options.log.warn({ err: error }, 'the queues to drain cannot be read for now')
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#loop.stop()
    await this.#looking
    await Promise.all(this.#busy.values())
    await Promise.all([...this.#entries.values()].map((entry) => this.#end(entry)))
    this.#entries.clear()
    await Promise.all(this.#ending)
  }

  async #align(): Promise<void> {
    if (this.#stopped) return
    const wanted = new Map((await this.#options.wanted()).map((one) => [keyOf(one), one]))
    for (const [key, one] of wanted)
      if (!this.#entries.has(key))
        this.#entries.set(key, {
          wanted: one,
          on: null,
          drain: null,
          failures: 0,
          beganAtMs: 0,
          notBeforeMs: 0,
        })
    const names = new Set([...this.#entries.values()].map((entry) => entry.wanted.backend))
    for (const name of names) this.#alignBackend(name, wanted)
  }

  /** Not awaited: a backend that is slow to answer is skipped until it has. */
  #alignBackend(name: string, wanted: ReadonlyMap<string, WantedDrain>): void {
    if (this.#stopped || this.#busy.has(name)) return
    const work = this.#alignOn(name, wanted).finally(() => this.#busy.delete(name))
    this.#busy.set(name, work)
  }

  async #alignOn(name: string, wanted: ReadonlyMap<string, WantedDrain>): Promise<void> {
    const entries = [...this.#entries].filter(([, entry]) => entry.wanted.backend === name)
    for (const [key, entry] of entries)
      if (!wanted.has(key)) {
        this.#entries.delete(key)
        await this.#end(entry)
      }
    const kept = entries.filter(([key]) => wanted.has(key)).map(([, entry]) => entry)
    if (kept.length > 0) await this.#run(name, kept)
  }

  async #run(name: string, entries: readonly Entry[]): Promise<void> {
    const backend = await this.#connected(name)
    if (backend === null) return
    for (const entry of entries) {
      if (this.#stopped) return
      if (entry.on !== backend) await this.#end(entry)
      if (entry.drain === null && performance.now() >= entry.notBeforeMs) await this.#begin(entry, backend)
    }
  }

  async #connected(name: string): Promise<Backend | null> {
    try {
      const backend = await this.#options.backends.get(name)
      this.#well({ backend: name })
      return backend
    } catch (error) {
      this.#troubled({ backend: name }, error)
      return null
    }
  }

  async #begin(entry: Entry, backend: Backend): Promise<void> {
    const { wanted } = entry
    entry.on = backend
    entry.beganAtMs = performance.now()
    try {
      if (wanted.declare === true) await backend.declare(wanted.queue)
      entry.drain = await drainQueue({
        ...{ backend, queue: wanted.queue, from: wanted.from },
        ...(this.#options.batchSize === undefined ? {} : { batchSize: this.#options.batchSize }),
        store: (batch) => this.#store(batch, entry),
        onError: (error) => this.#troubled(placeOf(wanted), error),
        onBroken: (error) => this.#broke(entry, error),
      })
    } catch (error) {
      this.#broke(entry, error)
    }
  }

  async #store(batch: readonly Delivery[], entry: Entry): Promise<void> {
    await this.#options.store(batch, entry.wanted)
    entry.failures = 0
    this.#well(placeOf(entry.wanted))
  }

  #broke(entry: Entry, error: unknown): void {
    this.#troubled(placeOf(entry.wanted), error)
    const now = performance.now()
    if (now - entry.beganAtMs > STEADY_MS) entry.failures = 0
    entry.notBeforeMs = now + (this.#options.restartMs ?? 1_000) * 2 ** Math.min(entry.failures, 6)
    entry.failures += 1
    void this.#end(entry)
  }

  async #end(entry: Entry): Promise<void> {
    const { drain } = entry
    entry.drain = null
    entry.on = null
    if (drain === null) return
    const ending = drain.stop().finally(() => this.#ending.delete(ending))
    this.#ending.add(ending)
    await ending
  }

  /** What stays wrong is logged once, not at every attempt. */
  #troubled(place: Place, error: unknown): void {
    const key = JSON.stringify(place)
    if (!this.#troubles.has(key))
      this.#options.log.warn({ err: error, ...place }, 'a queue is not drained for now')
    this.#troubles.add(key)
  }

  #well(place: Place): void {
    if (this.#troubles.delete(JSON.stringify(place)))
      this.#options.log.info(place, 'a queue is drained again')
  }
}
