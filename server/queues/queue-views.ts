/** From facts to the views that the API serves: one per type, each figure with how it was obtained. */
import { setImmediate } from 'node:timers/promises'
import type { QueueView } from '../api/contract/queues.ts'
import type { FailureTotals } from '../store/failure-totals.ts'
import type { AssignmentFact, FleetFact, QueueFacts, TypeFact } from '../store/queue-facts.ts'
import type { FigureName, QueueState } from '../store/samples.ts'
import type { Figure } from '../task/index.ts'
import { healthOf } from './health.ts'

type BackendView = QueueView['backends'][number]

/** Null with quality `exact` is: not known now. */
const figure = (state: QueueState | null, name: FigureName, value: number | null | undefined): Figure => ({
  value: value ?? null,
  quality: state?.quality[name] ?? 'exact',
})

/** Milliseconds until the ready tasks are gone at the present pace; null when they grow or nothing is known. */
export function drainOf(
  ready: number | null,
  inPerSecond: number | null,
  outPerSecond: number | null,
): number | null {
  if (ready === 0) return 0
  if (ready === null || inPerSecond === null || outPerSecond === null) return null
  const pace = outPerSecond - inPerSecond
  return pace > 0 ? Math.round((ready / pace) * 1_000) : null
}

function backendView(name: string, kind: string, state: QueueState | null): BackendView {
  const rates = state?.quality.outPerSecond === 'unsupported' ? 'unsupported' : 'estimated'
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
      value: state === null ? null : drainOf(state.ready, state.inPerSecond, state.outPerSecond),
      quality: rates,
    },
    sampledAt: state?.sampledAt?.toISOString() ?? null,
  }
}

/** The type's own backend first, then those that it has left but has tasks in. */
function statesOf(
  type: TypeFact,
  states: readonly QueueState[],
): { name: string; state: QueueState | null }[] {
  const own = states.find((state) => state.backend === type.backend) ?? null
  const left = states.filter(
    (state) =>
      state.backend !== type.backend &&
      (state.error !== null || (state.ready ?? 0) + (state.inFlight ?? 0) + (state.delayed ?? 0) > 0),
  )
  return [{ name: type.backend, state: own }, ...left.map((state) => ({ name: state.backend, state }))]
}

const UNSAMPLED = {
  error: null,
  errorSince: null,
  sampledAt: null,
  ready: null,
  delayed: null,
  oldestAgeMs: null,
  inPerSecond: null,
  outPerSecond: null,
  waitingSince: null,
}

/** About 5 ms of work. */
const PIECE = 200

interface TypeFacts {
  readonly states: readonly QueueState[]
  readonly assignments: readonly AssignmentFact[]
  readonly fleet: readonly FleetFact[]
}

function consumersOf({ assignments, fleet }: TypeFacts, live: ReadonlyMap<string, number>) {
  return assignments
    .filter((assignment) => assignment.role === 'consumer' && assignment.handler !== null)
    .map(({ project, workers, handler, paused }) => {
      const report = fleet.find((entry) => entry.project === project)
      const { running = 0, crashed = 0, error = null } = report ?? {}
      const instances = live.get(project) ?? 0
      return { project, workers: workers ?? 1, instances, running, handler, paused, crashed, error }
    })
}

function failuresOf(totals: FailureTotals | undefined): QueueView['failures'] {
  if (totals === undefined) return { dead: 0, lastHour: 0, lastFailedAt: null }
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

function viewOf(type: TypeFact, own: TypeFacts, facts: QueueFacts, now: Date): QueueView {
  const consumers = consumersOf(own, facts.liveInstances)
  const pause = facts.pauses.get(type.type) ?? null
  const states = statesOf(type, own.states)
  const producers = own.assignments.filter(({ role }) => role === 'producer').map(({ project }) => project)
  return {
    type: type.type,
    description: type.description,
    backends: states.map(({ name, state }) =>
      backendView(name, facts.backendKinds.get(name) ?? 'unknown', state),
    ),
    producers,
    consumers: consumers.flatMap(({ crashed: _crashed, error: _error, handler, ...consumer }) =>
      handler === null ? [] : [{ ...consumer, handler }],
    ),
    paused:
      pause === null
        ? null
        : {
            by: pause.by,
            reason: pause.reason,
            since: pause.since.toISOString(),
            until: pause.until?.toISOString() ?? null,
          },
    health: healthOf({
      now,
      backends: states.map(({ name, state }) => ({ ...(state ?? UNSAMPLED), name })),
      consumers,
      producers: producers.length,
      paused: pause,
      rateLimit: type.rateLimit,
    }),
    failures: failuresOf(facts.failures.get(type.type)),
    latencyMs: latencyOf(own.fleet),
    recent: [...(states[0]?.state?.recent ?? [])],
  }
}

/**
 * One view per type, by name, made into what the caller keeps of it; thousands are made in pieces, so that other
 * requests are answered in between.
 */
export async function queueViews<T>(
  facts: QueueFacts,
  now: Date,
  keep: (view: QueueView) => T,
): Promise<T[]> {
  const states = Map.groupBy(facts.states, (state) => state.type)
  const assignments = Map.groupBy(facts.assignments, (assignment) => assignment.type)
  const fleet = Map.groupBy(facts.fleet, (entry) => entry.type)
  const kept: T[] = []
  for (const type of facts.types) {
    const own = {
      states: states.get(type.type) ?? [],
      assignments: assignments.get(type.type) ?? [],
      fleet: fleet.get(type.type) ?? [],
    }
    kept.push(keep(viewOf(type, own, facts, now)))
    if (kept.length % PIECE === 0) await setImmediate()
  }
  return kept
}
