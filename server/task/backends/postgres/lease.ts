/**
 * The lease of this process on what it has taken: one row, renewed by a heart-beat, however many tasks it holds.
 * Its id is the fence: every settlement names it, and touches nothing once another process has taken the row over.
 */
import { randomUUID } from 'node:crypto'
import type { PostgresConnection } from './connection.ts'
import { LEAVE, RECLAIM, RECLAIM_ORPHANS, REGISTER, RENEW } from './statements.ts'
import type { PostgresTuning } from './tuning.ts'

export interface LeaseHooks {
  /** Whatever was taken under the old id belongs to others now. */
  readonly lost: () => void
  /** Renewed: what waited for it may be handed out. */
  readonly renewed: () => void
  /** Tasks of these queues came back from consumers that are gone. */
  readonly reclaimed: (queues: readonly string[]) => void
}

export class Lease {
  readonly #connection: PostgresConnection
  readonly #tuning: PostgresTuning
  readonly #hooks: LeaseHooks
  #id: string | null = null
  #registering: Promise<string> | null = null
  #beating = false
  /** When the last renewal that succeeded was sent; of the monotonic clock. */
  #renewedAtMs = Number.NEGATIVE_INFINITY
  #sweptAtMs = Number.NEGATIVE_INFINITY
  #reclaimFromMs = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined

  constructor(connection: PostgresConnection, tuning: PostgresTuning, hooks: LeaseHooks) {
    this.#connection = connection
    this.#tuning = tuning
    this.#hooks = hooks
  }

  get id(): string | null {
    return this.#id
  }

  /** False after a pause of the process so long that others may have taken over. */
  get fresh(): boolean {
    return performance.now() - this.#renewedAtMs < this.#tuning.leaseMs
  }

  /** The id under which to claim; registers on first use. */
  async acquire(): Promise<string> {
    if (this.#id !== null) return this.#id
    this.#registering ??= this.#register().finally(() => {
      this.#registering = null
    })
    return this.#registering
  }

  async #register(): Promise<string> {
    const id = randomUUID()
    const sentAtMs = performance.now()
    await this.#connection.control('sbx-register', REGISTER, [id, this.#tuning.leaseMs])
    this.#id = id
    this.#renewedAtMs = sentAtMs
    this.#timer ??= setInterval(() => void this.beat(), this.#tuning.heartbeatMs)
    return id
  }

  /** Renews, then looks for consumers that did not. Errors show as a broken connection, which heals by itself. */
  async beat(): Promise<void> {
    if (this.#beating || this.#id === null || !this.#connection.connected) return
    this.#beating = true
    try {
      await this.#renew()
      await this.#reclaim()
    } catch {
      // Away: the connection tells, and calls again once it is back.
    } finally {
      this.#beating = false
    }
  }

  async #renew(): Promise<void> {
    const sentAtMs = performance.now()
    const { count } = await this.#connection.control('sbx-renew', RENEW, [this.#id, this.#tuning.leaseMs])
    if (count === 1) {
      this.#renewedAtMs = sentAtMs
      this.#hooks.renewed()
      return
    }
    this.#id = null
    this.#hooks.lost()
    await this.acquire()
    this.#hooks.renewed()
  }

  /** The database was away from us, so maybe from others too: they get one lease to come back before we reclaim. */
  async restored(): Promise<void> {
    this.#reclaimFromMs = performance.now() + this.#tuning.leaseMs
    await this.beat()
  }

  async #reclaim(): Promise<void> {
    if (performance.now() < this.#reclaimFromMs) return
    const expired = await this.#connection.control('sbx-reclaim', RECLAIM, [this.#tuning.leaseMs])
    const orphans = this.#isSweepDue()
      ? await this.#connection.control('sbx-orphans', RECLAIM_ORPHANS, [])
      : null
    const queues = [...expired.rows, ...(orphans?.rows ?? [])].map(({ queue }) => queue)
    if (queues.length > 0) this.#hooks.reclaimed([...new Set(queues)])
  }

  #isSweepDue(): boolean {
    const nowMs = performance.now()
    if (nowMs - this.#sweptAtMs < this.#tuning.leaseMs) return false
    this.#sweptAtMs = nowMs
    return true
  }

  /** Gives back everything that is still taken; tells the queues it went to. */
  async leave(): Promise<string[]> {
    clearInterval(this.#timer)
    const id = this.#id
    this.#id = null
    if (id === null || !this.#connection.connected) return []
    const { rows } = await this.#connection.control('sbx-leave', LEAVE, [id])
    return [...new Set(rows.map(({ queue }) => queue))]
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
