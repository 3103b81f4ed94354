/**
 * Runs replays: receives from the database which are under way, starts a run for each, and hands on nothing. One control
 * plane of several does it, who holds the lease; another takes over within seconds of its death and goes on from the
 * rows. Runs go on side by side, each at its own pace, so that none waits for another.
 *
 * Also here, because the same process must do it: what will never be heard of again becomes `unknown`.
 */
import type { BackendPool } from '../registry/backend-pool.ts'
import { type Loop, repeat } from '../repeat.ts'
import type { Database } from '../store/database.ts'
import { holdLease, releaseLease } from '../store/leases.ts'
import { replaysToRun, replaysWithOpenTasks } from '../store/replays.ts'
import { runReplay } from './replay-run.ts'
import { settleUnknown } from './settle-unknown.ts'

export interface RunnerDeps {
  readonly database: Database
  readonly backends: BackendPool
  readonly events: { changed(...resources: ('replays' | 'failures')[]): void }
  readonly log: { warn(context: object, message: string): void }
  /** Names this process in the lease; unique per start. */
  readonly holder: string
  now(): Date
  /** Default 1 s. */
  readonly everyMs?: number
  /** How long the lease outlives its holder; default 6 s. */
  readonly leaseMs?: number
}

export interface ReplayRunner {
  /** Something was created or changed here: looks at once. */
  wake(): void
  /** Resolves when the batches under way are recorded; what is left goes on elsewhere, or after the next start. */
  stop(): Promise<void>
}

const LEASE = 'replays'
const EVERY_MS = 1_000
const LEASE_MS = 6_000
const SETTLE_EVERY_MS = 10_000
const LONGEST_PAUSE_MS = 30_000

export function startReplayRunner(deps: RunnerDeps): ReplayRunner {
  return new Runner(deps)
}

class Runner implements ReplayRunner {
  readonly #deps: RunnerDeps
  readonly #loop: Loop
  readonly #runs = new Map<string, Promise<void>>()
  /** Failures in a row of a replay's runs, and until when it is left alone. */
  readonly #troubles = new Map<string, { failures: number; untilMs: number }>()
  readonly #sleepers = new Set<() => void>()
  #running = new AbortController()
  #stopped = false
  #settledAtMs = Number.NEGATIVE_INFINITY
  #looking: Promise<void> = Promise.resolve()

  constructor(deps: RunnerDeps) {
    this.#deps = deps
    this.#loop = repeat(() => this.#look(), {
      everyMs: deps.everyMs ?? EVERY_MS,
      onError: (error, failures) => {
        // Who cannot renew the lease must not go on: another may hold it by then.
        this.#running.abort()
        if (failures === 1) deps.log.warn({ err: error }, 'replays cannot be run for now')
      },
    })
  }

  wake(): void {
    for (const rouse of this.#sleepers) rouse()
    this.#look().catch((error) => this.#deps.log.warn({ err: error }, 'replays cannot be run for now'))
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#running.abort()
    await this.#loop.stop()
    await this.#looking.catch(() => undefined) // told by whoever looked
    await Promise.all(this.#runs.values())
    // With the database away the lease runs out by itself.
    await releaseLease(this.#deps.database, LEASE, this.#deps.holder).catch((error) =>
      this.#deps.log.warn({ err: error }, 'the lease on replays could not be given back'),
    )
  }

  /** One look at a time. */
  #look(): Promise<void> {
    this.#looking = this.#looking.catch(() => undefined).then(() => this.#align())
    return this.#looking
  }

  async #align(): Promise<void> {
    const { database, holder, leaseMs = LEASE_MS } = this.#deps
    const ids = await replaysToRun(database)
    const settles = performance.now() - this.#settledAtMs >= SETTLE_EVERY_MS
    const open = settles && (await replaysWithOpenTasks(database)).length > 0
    if (ids.length === 0 && !open) return
    if (!(await holdLease(database, LEASE, holder, leaseMs))) return this.#running.abort()
    if (this.#stopped) return
    if (this.#running.signal.aborted) this.#running = new AbortController()
    for (const id of ids) this.#start(id)
    if (settles) await this.#settle()
  }

  #start(id: string): void {
    if (this.#runs.has(id) || performance.now() < (this.#troubles.get(id)?.untilMs ?? 0)) return
    const { signal } = this.#running
    const { events } = this.#deps
    const run = runReplay(
      {
        ...this.#deps,
        sleep: (ms, until) => this.#sleep(ms, until),
        onChanged: () => events.changed('replays', 'failures'),
      },
      id,
      signal,
    )
      .then(() => void this.#troubles.delete(id))
      .catch((error) => this.#failed(id, error))
      .finally(() => this.#runs.delete(id))
    this.#runs.set(id, run)
  }

  #failed(id: string, error: unknown): void {
    const failures = (this.#troubles.get(id)?.failures ?? 0) + 1
    const pauseMs = Math.min(EVERY_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS)
    this.#troubles.set(id, { failures, untilMs: performance.now() + pauseMs })
    this.#deps.log.warn({ err: error, replay: id, failures }, 'a replay cannot go on for now')
  }

  async #settle(): Promise<void> {
    this.#settledAtMs = performance.now()
    if ((await settleUnknown(this.#deps)) > 0) this.#deps.events.changed('replays', 'failures')
  }

  #sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', end)
        this.#sleepers.delete(end)
        resolve()
      }
      const timer = setTimeout(end, ms)
      signal.addEventListener('abort', end)
      this.#sleepers.add(end)
      if (signal.aborted) end()
    })
  }
}
