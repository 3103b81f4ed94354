/** What the queues table needs from a queue: one figure per column, summed over its backends. Pure. */
import type { Schemas } from '@/components/api/client'

type Queue = Schemas['Queue']
type Consumer = Schemas['Instance']['consumers'][number]
export type FigureValue = Schemas['Figure']

const unsupported: FigureValue = { value: null, quality: 'unsupported' }
const worst = { exact: 0, estimated: 1, unsupported: 2 } as const

/** Adds figures of several backends. Unknown plus anything is unknown: a part is not the whole. */
export function addFigures(figures: readonly FigureValue[]): FigureValue {
  if (figures.length === 0) return unsupported
  return figures.reduce((sum, next) => ({
    value: sum.value === null || next.value === null ? null : sum.value + next.value,
    quality: worst[next.quality] > worst[sum.quality] ? next.quality : sum.quality,
  }))
}

/** The greatest of several; unknown when one is unknown. */
export function greatest(figures: readonly FigureValue[]): FigureValue {
  if (figures.length === 0) return unsupported
  return figures.reduce((most, next) => ({
    value: most.value === null || next.value === null ? null : Math.max(most.value, next.value),
    quality: worst[next.quality] > worst[most.quality] ? next.quality : most.quality,
  }))
}

export const DEPTHS = ['ready', 'inFlight', 'delayed', 'dead'] as const
export type Depth = (typeof DEPTHS)[number]

export const depthOf = (queue: Queue, depth: Depth) =>
  addFigures(queue.backends.map((part) => part.depth[depth]))
export const rateIn = (queue: Queue) => addFigures(queue.backends.map((part) => part.inPerSecond))
export const rateOut = (queue: Queue) => addFigures(queue.backends.map((part) => part.outPerSecond))
export const oldestOf = (queue: Queue) => greatest(queue.backends.map((part) => part.oldestAgeMs))
export const drainOf = (queue: Queue) => greatest(queue.backends.map((part) => part.drainMs))

export interface DeadTold {
  /** In the failure archive, for a person to decide. */
  readonly archived: number
  readonly lastHour: number
  /** On their way to the archive; null: not known. */
  readonly inBroker: number | null
}
export const deadOf = (queue: Queue): DeadTold => ({
  archived: queue.failures.dead,
  lastHour: queue.failures.lastHour,
  inBroker: depthOf(queue, 'dead').value,
})

export const hasDead = (queue: Queue) => queue.failures.dead > 0

/** When the oldest of the figures was taken; null when a backend has not been sampled. */
export function sampledAt(queue: Queue): string | null {
  const instants = queue.backends.map((part) => part.sampledAt)
  if (instants.length === 0 || instants.includes(null)) return null
  return instants.filter((at) => at !== null).sort()[0] ?? null
}

/** Workers over the fleet: workers per instance × live instances. */
export const fleetWorkers = (queue: Queue) =>
  queue.consumers.reduce((sum, consumer) => sum + consumer.workers * consumer.instances, 0)

export interface FailingShare {
  /** 0 to 100; null without an attempt. */
  readonly percent: number | null
  /** Over which attempts. */
  readonly span: string
}

/** The share of failed attempts over the last minute; of a version that does not tell, since it started. */
export function failingShare(
  consumer: Pick<Consumer, 'lastMinute' | 'succeeded' | 'retried' | 'dead'>,
): FailingShare {
  const { lastMinute, succeeded, retried, dead } = consumer
  const [failed, all, span] = lastMinute
    ? [lastMinute.failed, lastMinute.attempts, 'of the last minute']
    : [retried + dead, succeeded + retried + dead, 'since the instance started']
  if (all === 0) return { percent: null, span: `No attempts ${span.replace('of', 'in')}` }
  return { percent: Math.round((failed / all) * 1_000) / 10, span: `${failed} of ${all} attempts ${span}` }
}

export interface Touched {
  readonly workers: number
  readonly projects: readonly string[]
  /** null: at least one queue's depth is unknown. */
  readonly waiting: number | null
}

/** What a pause of these queues stops, and what then waits. */
export function touchedBy(queues: readonly Queue[]): Touched {
  const waiting = addFigures(queues.map((queue) => depthOf(queue, 'ready'))).value
  const consuming = queues.flatMap((queue) => queue.consumers)
  return {
    workers: queues.reduce((sum, queue) => sum + fleetWorkers(queue), 0),
    projects: [...new Set(consuming.map((consumer) => consumer.project))].sort(),
    waiting,
  }
}

const severity = { danger: 4, caution: 3, paused: 2, unknown: 1, clear: 0 } as const

/** How much a queue needs a person. */
export const severityOf = (queue: Queue) => severity[queue.health.state]
