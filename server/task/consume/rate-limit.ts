/** A token bucket: so many tasks per second, with a tenth of a second's worth (at least one) at once. */
export interface RateLimit {
  /** Takes a token if there is one. @returns 0 when taken, else milliseconds until the next */
  take(nowMs: number): number
}

export function createRateLimit(perSecond: number, nowMs: number): RateLimit {
  const capacity = Math.max(1, perSecond / 10)
  let tokens = 1
  let filledAtMs = nowMs
  return {
    take(atMs) {
      tokens = Math.min(capacity, tokens + (Math.max(atMs - filledAtMs, 0) * perSecond) / 1_000)
      filledAtMs = Math.max(filledAtMs, atMs)
      // Steps of a fraction of a token add up to a little under one.
      if (tokens < 1 - 1e-9) return Math.max(1, Math.ceil(((1 - tokens) * 1_000) / perSecond))
      tokens -= 1
      return 0
    },
  }
}
