/** The rules of a replay's states and counts. Pure. */
import type { ReplayTaskRow, ReplayTaskState } from '../store/replay-tasks.ts'
import type { ReplayCounts, ReplayState } from '../store/replays.ts'

const COUNT_OF: Record<ReplayTaskState, Exclude<keyof ReplayCounts, 'resent'>> = {
  pending: 'pending',
  sending: 'sending',
  sent: 'sent',
  succeeded: 'succeeded',
  'failed-again': 'failedAgain',
  unknown: 'unknown',
  skipped: 'skipped',
  cancelled: 'cancelled',
}

export interface TaskChange {
  readonly before: ReplayTaskRow
  readonly after: ReplayTaskRow
}

/** What changes add to the counts. */
export function countChanges(changes: readonly TaskChange[]): Partial<ReplayCounts> {
  const delta: Partial<Record<keyof ReplayCounts, number>> = {}
  const add = (name: keyof ReplayCounts, by: number) => {
    delta[name] = (delta[name] ?? 0) + by
  }
  for (const { before, after } of changes) {
    add(COUNT_OF[before.state], -1)
    add(COUNT_OF[after.state], 1)
    if (before.sentCount <= 1 && after.sentCount > 1) add('resent', 1)
  }
  return delta
}

/** The state that follows from the counts: nothing to send any more, nothing to wait for any more. */
export function stateAfter(state: ReplayState, counts: ReplayCounts): ReplayState {
  if (state !== 'running' && state !== 'paused' && state !== 'settling') return state
  if (counts.pending + counts.sending > 0) return state
  return counts.sent > 0 ? 'settling' : 'completed'
}

/** Where a failure belongs once its task in a replay has come to this; null: where it is. */
export function failureStatusAfter(state: ReplayTaskState): 'dead' | 'replayed' | null {
  if (state === 'skipped' || state === 'cancelled') return 'dead'
  return state === 'succeeded' || state === 'failed-again' || state === 'unknown' ? 'replayed' : null
}
