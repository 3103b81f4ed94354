/** Tasks that died lately and wait for a decision, and dead letters that the archive does not take. Old dead tasks colour no queue. */
import { numberInWords, tasksDied } from '../words.ts'
import { checkBackend, openFailures } from './actions.ts'
import { type HealthFacts, sumKnown } from './facts.ts'
import type { Finding } from './finding.ts'

/** A death within this time: they are dying now. */
const DYING_MS = 120_000
/** Of what ended lately, so much died: the type as a whole is in trouble, and not a task now and then. */
const MANY_SHARE = 0.2
/** Losing so many is trouble at a smaller share, too. */
const MANY_PER_MINUTE = 60
const SHARE_OF_MANY = 0.05
/** The archive may be so far behind the deaths of this moment. */
const ARCHIVED_WITHIN_MINUTES = 1 / 6

export function isDying({ failures: { lastFailedAt }, now }: HealthFacts): boolean {
  return lastFailedAt !== null && now.getTime() - lastFailedAt.getTime() <= DYING_MS
}

/**
 * Deaths among all that ended, in the last minute or two; null when nothing is known to have ended. A task that is to be
 * tried again has not ended.
 */
function shareOfDeaths({ failures: { perMinute }, consumers }: HealthFacts): number | null {
  const succeeded = consumers.reduce((sum, { attempts, failed }) => sum + Math.max(attempts - failed, 0), 0)
  return perMinute + succeeded === 0 ? null : perMinute / (perMinute + succeeded)
}

/** Without a share there is nobody who fares better. */
function manyDie(share: number | null, perMinute: number): boolean {
  if (share === null || share >= MANY_SHARE) return true
  return perMinute >= MANY_PER_MINUTE && share >= SHARE_OF_MANY
}

export function deadFindings(facts: HealthFacts): Finding[] {
  return [...diedFindings(facts), ...unarchivedFindings(facts)]
}

function diedFindings(facts: HealthFacts): Finding[] {
  const { dead, lastHour, perMinute } = facts.failures
  // Of those that were replayed or put away nobody needs to know here; who dies again is dead again.
  if (lastHour === 0 || dead === 0) return []
  const dying = isDying(facts)
  const share = shareOfDeaths(facts)
  const many = dying && manyDie(share, perMinute)
  const pace =
    dying && perMinute > 0 ? `, ${numberInWords(perMinute)}/min now${many ? '' : inShare(share)}` : ''
  const decided = dead === lastHour ? '' : `; ${waitForDecision(dead)}`
  return [
    {
      code: 'tasks-died',
      subject: '',
      state: many ? 'danger' : 'caution',
      since: null,
      say: () => `${tasksDied(lastHour)} in the last hour${pace}${decided}`,
      action: openFailures,
    },
  ]
}

/** What makes it bearable. */
function inShare(share: number | null): string {
  if (share === null) return ''
  return share < 0.01 ? ', less than 1% of what ends' : `, ${Math.round(share * 100)}% of what ends`
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
