/** From facts to the views that the API serves: one per type, each figure with how it was obtained. */
import { setImmediate } from 'node:timers/promises'
import type { QueueView } from '../api/contract/queues.ts'
import type { FailureTotals } from '../store/failure-totals.ts'
import type { PauseOverride } from '../store/overrides.ts'
import type { QueueFacts } from '../store/queue-facts.ts'
import type { FleetFact, ProjectFleet } from '../store/queue-fleet.ts'
import type { FigureName, QueueState } from '../store/samples.ts'
import type { Figure } from '../task/index.ts'
import type { Pace } from './health/pace.ts'
import { consumersOf, judge, partsOf, type QueuePart, type QueueParts } from './queue-parts.ts'

type BackendView = QueueView['backends'][number]

/** Null with quality `exact` is: not known now. */
const figure = (state: QueueState | null, name: FigureName, value: number | null | undefined): Figure => ({
  value: value ?? null,
  quality: state?.quality[name] ?? 'exact',
})

/** Milliseconds until the ready tasks are gone at this pace; null when they do not get fewer, or nothing is known. */
export function drainOf(ready: number | null, { inPerSecond, outPerSecond }: Pace): number | null {
  if (ready === 0) return 0
  if (ready === null || inPerSecond === null || outPerSecond === null) return null
  const netPerSecond = outPerSecond - inPerSecond
  return netPerSecond > 0 ? Math.round((ready / netPerSecond) * 1_000) : null
}

const NO_PACE: Pace = { inPerSecond: null, outPerSecond: null }

/** @param pace smoothed: the estimate would jump with the rates of one sample */
function backendView({ name, state, drainedSince }: QueuePart, kind: string, pace: Pace): BackendView {
  return {
    backend: name,
    kind,
    depth: {
      ready: figure(state, 'ready', state?.ready),
      inFlight: figure(state, 'inFlight', state?.inFlight),
      delayed: figure(state, 'delayed', state?.delayed),
      dead: figure(state, 'dead', state?.dead),
    },
    inPerSecond: figure(state, 'inPerSecond', state?.inPerSecond),
    outPerSecond: figure(state, 'outPerSecond', state?.outPerSecond),
    oldestAgeMs: figure(state, 'oldestAge', state?.oldestAgeMs),
    drainMs: {
      value: state === null ? null : drainOf(state.ready, pace),
      quality: state?.quality.outPerSecond === 'unsupported' ? 'unsupported' : 'estimated',
    },
    sampledAt: state?.sampledAt?.toISOString() ?? null,
    drainedSince: drainedSince?.toISOString() ?? null,
  }
}

function pauseView(pause: PauseOverride | null): QueueView['paused'] {
  if (pause === null) return null
  const { by, reason, since, until } = pause
  return { by, reason, since: since.toISOString(), until: until?.toISOString() ?? null }
}

function failuresView(totals: FailureTotals | null): QueueView['failures'] {
  if (totals === null) return { dead: 0, lastHour: 0, lastFailedAt: null }
  const { dead, lastHour, lastFailedAt } = totals
  return { dead, lastHour, lastFailedAt: lastFailedAt?.toISOString() ?? null }
}

const tenths = (ms: number) => Math.round(ms * 10) / 10

/** Over projects as over instances: the middle by number of runs, the high ones of the worst. */
export function latencyOf(
  fleet: readonly Pick<FleetFact, 'p50' | 'p95' | 'p99' | 'timed'>[],
): QueueView['latencyMs'] {
  const timed = fleet.filter((entry) => entry.timed > 0)
  const runs = timed.reduce((sum, entry) => sum + entry.timed, 0)
  if (runs === 0) return null
  const middle = timed.reduce((sum, entry) => sum + (entry.p50 ?? 0) * entry.timed, 0) / runs
  const worst = (read: (entry: (typeof timed)[number]) => number | null) =>
    Math.max(...timed.map((entry) => read(entry) ?? 0))
  return { p50: tenths(middle), p95: tenths(worst(({ p95 }) => p95)), p99: tenths(worst(({ p99 }) => p99)) }
}

function consumerViews(
  parts: QueueParts,
  projects: ReadonlyMap<string, ProjectFleet>,
): QueueView['consumers'] {
  return consumersOf(parts).map(({ project, workers, handler, paused }) => ({
    ...{ project, handler, paused, workers: workers ?? 1 },
    instances: projects.get(project)?.live ?? 0,
    running: parts.fleet.find((report) => report.project === project)?.running ?? 0,
  }))
}

function viewOf(parts: QueueParts, facts: QueueFacts, now: Date): QueueView {
  const { type, states, assignments } = parts
  const { health, memory } = judge(parts, facts, now)
  return {
    type: type.type,
    description: type.description,
    backends: states.map((part) =>
      backendView(part, facts.backendKinds.get(part.name) ?? 'unknown', memory.paces[part.name] ?? NO_PACE),
    ),
    producers: assignments.filter(({ role }) => role === 'producer').map(({ project }) => project),
    consumers: consumerViews(parts, facts.fleet.projects),
    paused: pauseView(parts.pause),
    health,
    failures: failuresView(parts.failures),
    latencyMs: latencyOf(parts.fleet),
    recent: [...(states[0]?.state?.recent ?? [])],
  }
}

/** About 5 ms of work. */
const PIECE = 200

/**
 * One view per type, by name, made into what the caller keeps of it; thousands are made in pieces, so that other
 * requests are answered in between.
 */
export async function queueViews<T>(
  facts: QueueFacts,
  now: Date,
  keep: (view: QueueView) => T,
): Promise<T[]> {
  const kept: T[] = []
  for (const parts of partsOf(facts)) {
    kept.push(keep(viewOf(parts, facts, now)))
    if (kept.length % PIECE === 0) await setImmediate()
  }
  return kept
}
