/** Asks for all idle subscriptions of this process at once when their next task is due. */
import type { PostgresConnection } from './connection.ts'
import { NEXT_DUE } from './statements.ts'

export interface Idle {
  readonly queue: string
  readonly fromDead: boolean
  /** Order keys count: what is due may wait for another task, and only claiming tells. */
  readonly inOrder: boolean
  /** In milliseconds; zero or less when it is due. */
  readonly nextDueIn: (ms: number) => void
}

export class Scout {
  readonly #connection: PostgresConnection
  readonly #idle: () => readonly Idle[]
  readonly #timer: NodeJS.Timeout
  #asking = false
  #again = false

  constructor(connection: PostgresConnection, pollMs: number, idle: () => readonly Idle[]) {
    this.#connection = connection
    this.#idle = idle
    this.#timer = setInterval(() => this.#poll(), pollMs)
  }

  #poll(): void {
    for (const { inOrder, nextDueIn } of this.#idle()) if (inOrder) nextDueIn(0)
    this.look()
  }

  look(): void {
    if (this.#asking) this.#again = true
    else void this.#ask()
  }

  async #ask(): Promise<void> {
    const idle = this.#idle()
    if (idle.length === 0 || !this.#connection.connected) return
    this.#asking = true
    this.#again = false
    try {
      const rows = await this.#connection.query<{ n: number; due_in_ms: number }>(
        { name: 'sbx-next-due', text: NEXT_DUE },
        [
          idle.map(({ queue }) => queue),
          idle.map(({ fromDead }) => fromDead),
          idle.map(({ inOrder }) => inOrder),
        ],
      )
      for (const { n, due_in_ms } of rows) idle[n - 1]?.nextDueIn(due_in_ms)
    } catch {
      // Away: the next poll asks again.
    } finally {
      this.#asking = false
      if (this.#again) this.look()
    }
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
