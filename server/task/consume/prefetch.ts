/**
 * How many tasks a consumer holds at once. Beyond those that run, a few may wait here so that short tasks need not
 * wait for the broker; but a task that waits here cannot run elsewhere, so it is no more than a twentieth of a
 * second's work.
 */
import type { Latency } from './latency.ts'

const HELD_MS = 50
const MOST_HELD = 200

export interface PrefetchNeeds {
  readonly workers: number
  /** Tasks per second; null: no limit. */
  readonly rateLimit: number | null
}

export function prefetchFor({ workers, rateLimit }: PrefetchNeeds, latency: Latency | null): number {
  if (rateLimit !== null) return Math.min(workers, Math.max(1, Math.ceil(rateLimit)))
  if (latency === null) return workers
  const rounds = Math.floor(HELD_MS / Math.max(latency.p95, 0.1))
  return workers + Math.min(workers * rounds, MOST_HELD)
}
