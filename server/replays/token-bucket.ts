/**
 * A cap on tasks per second, with the time passed in. Over any span it lets through at most rate × span + burst, where
 * the burst is a fifth of a second's worth (at least one).
 */
export interface TokenBucket {
  /** How many may go now; 0 until it is worth a batch. */
  available(nowMs: number): number
  /** Milliseconds until some may go; 0 when they may now. */
  waitMs(nowMs: number): number
  take(count: number): void
}

const BURST_SECONDS = 0.2

const UNCAPPED: TokenBucket = {
  available: () => Number.POSITIVE_INFINITY,
  waitMs: () => 0,
  take: () => undefined,
}

/**
 * @param ratePerSecond null: no cap
 * @param batch as many as go together at most; a tenth of a second's worth is waited for up to that, for each batch
 *   costs round trips
 */
export function createTokenBucket(ratePerSecond: number | null, batch: number, nowMs: number): TokenBucket {
  return ratePerSecond === null ? UNCAPPED : capped(ratePerSecond, batch, nowMs)
}

function capped(ratePerSecond: number, batch: number, startMs: number): TokenBucket {
  const burst = Math.max(1, ratePerSecond * BURST_SECONDS)
  const worthIt = Math.max(1, Math.min(burst / 2, batch))
  let tokens = worthIt
  let atMs = startMs

  function fill(nowMs: number) {
    // A clock that was set back gives nothing and takes nothing.
    tokens = Math.min(burst, tokens + (Math.max(0, nowMs - atMs) * ratePerSecond) / 1_000)
    atMs = nowMs
  }

  return {
    available(nowMs) {
      fill(nowMs)
      return tokens < worthIt ? 0 : Math.floor(tokens)
    },
    waitMs(nowMs) {
      fill(nowMs)
      return tokens >= worthIt ? 0 : Math.ceil(((worthIt - tokens) * 1_000) / ratePerSecond)
    },
    take(count) {
      tokens -= count
    },
  }
}
