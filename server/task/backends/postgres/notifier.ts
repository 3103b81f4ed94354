/**
 * Tells other processes that a queue has something new, rarely: NOTIFY takes a lock on the whole database at commit.
 * It only shortens the wait: a consumer that hears nothing finds the task when it polls.
 */
import type { PostgresConnection } from './connection.ts'
import { NOTIFY } from './statements.ts'

export class Notifier {
  readonly #connection: PostgresConnection
  readonly #everyMs: number
  readonly #pending = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  #sentAtMs = Number.NEGATIVE_INFINITY

  constructor(connection: PostgresConnection, everyMs: number) {
    this.#connection = connection
    this.#everyMs = everyMs
  }

  announce(queue: string): void {
    this.#pending.add(queue)
    if (this.#timer !== undefined) return
    const waitMs = Math.max(0, this.#sentAtMs + this.#everyMs - performance.now())
    this.#timer = setTimeout(() => void this.#send(), waitMs)
  }

  async #send(): Promise<void> {
    this.#timer = undefined
    this.#sentAtMs = performance.now()
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
    clearTimeout(this.#timer)
    if (this.#pending.size > 0) await this.#send()
  }
}
