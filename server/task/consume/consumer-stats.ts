/** What a consumer counts since its instance started; kept while the consumer itself is restarted or replaced. */
import { createAttemptRecord, type Failing, type MinuteCount } from './attempt-record.ts'
import { createLatencyWindow, type Latency } from './latency.ts'
import type { Settled } from './settle.ts'
import type { Verdict } from './verdict.ts'

export interface ConsumerCounts {
  readonly succeeded: number
  readonly retried: number
  readonly dead: number
}

export class ConsumerStats {
  readonly #counts = { succeeded: 0, retried: 0, dead: 0 }
  readonly #latency = createLatencyWindow()
  #attempts = createAttemptRecord()
  #lost = 0
  #lastRunMs = Number.NEGATIVE_INFINITY

  count(settled: Settled): void {
    this.#counts[settled] += 1
  }

  /** A handler has ended with `verdict`. */
  ran(verdict: Verdict, durationMs: number, nowMs: number): void {
    this.#lastRunMs = nowMs
    this.#latency.record(durationMs, nowMs)
    this.#attempts.record(verdict.kind === 'done' ? null : verdict.failure, nowMs)
  }

  /** A settle was refused: another consumer has the task, which may have run twice. */
  lost(): void {
    this.#lost += 1
  }

  get lostCount(): number {
    return this.#lost
  }

  /** When a run last ended; before all time without one. */
  get lastRunMs(): number {
    return this.#lastRunMs
  }

  /** Of another handler nothing is known yet: neither that it fails nor that it does not. */
  handlerChanged(): void {
    this.#attempts = createAttemptRecord()
  }

  counts(): ConsumerCounts {
    return { ...this.#counts }
  }

  latency(nowMs: number): Latency | null {
    return this.#latency.read(nowMs)
  }

  lastMinute(nowMs: number): MinuteCount {
    return this.#attempts.lastMinute(nowMs)
  }

  failing(nowMs: number): Failing | null {
    return this.#attempts.failing(nowMs)
  }
}
