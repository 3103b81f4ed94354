/** Events per second, from the first event after a warm-up to the last one; all of them when the warm-up took all. */
interface Mark {
  readonly total: number
  readonly atMs: number
}

export class RateMeter {
  readonly #warmUpMs: number
  #total = 0
  #first: Mark | null = null
  #warm: Mark | null = null
  #lastMs = 0

  constructor(warmUpMs: number) {
    this.#warmUpMs = warmUpMs
  }

  get total(): number {
    return this.#total
  }

  count(events: number): void {
    const nowMs = performance.now()
    this.#total += events
    this.#lastMs = nowMs
    this.#first ??= { total: this.#total, atMs: nowMs }
    if (this.#warm === null && nowMs - this.#first.atMs >= this.#warmUpMs)
      this.#warm = { total: this.#total, atMs: nowMs }
  }

  /** What began is over only now: acknowledged, say. */
  finished(): void {
    this.#lastMs = performance.now()
  }

  /** Whether there is a rate to tell: on a busy machine a short time may see nothing. */
  get tells(): boolean {
    return this.#first !== null && this.#total > this.#first.total
  }

  /** @throws Error when there was not even a second event */
  perSecond(): number {
    const from = this.#hasWarmed() ? this.#warm : this.#first
    const rate = from === null ? 0 : ((this.#total - from.total) / (this.#lastMs - from.atMs)) * 1_000
    if (!(rate > 0)) throw new Error(`too few events (${this.#total}) to tell a rate`)
    return rate
  }

  #hasWarmed(): boolean {
    return this.#warm !== null && this.#warm.total < this.#total
  }
}
