/**
 * The lease of one consumer on everything that it has taken, renewed by a heart-beat however many tasks that is and
 * however long they run. Its name is the fence: settlements name it, and are refused once others may have taken over.
 */
import { randomUUID } from 'node:crypto'
import type { RedisConnection } from './connection.ts'
import { GROUP, type Lane } from './keys.ts'
import { LEASE } from './scripts.ts'

export interface LeaseHooks {
  /** What was taken under the old name belongs to others now; there is a new name. */
  readonly lost: () => void
  /** What waited for it may be handed out. */
  readonly renewed: () => void
}

export class Lease {
  readonly #connection: RedisConnection
  readonly #lane: Lane
  readonly #leaseMs: number
  readonly #hooks: LeaseHooks
  #consumer = randomUUID()
  #renewedAtMs = Number.NEGATIVE_INFINITY
  #renewing: Promise<void> | null = null
  #timer: NodeJS.Timeout | undefined

  constructor(connection: RedisConnection, lane: Lane, leaseMs: number, hooks: LeaseHooks) {
    this.#connection = connection
    this.#lane = lane
    this.#leaseMs = leaseMs
    this.#hooks = hooks
  }

  get consumer(): string {
    return this.#consumer
  }

  /** False after a pause of the process so long that others may have taken over. */
  get fresh(): boolean {
    return performance.now() - this.#renewedAtMs < this.#leaseMs
  }

  async take(): Promise<void> {
    await this.#ask(true)
    this.#timer ??= setInterval(() => this.renew(), this.#leaseMs / 3)
  }

  /** Errors show as a broken connection, which heals by itself. */
  renew(): void {
    this.#renewing ??= this.#renew()
      .catch(() => undefined)
      .finally(() => {
        this.#renewing = null
      })
  }

  async #renew(): Promise<void> {
    if (!(await this.#ask(false))) {
      this.#consumer = randomUUID()
      this.#renewedAtMs = Number.NEGATIVE_INFINITY
      this.#hooks.lost()
      await this.#ask(true)
    }
    this.#hooks.renewed()
  }

  async #ask(take: boolean): Promise<boolean> {
    const sentAtMs = performance.now()
    const args = [GROUP, this.#consumer, String(this.#leaseMs), take ? '1' : '0']
    const held = (await this.#connection.run<number>(LEASE, this.#lane.keys, args)) === 1
    if (held) this.#renewedAtMs = sentAtMs
    return held
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
