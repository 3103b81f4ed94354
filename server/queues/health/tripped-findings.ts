/**
 * Whether consumers have stopped taking because their target is down: "target http://billing answers 503 since 14:02 UTC;
 * taking is stopped, next probe in 20 s".
 */
import { ageInWords, firstLine, instancesInWords, instantInWords } from '../words.ts'
import { showInstances } from './actions.ts'
import { type ConsumerFacts, type HealthFacts, livingConsumers, type TrippedFacts } from './facts.ts'
import { cost } from './failing-findings.ts'
import type { Finding } from './finding.ts'

export function trippedFindings(facts: HealthFacts): Finding[] {
  return livingConsumers(facts).flatMap((consumer) =>
    consumer.tripped === null ? [] : [findingOf(facts, consumer, consumer.tripped)],
  )
}

function findingOf(facts: HealthFacts, consumer: ConsumerFacts, tripped: TrippedFacts): Finding {
  const { project, instances } = consumer
  const everywhere = tripped.instances >= instances
  const where = everywhere ? '' : ` in ${instancesInWords(tripped.instances, instances)}`
  return {
    code: 'target-down',
    subject: project,
    state: everywhere ? 'danger' : 'caution',
    since: tripped.since,
    say: (since) =>
      `${sayTarget(project, tripped, instantInWords(since, facts.now))}; taking is stopped${where}, ${probeInWords(tripped, facts.now)}${cost(facts)}`,
    action: showInstances(project),
  }
}

function sayTarget(project: string, { target, status, error }: TrippedFacts, since: string): string {
  const name = target === null ? `target of ${project}` : `target ${target}`
  return status === null
    ? `${name} does not answer since ${since} (${firstLine(error)})`
    : `${name} answers ${status} since ${since}`
}

function probeInWords({ nextProbeAt }: TrippedFacts, now: Date): string {
  const waitMs = nextProbeAt === null ? 0 : nextProbeAt.getTime() - now.getTime()
  return waitMs < 1_000 ? 'one task is let through as a probe' : `next probe in ${ageInWords(waitMs)}`
}
