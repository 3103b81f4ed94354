/**
 * One tick of the sampler: asks every backend once for the figures of all its types and writes them down.
 * A backend that does not answer gives unknown figures (null), never zeros, and does not hold up the others.
 */
import type { BackendPool } from '../registry/backend-pool.ts'
import type { Database } from '../store/database.ts'
import { type QueueSample, queuesToSample, type SampledQueue, writeSamples } from '../store/samples.ts'
import type { Figure, QueueStats } from '../task/index.ts'

export interface SampleDeps {
  readonly database: Database
  readonly backends: BackendPool
  now(): Date
  /** How long a backend may take to answer; default 4 s. */
  readonly answerWithinMs?: number
}

const UNKNOWN = {
  ready: null,
  inFlight: null,
  delayed: null,
  dead: null,
  oldestAgeMs: null,
  enqueuedTotal: null,
  completedTotal: null,
  inPerSecond: null,
  outPerSecond: null,
  quality: {},
}

/** Tasks per second; null without two totals, and when a total went back (the backend began to count anew). */
export function ratePerSecond(
  before: number | null,
  after: number | null,
  elapsedMs: number | null,
): number | null {
  if (before === null || after === null || elapsedMs === null || elapsedMs <= 0 || after < before) return null
  return ((after - before) * 1_000) / elapsedMs
}

const whole = (figure: Figure) => (figure.value === null ? null : Math.max(0, Math.round(figure.value)))
const rateQuality = (total: number | null) => (total === null ? 'unsupported' : 'exact')

function toSample(queue: SampledQueue, stats: QueueStats, at: Date): QueueSample {
  const elapsedMs = queue.sampledAt === null ? null : at.getTime() - queue.sampledAt.getTime()
  return {
    type: queue.type,
    backend: queue.backend,
    ready: whole(stats.ready),
    inFlight: whole(stats.inFlight),
    delayed: whole(stats.delayed),
    dead: whole(stats.dead),
    oldestAgeMs: whole(stats.oldestAgeMs),
    enqueuedTotal: stats.enqueuedTotal,
    completedTotal: stats.completedTotal,
    inPerSecond: ratePerSecond(queue.enqueuedTotal, stats.enqueuedTotal, elapsedMs),
    outPerSecond: ratePerSecond(queue.completedTotal, stats.completedTotal, elapsedMs),
    quality: {
      ready: stats.ready.quality,
      inFlight: stats.inFlight.quality,
      delayed: stats.delayed.quality,
      dead: stats.dead.quality,
      oldestAge: stats.oldestAgeMs.quality,
      inPerSecond: rateQuality(stats.enqueuedTotal),
      outPerSecond: rateQuality(stats.completedTotal),
    },
    error: null,
  }
}

/** Asks at most once at a time per backend: one that hangs must not collect unanswered questions. */
export function createSampler(deps: SampleDeps) {
  const asking = new Set<string>()
  const answerWithinMs = deps.answerWithinMs ?? 4_000

  async function ask(name: string, queues: readonly SampledQueue[]): Promise<QueueStats[]> {
    if (asking.has(name)) throw new Error('it has not answered the question before')
    asking.add(name)
    const specs = queues.map(({ type, queueName }) => ({
      type,
      ...(queueName === null ? {} : { queueName }),
    }))
    const answer = deps.backends
      .get(name)
      .then((backend) => backend.stats(specs))
      .finally(() => asking.delete(name))
    return withinMs(answer, answerWithinMs, `no answer within ${answerWithinMs / 1_000} s`)
  }

  async function sampleBackend(
    name: string,
    queues: readonly SampledQueue[],
    at: Date,
  ): Promise<QueueSample[]> {
    try {
      const stats = await ask(name, queues)
      return queues.map((queue, index) => {
        const entry = stats[index]
        if (entry === undefined) throw new Error(`no figures for ${queue.type}`)
        return toSample(queue, entry, at)
      })
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      return queues.map(({ type, backend }) => ({ type, backend, ...UNKNOWN, error: reason }))
    }
  }

  /** @returns the backends that gave no figures, with the reason */
  return async function sampleQueues(): Promise<ReadonlyMap<string, string>> {
    const at = deps.now()
    const byBackend = Map.groupBy(await queuesToSample(deps.database), (queue) => queue.backend)
    const parts = await Promise.all([...byBackend].map(([name, queues]) => sampleBackend(name, queues, at)))
    const samples = parts.flat()
    await writeSamples(deps.database, at, samples)
    return new Map(samples.flatMap(({ backend, error }) => (error === null ? [] : [[backend, error]])))
  }
}

async function withinMs<T>(work: Promise<T>, limitMs: number, message: string): Promise<T> {
  const limit = Promise.withResolvers<never>()
  const timer = setTimeout(() => limit.reject(new Error(message)), limitMs)
  try {
    return await Promise.race([work, limit.promise])
  } finally {
    clearTimeout(timer)
  }
}
