/**
 * The reports of the whole fleet, kept for a moment: with thousands of instances reading them takes long, and the board
 * and the sampler both want them every few seconds.
 */
import { type Liveness, liveSince } from '../instances/liveness.ts'
import type { Database } from '../store/database.ts'
import { type Fleet, readFleet } from '../store/queue-fleet.ts'

export interface FleetCache {
  read(): Promise<Fleet>
}

export interface FleetCacheDeps {
  readonly database: Database
  readonly liveness: Liveness
  /** Milliseconds of a monotonic clock. */
  monotonic?(): number
}

/** A twentieth of the time is spent on reading, more only where a fleet is so great that the reports would be old. */
const REST = 20
const LONGEST_REST_MS = 7_000

export function createFleetCache({ database, liveness, monotonic }: FleetCacheDeps): FleetCache {
  const now = monotonic ?? (() => performance.now())
  let kept: { readonly value: Fleet; readonly until: number } | null = null
  let reading: Promise<Fleet> | null = null

  async function readAnew(): Promise<Fleet> {
    const startedAt = now()
    const value = await readFleet(database, { liveSince: liveSince(liveness) })
    kept = { value, until: now() + Math.min((now() - startedAt) * REST, LONGEST_REST_MS) }
    return value
  }

  return {
    async read() {
      if (kept !== null && now() < kept.until) return kept.value
      reading ??= readAnew().finally(() => {
        reading = null
      })
      return reading
    },
  }
}
