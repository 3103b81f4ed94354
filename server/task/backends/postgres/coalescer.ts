/** Turns many small calls into few round trips: what arrives while one is under way goes with the next. */

export interface CoalescerLimits {
  /** Items of one round trip. */
  readonly count: number
  /** Bytes of one round trip; a larger item goes alone. */
  readonly bytes: number
  /** Round trips at the same time. */
  readonly concurrency: number
}

interface Waiting<T, R> {
  readonly item: T
  readonly bytes: number
  readonly resolve: (result: R) => void
  readonly reject: (error: unknown) => void
}

export class Coalescer<T, R = void> {
  readonly #run: (items: readonly T[]) => Promise<readonly R[]>
  readonly #limits: CoalescerLimits
  #waiting: Waiting<T, R>[] = []
  #running = 0
  #scheduled = false
  readonly #idle: (() => void)[] = []

  /** `run` gives one result per item, or rejects for all of them. */
  constructor(run: (items: readonly T[]) => Promise<readonly R[]>, limits: CoalescerLimits) {
    this.#run = run
    this.#limits = limits
  }

  add(item: T, bytes = 0): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, bytes, resolve, reject })
      this.#schedule()
    })
  }

  /** Resolves when nothing waits and nothing is under way. */
  idle(): Promise<void> {
    if (this.#running === 0 && this.#waiting.length === 0) return Promise.resolve()
    return new Promise((resolve) => this.#idle.push(resolve))
  }

  #schedule(): void {
    if (this.#scheduled || this.#running >= this.#limits.concurrency) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      while (this.#waiting.length > 0 && this.#running < this.#limits.concurrency)
        void this.#flush(this.#next())
    })
  }

  #next(): Waiting<T, R>[] {
    let [count, bytes] = [0, 0]
    for (const { bytes: size } of this.#waiting) {
      if (count > 0 && (count >= this.#limits.count || bytes + size > this.#limits.bytes)) break
      count++
      bytes += size
    }
    return this.#waiting.splice(0, count)
  }

  async #flush(batch: readonly Waiting<T, R>[]): Promise<void> {
    this.#running++
    try {
      const results = await this.#run(batch.map(({ item }) => item))
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as R)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    } finally {
      this.#running--
      this.#schedule()
      if (this.#running === 0 && this.#waiting.length === 0) for (const done of this.#idle.splice(0)) done()
    }
  }
}
