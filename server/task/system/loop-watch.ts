/**
 * Sees when the event loop stands still, which no promise and no timer of ours survives: a handler that computes for
 * seconds keeps leases and heartbeats waiting as well. A tick that comes late tells it, and how late.
 */
import type { Logger } from '../logger.ts'
import type { Heartbeat } from '../source/heartbeat.ts'

const TICK_MS = 100
/** Shorter delays are the business of `eventLoopLagMs`. */
const WORTH_TELLING_MS = 1_000
const REMEMBERED_MS = 60_000

export type LoopBlock = NonNullable<Heartbeat['loopBlock']>

export interface LoopWatchTools {
  /** Types of which a task ran at or after that instant. */
  readonly ranSince: (sinceMs: number) => string[]
  readonly now: () => Date
  readonly logger: Logger
  /** Called after each. */
  readonly onBlock: () => void
}

export interface LoopWatch {
  /** The longest of the last minute. */
  longest(): LoopBlock | null
  stop(): void
}

export function watchLoop({ ranSince, now, logger, onBlock }: LoopWatchTools): LoopWatch {
  let blocks: LoopBlock[] = []
  let tickedAt = performance.now()
  const recent = () => {
    const fromMs = now().getTime() - REMEMBERED_MS
    blocks = blocks.filter(({ at }) => Date.parse(at) > fromMs)
    return blocks
  }
  const timer = setInterval(() => {
    const tickAt = performance.now()
    const ms = Math.round(tickAt - tickedAt - TICK_MS)
    tickedAt = tickAt
    if (ms < WORTH_TELLING_MS) return
    const at = now()
    const types = ranSince(at.getTime() - ms)
    blocks = [...recent(), { ms, at: at.toISOString(), types }]
    logger.warn({ blockedMs: ms, types }, 'the event loop was blocked; leases and heartbeats waited')
    onBlock()
  }, TICK_MS)
  timer.unref()
  return {
    longest: () =>
      recent().reduce<LoopBlock | null>((most, one) => (one.ms > (most?.ms ?? 0) ? one : most), null),
    stop: () => clearInterval(timer),
  }
}
