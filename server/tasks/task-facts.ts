/** What is known of one task, from everywhere that knows something. */
import type { DeathFact, OutcomeFact, ReplayFact, RunningFact } from '../store/task-trace.ts'
import type { WaitingFact } from './find-waiting.ts'

export interface TaskFacts {
  /** Oldest first. */
  readonly deaths: readonly DeathFact[]
  /** What replays made of these deaths. */
  readonly replays: readonly ReplayFact[]
  /** Oldest first. */
  readonly outcomes: readonly OutcomeFact[]
  readonly running: readonly RunningFact[]
  readonly waiting: readonly WaitingFact[]
  /** Its type hides parts of the payload: an error that nobody has cleaned may quote them. */
  readonly confidential: boolean
}

/** Null when nobody knows it. */
export function typeOf({
  deaths,
  outcomes,
  running,
  waiting,
}: Omit<TaskFacts, 'confidential'>): string | null {
  const known = deaths.at(-1) ?? outcomes.at(-1) ?? running.at(-1)
  return known?.type ?? waiting[0]?.task.envelope.attributes.type ?? null
}

const SUFFIXES: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' }
const ordinals = new Intl.PluralRules('en', { type: 'ordinal' })

/** 1st, 2nd, 3rd, 4th. */
export const nth = (count: number): string => `${count}${SUFFIXES[ordinals.select(count)] ?? 'th'}`

/** "14:05:09 UTC", with the date where it is another day than `now`. */
export function atTime(at: Date, now: Date): string {
  const [day = '', time = ''] = at.toISOString().split('T')
  const clock = `${time.slice(0, 8)} UTC`
  return day === now.toISOString().slice(0, 10) ? clock : `${day} ${clock}`
}

/** Without its full stop, to stand inside a sentence. */
export const clause = (message: string): string => message.trim().replace(/\.$/, '')

/** A death that the archive does not hold yet: told by its outcome alone. */
export function isArchived(outcome: OutcomeFact, deaths: readonly DeathFact[]): boolean {
  return deaths.some(({ diedInReplay }) => diedInReplay === outcome.replayId)
}

/** A heartbeat is seconds old: what it calls running may have ended since. */
export function runningNow({ running, outcomes, deaths }: TaskFacts): readonly RunningFact[] {
  const ends = [...outcomes.map(({ endedAt }) => endedAt), ...deaths.map(({ failedAt }) => failedAt)]
  return running.filter(({ startedAt }) => ends.every((end) => end < startedAt))
}
