/** Whether those who take tasks keep up, and what would help when they do not. */
import { ageInWords, numberInWords } from '../words.ts'
import { changeWorkers } from './actions.ts'
import { type ConsumerFacts, earliest, type HealthFacts, livingConsumers, sumKnown } from './facts.ts'
import type { Finding } from './finding.ts'
import type { Pace } from './pace.ts'

/** A ready task that is not taken for this long is worth a look. */
const LONG_WAIT_MS = 60_000
/** Growth below this many tasks per second, or this part of what comes in, is noise. */
const GROWTH_PER_SECOND = 0.1
const GROWTH_SHARE = 0.02
/** A report is a snapshot: between two tasks a worker that is never idle looks idle. */
const BUSY_SHARE = 0.9
/** Proposed workers would drain the backlog in about this time. */
const DRAIN_SECONDS = 360

interface Backlog {
  readonly ready: number
  readonly workers: number
  readonly running: number
  readonly pace: Pace
  readonly growth: number | null
}

export function flowFindings(facts: HealthFacts, pace: Pace): Finding[] {
  const living = livingConsumers(facts)
  const ready = sumKnown(facts.backends, (backend) => backend.ready) ?? 0
  if (living.length === 0 || ready === 0) return []
  const backlog = {
    ready,
    pace,
    workers: sum(living, (consumer) => consumer.workers * consumer.instances),
    running: sum(living, (consumer) => consumer.running),
    growth: growthOf(pace),
  }
  const project = living.length === 1 ? (living[0]?.project ?? null) : null
  const found = limitFinding(facts, backlog, project) ?? waitFinding(facts, backlog, project)
  return found === null ? [] : [found]
}

function sum(consumers: readonly ConsumerFacts[], read: (consumer: ConsumerFacts) => number): number {
  return consumers.reduce((total, consumer) => total + read(consumer), 0)
}

/** Null while it does not grow, or nothing is known of it. */
function growthOf({ inPerSecond, outPerSecond }: Pace): number | null {
  if (inPerSecond === null || outPerSecond === null) return null
  const growth = inPerSecond - outPerSecond
  return growth >= Math.max(GROWTH_PER_SECOND, inPerSecond * GROWTH_SHARE) ? growth : null
}

const allBusy = ({ running, workers }: Backlog) => workers > 0 && running >= workers * BUSY_SHARE

function limitFinding(
  { now, rateLimit }: HealthFacts,
  backlog: Backlog,
  project: string | null,
): Finding | null {
  const { growth, running, workers, ready } = backlog
  if (growth === null) return null
  const grows = `backlog grows ${numberInWords(growth)}/s`
  const common = { subject: '', state: 'caution', since: null } as const
  if (allBusy(backlog) && ready >= workers)
    return {
      ...common,
      code: 'at-limit',
      say: (since) =>
        `${running} of ${workers} workers busy for ${ageInWords(now.getTime() - since.getTime())}, ${grows}${enough(backlog)}`,
      action: changeWorkers(project),
    }
  if (rateLimit === null) return null
  const say = () => `limited to ${numberInWords(rateLimit)}/s, ${grows}`
  return { ...common, code: 'rate-limited', say, action: null }
}

/** How many workers would catch up, from what those there are achieve together. */
function enough({ ready, running, workers, pace }: Backlog): string {
  const { inPerSecond, outPerSecond } = pace
  if (inPerSecond === null || outPerSecond === null || outPerSecond <= 0 || running === 0) return ''
  const needed = Math.ceil((inPerSecond + ready / DRAIN_SECONDS) / (outPerSecond / running))
  return needed > workers ? `; about ${numberInWords(needed)} workers would drain it in 6 min` : ''
}

function waitFinding(facts: HealthFacts, backlog: Backlog, project: string | null): Finding | null {
  const oldestMs = Math.max(0, ...facts.backends.map((backend) => backend.oldestAgeMs ?? 0))
  if (oldestMs < LONG_WAIT_MS) return null
  const { running, workers } = backlog
  const help = allBusy(backlog) ? enough(backlog) : ''
  const since = earliest([...facts.backends.map((backend) => backend.waitingSince)])
  return {
    code: 'long-wait',
    subject: '',
    state: 'caution',
    since: since ?? new Date(facts.now.getTime() - oldestMs),
    say: () =>
      `the oldest task has waited for ${ageInWords(oldestMs)}; ${running} of ${workers} workers busy${help}`,
    action: changeWorkers(project),
  }
}
