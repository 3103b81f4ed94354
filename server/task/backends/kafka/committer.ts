/** Commits what is done, for many settlements at once. Each waits for a commit that began after it. */
import type { Commit, Membership } from './coordinators.ts'
import { isMembershipLost, isRebalancing, lostError } from './kafka-error.ts'
import type { OwnedPartition } from './owned-partition.ts'

export interface CommitterDeps {
  readonly membership: () => Membership | null
  readonly commit: (membership: Membership, commits: readonly Commit[]) => Promise<void>
  /** How long a change that nobody waits for may wait. */
  readonly lazyMs: number
  /** We are no member any more. */
  readonly membershipLost: (error: unknown) => void
}

interface Waiter {
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

const AGAIN_MS = 100
const REBALANCING_MS = 20

/** Commits under way at once. They go one after the other on one connection, so that the last one counts. */
const CONCURRENCY = 3

export class Committer {
  readonly #deps: CommitterDeps
  readonly #dirty = new Map<OwnedPartition, Waiter[]>()
  readonly #running = new Set<Promise<void>>()
  #timer: NodeJS.Timeout | undefined
  #timerAtMs = Number.POSITIVE_INFINITY
  #scheduled = false
  /** After a failure: not before. */
  #againAtMs = 0

  constructor(deps: CommitterDeps) {
    this.#deps = deps
  }

  /** Something changed; nobody waits for it. */
  touch(partition: OwnedPartition): void {
    if (!this.#dirty.has(partition)) this.#dirty.set(partition, [])
    this.#runIn(this.#deps.lazyMs)
  }

  /** Resolves when it is durable. @throws TaskError `delivery-lost` when the partition went before */
  flush(partition: OwnedPartition): Promise<void> {
    if (partition.gone) return Promise.reject(lostError())
    return new Promise((resolve, reject) => {
      const waiters = this.#dirty.get(partition)
      if (waiters === undefined) this.#dirty.set(partition, [{ resolve, reject }])
      else waiters.push({ resolve, reject })
      this.#runSoon()
    })
  }

  /** The partition goes: whoever waits is told by the caller's last commit. */
  async takeWaiters(partition: OwnedPartition): Promise<Waiter[]> {
    await Promise.all(this.#running)
    const waiters = this.#dirty.get(partition) ?? []
    this.#dirty.delete(partition)
    return waiters
  }

  stop(): void {
    clearTimeout(this.#timer)
    for (const waiters of this.#dirty.values()) for (const { reject } of waiters) reject(lostError())
    this.#dirty.clear()
  }

  #runIn(ms: number): void {
    const atMs = performance.now() + ms
    if (atMs >= this.#timerAtMs) return
    clearTimeout(this.#timer)
    this.#timerAtMs = atMs
    this.#timer = setTimeout(() => {
      this.#timerAtMs = Number.POSITIVE_INFINITY
      this.#begin()
    }, ms)
  }

  /** With all that is settled in this turn of the event loop. */
  #runSoon(): void {
    if (this.#scheduled || this.#running.size >= CONCURRENCY) return
    const waitMs = this.#againAtMs - performance.now()
    if (waitMs > 0) {
      this.#runIn(waitMs)
      return
    }
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#begin()
    })
  }

  #begin(): void {
    if (this.#dirty.size === 0) return
    const running: Promise<void> = this.#run().finally(() => {
      this.#running.delete(running)
      const isWaitedFor = [...this.#dirty.values()].some((waiters) => waiters.length > 0)
      if (isWaitedFor) this.#runSoon()
      else if (this.#dirty.size > 0) this.#runIn(this.#deps.lazyMs)
    })
    this.#running.add(running)
  }

  async #run(): Promise<void> {
    const batch = [...this.#dirty].filter(([partition]) => !partition.gone)
    const membership = this.#deps.membership()
    if (batch.length === 0 || membership === null) {
      this.#againAtMs = performance.now() + AGAIN_MS
      return
    }
    for (const [partition] of batch) this.#dirty.delete(partition)
    try {
      const commits = batch.map(([partition]) => partition.commit(false))
      await this.#deps.commit(membership, commits)
      for (const [at, [partition]] of batch.entries())
        partition.deletableBelow = Math.max(partition.deletableBelow, commits[at]?.offset ?? 0)
      for (const [, waiters] of batch) for (const { resolve } of waiters) resolve()
    } catch (error) {
      this.#failed(batch, error)
    }
  }

  /** A group that is changing, or brokers that are away, will take it later. */
  #failed(batch: readonly (readonly [OwnedPartition, Waiter[]])[], error: unknown): void {
    this.#againAtMs = performance.now() + (isRebalancing(error) ? REBALANCING_MS : AGAIN_MS)
    for (const [partition, waiters] of batch)
      this.#dirty.set(partition, [...waiters, ...(this.#dirty.get(partition) ?? [])])
    if (isMembershipLost(error)) this.#deps.membershipLost(error)
  }
}
