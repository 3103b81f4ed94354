/** How far a replay has come: the parts of its bar, and when it will have sent all. Pure. */
import type { Replay, ReplayTaskState } from './use-replays'

export interface Part {
  readonly state: ReplayTaskState
  readonly count: number
}

/** In the order of the bar: what has ended, what is under way, what is to come, what is left out. */
export const PART_ORDER: readonly ReplayTaskState[] = [
  'succeeded',
  'failed-again',
  'unknown',
  'sent',
  'pending',
  'skipped',
  'cancelled',
]

/** `sent` is a task that was sent and has not ended. */
export const PART_LABELS: Record<ReplayTaskState, string> = {
  succeeded: 'succeeded',
  'failed-again': 'failed again',
  unknown: 'unknown',
  sent: 'running',
  pending: 'pending',
  skipped: 'skipped',
  cancelled: 'not sent',
}

type Progress = Replay['progress']

export function countOf(progress: Progress, state: ReplayTaskState): number {
  switch (state) {
    case 'succeeded':
      return progress.succeeded
    case 'failed-again':
      return progress.failedAgain
    case 'unknown':
      return progress.unknown
    case 'sent':
      return progress.running
    case 'pending':
      return progress.pending
    case 'skipped':
      return progress.skipped
    case 'cancelled':
      return progress.cancelled
  }
}

/** Every part with its count, also those of nobody. */
export const partsOf = (progress: Progress): Part[] =>
  PART_ORDER.map((state) => ({ state, count: countOf(progress, state) }))

/** What a part takes of the bar, 0 to 1. A task is visible among a million: no part that exists is thinner than `least`. */
export function sharesOf(parts: readonly Part[], least = 0.004): number[] {
  const total = parts.reduce((sum, part) => sum + part.count, 0)
  if (total === 0) return parts.map(() => 0)
  const widened = parts.map((part) => (part.count === 0 ? 0 : Math.max(least, part.count / total)))
  const sum = widened.reduce((whole, share) => whole + share, 0)
  return widened.map((share) => share / sum)
}

export interface SendSample {
  /** ms */
  readonly at: number
  readonly sent: number
}

/** Tasks per second between the first and the last sample; null until two of them are apart. */
export function rateOfSending(samples: readonly SendSample[]): number | null {
  const [first, last] = [samples[0], samples.at(-1)]
  if (!first || !last || last.at - first.at < 1_000) return null
  return ((last.sent - first.sent) / (last.at - first.at)) * 1_000
}

/** How fast it sends: as measured, or until then as it was told to; null when neither is known. */
export function sendsPerSecond(replay: Pick<Replay, 'options'>, measured: number | null): number | null {
  return measured ?? replay.options.ratePerSecond
}

/** Until all is sent, ms; null when that cannot be told. */
export function timeToSend(pending: number, perSecond: number | null): number | null {
  return perSecond === null || perSecond <= 0 ? null : (pending / perSecond) * 1_000
}
