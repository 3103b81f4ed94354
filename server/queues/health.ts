/**
 * Health of a queue: from what is known of it to a state and the reasons, in sentences, worst first.
 * Pure; the instant is passed in. "Why isn't this running?" is answered here and nowhere else.
 */
import type { QueueView } from '../api/contract/queues.ts'
import { ageInWords, instantInWords, numberInWords, tasksWait } from './words.ts'

export type Health = QueueView['health']
type State = Health['state']

export interface BackendFacts {
  readonly name: string
  /** Why the last attempt gave no figures; null when it gave some. */
  readonly error: string | null
  readonly errorSince: Date | null
  readonly sampledAt: Date | null
  readonly ready: number | null
  readonly delayed: number | null
  readonly oldestAgeMs: number | null
  readonly inPerSecond: number | null
  readonly outPerSecond: number | null
  readonly waitingSince: Date | null
}

export interface ConsumerFacts {
  readonly project: string
  /** Per instance. */
  readonly workers: number
  /** Live instances of the project. */
  readonly instances: number
  /** Tasks running now, over all instances. */
  readonly running: number
  readonly paused: boolean
  /** Instances in which this consumer crashed, and why. */
  readonly crashed: number
  readonly error: string | null
}

export interface HealthFacts {
  readonly now: Date
  readonly backends: readonly BackendFacts[]
  readonly consumers: readonly ConsumerFacts[]
  readonly producers: number
  readonly paused: {
    readonly by: string
    readonly reason: string
    readonly since: Date
    readonly until: Date | null
  } | null
  /** Tasks per second over the fleet; null means no limit. */
  readonly rateLimit: number | null
}

/** A sample older than this is no longer believed: three ticks of the sampler. */
const SAMPLE_STALE_MS = 15_000
/** A ready task that is not taken for this long is worth a look. */
const LONG_WAIT_MS = 60_000
/** Growth below this many tasks per second is noise. */
const GROWTH_PER_SECOND = 0.1

interface Finding {
  readonly state: State
  readonly code: string
  readonly message: string
  readonly since: Date | null
}

const WORST_FIRST: readonly State[] = ['danger', 'unknown', 'paused', 'caution', 'clear']

export function healthOf(facts: HealthFacts): Health {
  const findings = [...backendFindings(facts), ...pauseFindings(facts)]
  // What is paused on purpose is not blamed for standing still.
  if (!findings.some((finding) => finding.state === 'paused')) findings.push(...consumerFindings(facts))
  if (findings.length === 0) findings.push(...quietFindings(facts))
  findings.sort((a, b) => WORST_FIRST.indexOf(a.state) - WORST_FIRST.indexOf(b.state))
  const worst = findings[0]
  return {
    state: worst?.state ?? 'clear',
    reasons: findings.map(({ code, message, since }) => ({
      code,
      message,
      since: since?.toISOString() ?? null,
    })),
    since: worst?.since?.toISOString() ?? null,
    actions: [],
  }
}

function backendFindings({ backends, now }: HealthFacts): Finding[] {
  return backends.flatMap((backend): Finding[] => {
    const { name, error, errorSince, sampledAt } = backend
    if (error !== null) {
      const message = `backend ${name} is unreachable: ${error}`
      return [{ state: 'danger', code: 'backend-unreachable', message, since: errorSince }]
    }
    if (sampledAt === null)
      return [{ state: 'unknown', code: 'no-sample', message: 'no sample yet', since: null }]
    const ageMs = now.getTime() - sampledAt.getTime()
    if (ageMs <= SAMPLE_STALE_MS) return []
    const message = `the last sample is ${ageInWords(ageMs)} old`
    return [{ state: 'unknown', code: 'sample-old', message, since: sampledAt }]
  })
}

function pauseFindings({ paused, consumers, now }: HealthFacts): Finding[] {
  if (paused !== null) {
    const until = paused.until === null ? '' : ` until ${instantInWords(paused.until, now)}`
    const reason = paused.reason === '' ? '' : `: ${paused.reason}`
    const message = `paused by ${paused.by}${until}${reason}`
    return [{ state: 'paused', code: 'paused', message, since: paused.since }]
  }
  if (consumers.length === 0 || consumers.some((consumer) => !consumer.paused)) return []
  const message = `paused in the assignments of ${projectList(consumers)}`
  return [{ state: 'paused', code: 'assignment-paused', message, since: null }]
}

function projectList(consumers: readonly ConsumerFacts[]): string {
  const names = consumers.map((consumer) => consumer.project)
  return `project${names.length === 1 ? '' : 's'} ${names.join(', ')}`
}

/** A sum over the backends of a type that moves; null when no part is known. */
function sumKnown(facts: HealthFacts, read: (backend: BackendFacts) => number | null): number | null {
  const known = facts.backends.map(read).filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0)
}

