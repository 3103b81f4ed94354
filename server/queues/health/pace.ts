/** Rates over about the last half minute: of one sample they jump, and with them every estimate. */
import type { BackendFacts } from './facts.ts'

/** Tasks per second; null when unknown. */
export interface Pace {
  readonly inPerSecond: number | null
  readonly outPerSecond: number | null
}

/** A backend's, with the instant of the newest sample in it. */
export interface RememberedPace extends Pace {
  readonly at: string
}

const SMOOTHED_OVER_MS = 30_000

/** The pace with this sample in it; a sample that is in it already changes nothing. */
export function nextPace(
  { sampledAt, error, inPerSecond, outPerSecond }: BackendFacts,
  before: RememberedPace | undefined,
): RememberedPace | null {
  if (sampledAt === null || error !== null) return null
  const at = sampledAt.toISOString()
  if (before === undefined) return { at, inPerSecond, outPerSecond }
  const elapsedMs = sampledAt.getTime() - Date.parse(before.at)
  if (elapsedMs <= 0) return before
  const weight = 1 - Math.exp(-elapsedMs / SMOOTHED_OVER_MS)
  return {
    at,
    inPerSecond: blend(before.inPerSecond, inPerSecond, weight),
    outPerSecond: blend(before.outPerSecond, outPerSecond, weight),
  }
}

function blend(before: number | null, sample: number | null, weight: number): number | null {
  if (before === null || sample === null) return sample
  const value = before + (sample - before) * weight
  // Below a task in 17 minutes it has come to rest.
  return value < 0.001 ? 0 : Math.round(value * 1_000) / 1_000
}

/** Over the backends of a type that moves, whose parts add up. */
export function paceOf(parts: readonly Pace[]): Pace {
  return { inPerSecond: total(parts, 'inPerSecond'), outPerSecond: total(parts, 'outPerSecond') }
}

function total(parts: readonly Pace[], name: keyof Pace): number | null {
  const known = parts.map((part) => part[name]).filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0)
}
