/** One thing that is true of a queue, and what is known of each kind of such things. */
import type { QueueView } from '../../api/contract/queues.ts'

export type Health = QueueView['health']
export type State = Health['state']
export type Action = Health['actions'][number]

/** How long something must be true before it is shown, and false before it is no longer shown. */
interface Timing {
  /** Consecutive samples; 1 shows it at once. */
  readonly confirmSamples: number
  readonly confirmMs: number
  readonly releaseMs: number
}

/** What was decided or is written down: as it is, at once. */
const FACT: Timing = { confirmSamples: 1, confirmMs: 0, releaseMs: 0 }
/** What instances report: at once, but a report that is missing or flutters takes nothing back. */
const REPORT: Timing = { confirmSamples: 1, confirmMs: 0, releaseMs: 30_000 }
/** What figures say: two samples (10 s) long, because one may be chance. */
const FLOW: Timing = { confirmSamples: 2, confirmMs: 0, releaseMs: 30_000 }

/** Every code, the more telling first among equally bad ones. docs/health.md explains each; a test sees to it. */
export const TIMINGS = {
  'backend-unreachable': { confirmSamples: 1, confirmMs: 0, releaseMs: 10_000 },
  'target-down': { confirmSamples: 1, confirmMs: 0, releaseMs: 0 },
  'target-failing': { confirmSamples: 1, confirmMs: 0, releaseMs: 15_000 },
  'handler-failing': { confirmSamples: 1, confirmMs: 0, releaseMs: 15_000 },
  'no-consumer': FACT,
  // After a rest of the control plane, everyone has a heartbeat's time to be heard again.
  'no-live-instance': { confirmSamples: 2, confirmMs: 12_000, releaseMs: 0 },
  'secret-unresolved': REPORT,
  'function-missing': REPORT,
  'target-forbidden': REPORT,
  'consumer-crashed': REPORT,
  'tasks-died': FACT,
  // A control plane that was away for a moment leaves this behind until the next poll.
  'not-configured': { confirmSamples: 2, confirmMs: 30_000, releaseMs: 30_000 },
  'dead-not-archived': { confirmSamples: 2, confirmMs: 60_000, releaseMs: 30_000 },
  'no-sample': FACT,
  'sample-old': FACT,
  paused: FACT,
  'assignment-paused': FACT,
  'at-limit': FLOW,
  'rate-limited': FLOW,
  'long-wait': FLOW,
  delayed: FACT,
} as const satisfies Record<string, Timing>

export type HealthCode = keyof typeof TIMINGS
export const HEALTH_CODES = Object.keys(TIMINGS) as HealthCode[]

export interface Finding {
  readonly code: HealthCode
  /** Tells findings of one code apart: a project, a backend; empty when there is only one. */
  readonly subject: string
  readonly state: State
  /** Since when, where the facts themselves say so; null: since it was first seen. */
  readonly since: Date | null
  /** A clause without a full stop, for example "no consumer is assigned and 12 tasks wait". */
  say(since: Date): string
  readonly action: Action | null
}

export const WORST_FIRST: readonly State[] = ['danger', 'unknown', 'paused', 'caution', 'clear']

export function isWorse(a: State, b: State): boolean {
  return WORST_FIRST.indexOf(a) < WORST_FIRST.indexOf(b)
}