function earliest(dates: readonly (Date | null)[]): Date | null {
  const known = dates.filter((date) => date !== null)
  return known.length === 0 ? null : new Date(Math.min(...known.map((date) => date.getTime())))
}

function consumerFindings(facts: HealthFacts): Finding[] {
  const active = facts.consumers.filter((consumer) => !consumer.paused)
  if (active.length === 0) return orphanFindings(facts)
  const living = active.filter((consumer) => consumer.instances > 0)
  const findings = [...lifelessFindings(facts, active, living), ...active.flatMap(crashFindings)]
  if (living.length > 0) findings.push(...backlogFindings(facts, living))
  return findings
}

function orphanFindings(facts: HealthFacts): Finding[] {
  const ready = sumKnown(facts, (backend) => backend.ready)
  const delayed = sumKnown(facts, (backend) => backend.delayed)
  const waiting = (ready ?? 0) + (delayed ?? 0)
  const since = earliest(facts.backends.map((backend) => backend.waitingSince))
  if (waiting > 0) {
    const message = `no consumer is assigned and ${tasksWait(waiting)}`
    return [{ state: 'danger', code: 'no-consumer', message, since }]
  }
  if (facts.producers === 0) return []
  return [{ state: 'caution', code: 'no-consumer', message: 'no consumer is assigned', since: null }]
}

function lifelessFindings(
  facts: HealthFacts,
  active: readonly ConsumerFacts[],
  living: readonly ConsumerFacts[],
): Finding[] {
  const ready = sumKnown(facts, (backend) => backend.ready) ?? 0
  const stranded = living.length === 0 && ready > 0
  const since = stranded ? earliest(facts.backends.map((backend) => backend.waitingSince)) : null
  return active
    .filter((consumer) => consumer.instances === 0)
    .map(({ project }) => ({
      state: stranded ? 'danger' : 'caution',
      code: 'no-live-instance',
      message: `project ${project} has no live instance${stranded ? ` and ${tasksWait(ready)}` : ''}`,
      since,
    }))
}

function crashFindings({ project, crashed, instances, error }: ConsumerFacts): Finding[] {
  if (crashed === 0) return []
  const where = `the consumer in project ${project} crashed in ${crashed} of ${instances} instances`
  const message = error === null ? where : `${where}: ${error}`
  return [
    { state: crashed >= instances ? 'danger' : 'caution', code: 'consumer-crashed', message, since: null },
  ]
}

function backlogFindings(facts: HealthFacts, living: readonly ConsumerFacts[]): Finding[] {
  const ready = sumKnown(facts, (backend) => backend.ready) ?? 0
  if (ready === 0) return []
  const since = earliest(facts.backends.map((backend) => backend.waitingSince))
  const workers = living.reduce((sum, consumer) => sum + consumer.workers * consumer.instances, 0)
  const running = living.reduce((sum, consumer) => sum + consumer.running, 0)
  const growth = growthOf(facts)
  const grows =
    growth !== null && growth >= GROWTH_PER_SECOND ? `the backlog grows ${numberInWords(growth)}/s` : null
  if (running >= workers && grows !== null) {
    const message = `${running} of ${workers} workers busy and ${grows}`
    return [{ state: 'caution', code: 'at-limit', message, since }]
  }
  if (facts.rateLimit !== null && grows !== null) {
    const message = `limited to ${numberInWords(facts.rateLimit)}/s and ${grows}`
    return [{ state: 'caution', code: 'rate-limited', message, since }]
  }
  return longWaitFindings(facts, running, workers)
}

function growthOf(facts: HealthFacts): number | null {
  const enqueued = sumKnown(facts, (backend) => backend.inPerSecond)
  const completed = sumKnown(facts, (backend) => backend.outPerSecond)
  return enqueued === null || completed === null ? null : enqueued - completed
}

function longWaitFindings(facts: HealthFacts, running: number, workers: number): Finding[] {
  const oldestMs = Math.max(0, ...facts.backends.map((backend) => backend.oldestAgeMs ?? 0))
  if (oldestMs < LONG_WAIT_MS) return []
  const message = `the oldest task has waited for ${ageInWords(oldestMs)}; ${running} of ${workers} workers busy`
  const since = new Date(facts.now.getTime() - oldestMs)
  return [{ state: 'caution', code: 'long-wait', message, since }]
}

/** Nothing is wrong, yet tasks may wait for their time. */
function quietFindings(facts: HealthFacts): Finding[] {
  const ready = sumKnown(facts, (backend) => backend.ready)
  const delayed = sumKnown(facts, (backend) => backend.delayed) ?? 0
  if (ready !== 0 || delayed === 0) return []
  const message = `no task is ready; ${numberInWords(delayed)} wait${delayed === 1 ? 's' : ''} for ${delayed === 1 ? 'its' : 'their'} time`
  return [{ state: 'clear', code: 'delayed', message, since: null }]
}
