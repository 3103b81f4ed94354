/**
 * Tells other processes that a queue has something new. At once while this happens now and then; in a busy time what
 * comes within a few milliseconds is told together, because NOTIFY takes a lock on the whole database at commit.
 * It only shortens the wait: a consumer that hears nothing finds the task when it polls.
 */
import type { PostgresConnection } from './connection.ts'
import { NOTIFY } from './statements.ts'

export interface NotifierLimits {
  /** Milliseconds between notifications in a busy time. */
  readonly everyMs: number
  /** So many beyond that rate are sent at once before a time counts as busy. */
  readonly burst: number
}

export class Notifier {
  readonly #connection: PostgresConnection
  readonly #limits: NotifierLimits
  readonly #pending = new Set<string>()
  #scheduled: NodeJS.Timeout | NodeJS.Immediate | null = null
  /** When the allowance is whole again: each notification moves it on by `everyMs`. */
  #restedAtMs = Number.NEGATIVE_INFINITY

  constructor(connection: PostgresConnection, limits: NotifierLimits) {
    this.#connection = connection
    this.#limits = limits
  }

  announce(queue: string): void {
    this.#pending.add(queue)
    if (this.#scheduled !== null) return
    const waitMs = this.#waitMs()
    const send = () => void this.#send()
    this.#scheduled = waitMs > 0 ? setTimeout(send, waitMs) : setImmediate(send)
  }

  #waitMs(): number {
    const { everyMs, burst } = this.#limits
    return this.#restedAtMs - performance.now() - everyMs * burst
  }

  async #send(): Promise<void> {
    this.#scheduled = null
    this.#restedAtMs = Math.max(this.#restedAtMs, performance.now()) + this.#limits.everyMs
    const queues = [...this.#pending]
    this.#pending.clear()
    try {
      await this.#connection.query({ name: 'sbx-notify', text: NOTIFY }, [queues])
    } catch {
      // The poll is the fallback; what matters was committed before.
    }
  }

  /** Sends at once what still waits. */
  async flush(): Promise<void> {
    clearTimeout(this.#scheduled as NodeJS.Timeout | undefined)
    clearImmediate(this.#scheduled as NodeJS.Immediate | undefined)
    if (this.#pending.size > 0) await this.#send()
  }
}
