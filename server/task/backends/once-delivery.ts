/**
 * A delivery is settled once. What could not be stored is still ours, and may be settled in another way; what is lost is
 * over. A class, because five functions made anew for each delivery cost more than an empty task.
 */
import { TaskError } from '../errors.ts'
import type { Delivery, Envelope } from './backend.ts'

/** Nothing more can be done with the delivery. */
export function isFinal(error: unknown): boolean {
  return error instanceof TaskError && (error.code === 'delivery-lost' || error.code === 'closed')
}

export abstract class OnceDelivery implements Delivery {
  readonly envelope: Envelope
  readonly redelivered: boolean
  #settled = false

  constructor(envelope: Envelope, redelivered: boolean) {
    this.envelope = envelope
    this.redelivered = redelivered
  }

  abstract ack(): Promise<void>
  abstract retry(next: Envelope, dueAt: Date): Promise<void>
  abstract dead(letter: Envelope): Promise<void>
  abstract release(): Promise<void>

  /** What is told to who settles it again. */
  protected abstract lost(): TaskError

  /** It is settled, or can never be. */
  protected abstract ended(): void

  protected isOver(error: unknown): boolean {
    return isFinal(error)
  }

  protected async once(settle: () => Promise<void>): Promise<void> {
    if (this.#settled) throw this.lost()
    this.#settled = true
    try {
      await settle()
    } catch (error) {
      this.#settled = this.isOver(error)
      if (this.#settled) this.ended()
      throw error
    }
    this.ended()
  }
}
