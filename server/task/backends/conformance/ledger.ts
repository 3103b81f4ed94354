/**
 * What the target saw, by distinct id: published = done + waiting, nothing lost, and at most as many done twice as
 * were in flight when a fault struck. Our own counters are not asked.
 */
import { expect } from 'vitest'

export class Ledger {
  readonly #done = new Map<string, number>()

  done(id: string): void {
    this.#done.set(id, (this.#done.get(id) ?? 0) + 1)
  }

  get distinct(): number {
    return this.#done.size
  }

  get duplicates(): number {
    return [...this.#done.values()].reduce((sum, times) => sum + times - 1, 0)
  }

  /** @param inFlight unsettled deliveries at the faults, all faults together */
  expectComplete(published: Iterable<string>, inFlight: number): void {
    const missing = [...published].filter((id) => !this.#done.has(id))
    expect(missing, 'lost').toEqual([])
    expect(this.duplicates, 'done twice').toBeLessThanOrEqual(inFlight)
  }
}
