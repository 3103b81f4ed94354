/** A consumer of a fault case: every delivery takes a moment, is counted when it is done, and then acknowledged. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Backend, Delivery, QueueSpec } from '../backend.ts'
import { Ledger } from './ledger.ts'
import { idOf } from './messages.ts'

export class FaultRun {
  readonly ledger = new Ledger()
  /** Handed out and not settled. */
  inFlight = 0
  /** Settlements that the backend refused, by code. */
  readonly refused = new Map<string, number>()
  readonly #workMs: number

  constructor(workMs: number) {
    this.#workMs = workMs
  }

  async consume(backend: Backend, queue: QueueSpec, prefetch: number): Promise<void> {
    await backend.consume(queue, {
      prefetch,
      onDelivery: (delivery) => void this.#run(delivery),
      onError: (error) => {
        throw error
      },
    })
  }

  async #run(delivery: Delivery): Promise<void> {
    this.inFlight++
    await sleep(this.#workMs)
    this.ledger.done(idOf(delivery.envelope))
    try {
      await delivery.ack()
    } catch (error) {
      const { code } = error as { code: string }
      this.refused.set(code, (this.refused.get(code) ?? 0) + 1)
    } finally {
      this.inFlight--
    }
  }
}
