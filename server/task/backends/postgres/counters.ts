/** Totals per queue, added up in this process and written about once a second: a row per queue must not be hot. */
import type { PostgresConnection } from './connection.ts'
import { COUNT } from './statements.ts'

interface Delta {
  enqueued: number
  completed: number
}

export class Counters {
  readonly #connection: PostgresConnection
  #deltas = new Map<string, Delta>()
  readonly #timer: NodeJS.Timeout

  constructor(connection: PostgresConnection) {
    this.#connection = connection
    this.#timer = setInterval(() => void this.flush(), 1_000)
    this.#timer.unref()
  }

  add(queue: string, part: Partial<Delta>): void {
    let delta = this.#deltas.get(queue)
    if (delta === undefined) {
      delta = { enqueued: 0, completed: 0 }
      this.#deltas.set(queue, delta)
    }
    delta.enqueued += part.enqueued ?? 0
    delta.completed += part.completed ?? 0
  }

  async flush(): Promise<void> {
    if (this.#deltas.size === 0 || !this.#connection.connected) return
    const deltas = [...this.#deltas]
    this.#deltas = new Map()
    try {
      await this.#connection.query({ name: 'sbx-count', text: COUNT }, [
        deltas.map(([queue]) => queue),
        deltas.map(([, delta]) => delta.enqueued),
        deltas.map(([, delta]) => delta.completed),
      ])
    } catch {
      // Away: the next flush carries them.
      for (const [queue, delta] of deltas) this.add(queue, delta)
    }
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
