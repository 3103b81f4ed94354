/** Whether anybody takes the tasks: assigned, alive, able to start, and on the newest configuration. */
import { firstLine, instancesInWords, tasksWait } from '../words.ts'
import { assignConsumer, showInstances, showRollOut } from './actions.ts'
import { type ConsumerFacts, earliest, type HealthFacts, sumKnown } from './facts.ts'
import type { Finding, HealthCode } from './finding.ts'

export function consumerFindings(facts: HealthFacts): Finding[] {
  const active = facts.consumers.filter((consumer) => !consumer.paused)
  if (active.length === 0) return orphanFindings(facts)
  return [
    ...lifelessFindings(facts, active),
    ...active.flatMap(crashFindings),
    ...active.flatMap(configFindings),
  ]
}

function orphanFindings({ backends, producers }: HealthFacts): Finding[] {
  const ready = sumKnown(backends, (backend) => backend.ready)
  const waiting = (ready ?? 0) + (sumKnown(backends, (backend) => backend.delayed) ?? 0)
  const orphan = { code: 'no-consumer', subject: '', action: assignConsumer } as const
  if (waiting > 0) {
    const say = () => `no consumer is assigned and ${tasksWait(waiting)}`
    return [{ ...orphan, state: 'danger', since: waitingSince(backends), say }]
  }
  if (producers === 0) return []
  return [{ ...orphan, state: 'caution', since: null, say: () => 'no consumer is assigned' }]
}

const waitingSince = (backends: HealthFacts['backends']) =>
  earliest(backends.map((backend) => backend.waitingSince))

function lifelessFindings({ backends }: HealthFacts, active: readonly ConsumerFacts[]): Finding[] {
  const ready = sumKnown(backends, (backend) => backend.ready) ?? 0
  const stranded = ready > 0 && active.every((consumer) => consumer.instances === 0)
  return active
    .filter((consumer) => consumer.instances === 0)
    .map(({ project }) => ({
      code: 'no-live-instance',
      subject: project,
      state: stranded ? 'danger' : 'caution',
      since: stranded ? waitingSince(backends) : null,
      say: () => `project ${project} has no live instance${stranded ? ` and ${tasksWait(ready)}` : ''}`,
      action: showInstances(project),
    }))
}

/** Why a consumer does not start, by the code of its error; any other is a crash. */
const CANNOT_START: Readonly<Record<string, { code: HealthCode; say: (project: string) => string }>> = {
  'secret-unresolved': {
    code: 'secret-unresolved',
    say: (project) => `a secret of project ${project} does not resolve`,
  },
  'handler-missing': {
    code: 'function-missing',
    say: (project) => `project ${project} does not have the function`,
  },
  'target-forbidden': {
    code: 'target-forbidden',
    say: (project) => `the target of ${project} is not allowed`,
  },
}
const CRASHED = {
  code: 'consumer-crashed',
  say: (project: string) => `the consumer in project ${project} crashed`,
} as const

function crashFindings({ project, crashed, instances, error, errorCode }: ConsumerFacts): Finding[] {
  if (crashed === 0) return []
  const kind = CANNOT_START[errorCode ?? ''] ?? CRASHED
  const why = error === null ? '' : `: ${firstLine(error)}`
  return [
    {
      code: kind.code,
      subject: project,
      state: crashed >= instances ? 'danger' : 'caution',
      since: null,
      say: () => `${kind.say(project)} in ${instancesInWords(crashed, instances)}${why}`,
      action: showInstances(project),
    },
  ]
}

function configFindings({ project, misconfigured, instances, configError }: ConsumerFacts): Finding[] {
  if (misconfigured === 0 || configError === null) return []
  const where = instancesInWords(misconfigured, instances)
  return [
    {
      code: 'not-configured',
      subject: project,
      state: 'caution',
      since: null,
      say: () =>
        `project ${project} could not apply its newest configuration in ${where}: ${firstLine(configError)}`,
      action: showRollOut(project),
    },
  ]
}
