/** What a consumer counts since its instance started; kept while the consumer itself is restarted or replaced. */
import { createLatencyWindow, type Latency } from './latency.ts'
import type { Settled } from './settle.ts'

export interface ConsumerCounts {
  readonly succeeded: number
  readonly retried: number
  readonly dead: number
}

export class ConsumerStats {
  readonly #counts = { succeeded: 0, retried: 0, dead: 0 }
  readonly #latency = createLatencyWindow()

  count(settled: Settled): void {
    this.#counts[settled] += 1
  }

  ran(durationMs: number, nowMs: number): void {
    this.#latency.record(durationMs, nowMs)
  }

  counts(): ConsumerCounts {
    return { ...this.#counts }
  }

  latency(nowMs: number): Latency | null {
    return this.#latency.read(nowMs)
  }
}
