/** A row that was handed out. */
import type { TaskError } from '../../errors.ts'
import type { Envelope } from '../backend.ts'
import { OnceDelivery } from '../once-delivery.ts'
import { toEnvelope } from './blob.ts'
import { toInstant } from './instant.ts'
import { lostError } from './postgres-error.ts'
import type { Buffered, Source } from './row-source.ts'
import type { Taken } from './settler.ts'

export class PostgresDelivery extends OnceDelivery {
  readonly #taken: Buffered
  readonly #source: Source
  readonly #onEnded: (taken: Taken) => void

  constructor(taken: Buffered, source: Source, onEnded: (taken: Taken) => void) {
    super(toEnvelope(taken.row), taken.row.redelivered)
    this.#taken = taken
    this.#source = source
    this.#onEnded = onEnded
  }

  ack(): Promise<void> {
    return this.once(() => this.#source.ack(this.#taken))
  }

  retry(next: Envelope, dueAt: Date): Promise<void> {
    return this.once(() => this.#source.retry(this.#taken, next, toInstant(dueAt)))
  }

  dead(letter: Envelope): Promise<void> {
    return this.once(() => this.#source.dead(this.#taken, letter))
  }

  release(): Promise<void> {
    return this.once(() => this.#source.release(this.#taken, true))
  }

  protected lost(): TaskError {
    return lostError()
  }

  protected ended(): void {
    this.#onEnded(this.#taken)
  }
}
