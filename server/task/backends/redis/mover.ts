/**
 * Moves delayed tasks to their stream once they are due, by the server's clock: never early. Every consumer runs one for
 * its stream; any number of them may, because each move happens once.
 */
import type { RedisConnection } from './connection.ts'
import type { Lane } from './keys.ts'
import { MOVE_DUE } from './scripts.ts'

const MAX_MOVED = 500

export class Mover {
  readonly #connection: RedisConnection
  readonly #lane: Lane
  readonly #everyMs: number
  #timer: NodeJS.Timeout | undefined
  #atMs = Number.POSITIVE_INFINITY
  #moving = false
  #stopped = false

  constructor(connection: RedisConnection, lane: Lane, everyMs: number) {
    this.#connection = connection
    this.#lane = lane
    this.#everyMs = everyMs
  }

  /** Looks again in so many milliseconds, or sooner. */
  look(inMs: number): void {
    const atMs = performance.now() + Math.max(0, inMs)
    if (this.#stopped || atMs >= this.#atMs) return
    clearTimeout(this.#timer)
    this.#atMs = atMs
    this.#timer = setTimeout(() => void this.#move(), inMs)
  }

  async #move(): Promise<void> {
    this.#atMs = Number.POSITIVE_INFINITY
    if (this.#moving) return
    this.#moving = true
    const nextInMs = await this.#moveDue().catch(() => this.#everyMs)
    this.#moving = false
    this.look(nextInMs)
  }

  /** Somebody else may store one that is due earlier than the next that we know of. */
  async #moveDue(): Promise<number> {
    const [moved, nextInMs] = await this.#connection.run<[number, number]>(MOVE_DUE, this.#lane.keys, [
      String(MAX_MOVED),
    ])
    if (moved === MAX_MOVED) return 0
    return nextInMs < 0 ? this.#everyMs : Math.min(nextInMs, this.#everyMs)
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }
}
