/**
 * The workers of one consumer, where it takes from several queues at once (a type that moves to another backend): all of
 * them together run no more tasks than it has workers. A slot that becomes free is offered to each queue in turn.
 */
export class WorkerSlots {
  #busy = 0
  readonly #takers: (() => void)[] = []

  get busy(): number {
    return this.#busy
  }

  /** `take` is called whenever a slot is free that it may want. @returns to be called when it wants none any more */
  join(take: () => void): () => void {
    this.#takers.push(take)
    return () => {
      const at = this.#takers.indexOf(take)
      if (at >= 0) this.#takers.splice(at, 1)
    }
  }

  occupy(): void {
    this.#busy += 1
  }

  free(): void {
    this.#busy -= 1
    // The first in line goes to its end, so that a long queue cannot keep the others from their turn.
    const first = this.#takers.shift()
    if (first === undefined) return
    this.#takers.push(first)
    first()
    for (const take of this.#takers.slice(0, -1)) take()
  }
}
