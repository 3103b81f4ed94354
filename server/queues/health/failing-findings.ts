/**
 * Whether what runs the tasks fails, and what that has cost so far, in one sentence: "target of billing answers 503
 * since 14:02 UTC; 312 tasks died in the last hour, 12 wait for their retry".
 */
import { firstLine, instancesInWords, instantInWords, numberInWords, tasksDied } from '../words.ts'
import { openFailures, showInstances } from './actions.ts'
import { isDying } from './dead-findings.ts'
import {
  type ConsumerFacts,
  type FailingFacts,
  type HealthFacts,
  livingConsumers,
  sumKnown,
} from './facts.ts'
import type { Finding } from './finding.ts'

/** So many failed attempts and no instance that fares better: it fails for all. */
const CERTAIN_AFTER = 5
const FEWEST_ATTEMPTS = 10
const NEARLY_ALL = 0.95

export function failingFindings(facts: HealthFacts): Finding[] {
  return livingConsumers(facts).flatMap((consumer) =>
    // A target that is down has a sentence of its own.
    consumer.failing === null || consumer.tripped !== null
      ? []
      : [findingOf(facts, consumer, consumer.failing)],
  )
}

function findingOf(facts: HealthFacts, consumer: ConsumerFacts, failing: FailingFacts): Finding {
  const { project, handlerKind, trying } = consumer
  const everywhere = failing.instances >= trying
  const where = everywhere ? '' : ` in ${instancesInWords(failing.instances, trying)}`
  const when = (since: Date) =>
    `${shareInWords(consumer, failing, facts.now)}${where} since ${instantInWords(since, facts.now)}`
  const say = handlerKind === 'http' ? sayTarget : sayHandler
  return {
    code: handlerKind === 'http' ? 'target-failing' : 'handler-failing',
    subject: project,
    state: failsForAll(consumer, failing) || isDying(facts) ? 'danger' : 'caution',
    since: failing.since,
    say: (since) => `${say(project, failing, when(since))}${cost(facts)}`,
    action: facts.failures.dead > 0 ? openFailures : showInstances(project),
  }
}

function failsForAll({ trying }: ConsumerFacts, { instances, count }: FailingFacts): boolean {
  return instances >= trying && count >= CERTAIN_AFTER
}

/** "(62% of attempts)" where some succeed; of a stretch shorter than the minute that is counted nothing is known. */
function shareInWords({ attempts, failed }: ConsumerFacts, { since }: FailingFacts, now: Date): string {
  const share = attempts < FEWEST_ATTEMPTS ? 1 : failed / attempts
  if (share >= NEARLY_ALL || now.getTime() - since.getTime() < 60_000) return ''
  return ` (${Math.round(share * 100)}% of attempts)`
}

function sayTarget(project: string, { status, error }: FailingFacts, when: string): string {
  return status === null
    ? `target of ${project} does not answer${when}: ${firstLine(error)}`
    : `target of ${project} answers ${status}${when}`
}

function sayHandler(project: string, { error }: FailingFacts, when: string): string {
  return `handler of ${project} fails${when}: ${firstLine(error)}`
}

/** What died of it and what is still to be tried; nothing when neither is known. */
export function cost({ failures, backends }: HealthFacts): string {
  const delayed = sumKnown(backends, (backend) => backend.delayed) ?? 0
  const parts = [
    ...(failures.lastHour > 0 ? [`${tasksDied(failures.lastHour)} in the last hour`] : []),
    ...(delayed > 0
      ? [`${numberInWords(delayed)} ${delayed === 1 ? 'waits for its' : 'wait for their'} retry`]
      : []),
  ]
  return parts.length === 0 ? '' : `; ${parts.join(', ')}`
}
