/** Tasks that died lately and wait for a decision, and dead letters that the archive does not take. Old dead tasks colour no queue. */
import { numberInWords, tasksDied } from '../words.ts'
import { checkBackend, openFailures } from './actions.ts'
import { type HealthFacts, sumKnown } from './facts.ts'
import type { Finding } from './finding.ts'

/** A death within this time: they are dying now. */
const DYING_MS = 120_000
/** The archive may be so far behind the deaths of this moment. */
const ARCHIVED_WITHIN_MINUTES = 1 / 6

export function isDying({ failures: { lastFailedAt }, now }: HealthFacts): boolean {
  return lastFailedAt !== null && now.getTime() - lastFailedAt.getTime() <= DYING_MS
}

export function deadFindings(facts: HealthFacts): Finding[] {
  return [...diedFindings(facts), ...unarchivedFindings(facts)]
}

function diedFindings(facts: HealthFacts): Finding[] {
  const { dead, lastHour, perMinute } = facts.failures
  // Of those that were replayed or put away nobody needs to know here; who dies again is dead again.
  if (lastHour === 0 || dead === 0) return []
  const dying = isDying(facts)
  const pace = dying && perMinute > 0 ? `, ${numberInWords(perMinute)}/min now` : ''
  const decided = dead === lastHour ? '' : `; ${waitForDecision(dead)}`
  return [
    {
      code: 'tasks-died',
      subject: '',
      state: dying ? 'danger' : 'caution',
      since: null,
      say: () => `${tasksDied(lastHour)} in the last hour${pace}${decided}`,
      action: openFailures,
    },
  ]
}

function waitForDecision(dead: number): string {
  return `${numberInWords(dead)} ${dead === 1 ? 'waits' : 'wait'} for a decision`
}

function unarchivedFindings({ backends, failures }: HealthFacts): Finding[] {
  const dead = sumKnown(backends, (backend) => backend.dead) ?? 0
  if (dead <= failures.perMinute * ARCHIVED_WITHIN_MINUTES) return []
  const what = dead === 1 ? '1 dead task waits' : `${numberInWords(dead)} dead tasks wait`
  return [
    {
      code: 'dead-not-archived',
      subject: '',
      state: 'caution',
      since: null,
      say: () =>
        `${what} in the broker because the failure archive does not take ${dead === 1 ? 'it' : 'them'}`,
      action: checkBackend,
    },
  ]
}
