/** From facts of all queues to what is known of each one, and to what its health is judged by. */

import type { FailureTotals } from '../store/failure-totals.ts'
import type { FormerQueue } from '../store/former-queues.ts'
import type { PauseOverride } from '../store/overrides.ts'
import type { AssignmentFact, QueueFacts, TypeFact } from '../store/queue-facts.ts'
import type { FleetFact, ProjectFleet } from '../store/queue-fleet.ts'
import type { QueueState } from '../store/samples.ts'
import type { BackendFacts, ConsumerFacts, FailingFacts, HealthFacts, TrippedFacts } from './health/facts.ts'
import { type Judged, judgeHealth } from './health/judge-health.ts'
import { type HealthMemory, NO_MEMORY } from './health/memory.ts'

/** A type's queue in one backend. */
export interface QueuePart {
  readonly name: string
  /** null: never sampled. */
  readonly state: QueueState | null
  /** Since when it is left, while consumers still take from it; null otherwise. */
  readonly drainedSince: Date | null
}

/** One queue. */
export interface QueueParts {
  readonly type: TypeFact
  /** The type's own backend first, then those that it has left and is drained from or has tasks in. */
  readonly states: readonly QueuePart[]
  readonly assignments: readonly AssignmentFact[]
  readonly fleet: readonly FleetFact[]
  readonly pause: PauseOverride | null
  readonly failures: FailureTotals | null
  readonly memory: HealthMemory
}

/** By type, one after the other: there may be thousands. */
export function* partsOf(facts: QueueFacts): Generator<QueueParts> {
  const states = Map.groupBy(facts.states, (state) => state.type)
  const formers = Map.groupBy(facts.formers, (former) => former.type)
  const assignments = Map.groupBy(facts.assignments, (assignment) => assignment.type)
  const fleet = Map.groupBy(facts.fleet.reports, (report) => report.type)
  for (const type of facts.types)
    yield {
      type,
      states: statesOf(type, states.get(type.type) ?? [], formers.get(type.type) ?? []),
      assignments: assignments.get(type.type) ?? [],
      fleet: fleet.get(type.type) ?? [],
      pause: facts.pauses.get(type.type) ?? null,
      failures: facts.failures.get(type.type) ?? null,
      memory: (facts.memories.get(type.type) as HealthMemory | undefined) ?? NO_MEMORY,
    }
}

function statesOf(
  { backend: home }: TypeFact,
  states: readonly QueueState[],
  formers: readonly FormerQueue[],
): QueuePart[] {
  const stateIn = (backend: string) => states.find((state) => state.backend === backend) ?? null
  const drained = new Map(
    formers.filter(({ backend }) => backend !== home).map((one) => [one.backend, one.since]),
  )
  const left = states
    .filter((state) => state.backend !== home && mayHoldTasks(state))
    .map((state) => state.backend)
  return [home, ...new Set([...drained.keys(), ...left])].map((name) => ({
    ...{ name, state: stateIn(name), drainedSince: drained.get(name) ?? null },
  }))
}

function mayHoldTasks({ error, ready, inFlight, delayed }: QueueState): boolean {
  return error !== null || (ready ?? 0) + (inFlight ?? 0) + (delayed ?? 0) > 0
}

export function judge(parts: QueueParts, facts: QueueFacts, now: Date): Judged {
  return judgeHealth(healthFacts(parts, facts.fleet.projects, now), parts.memory)
}

function healthFacts(parts: QueueParts, projects: ReadonlyMap<string, ProjectFleet>, now: Date): HealthFacts {
  const { dead = 0, lastHour = 0, perMinute = 0, lastFailedAt = null } = parts.failures ?? {}
  return {
    now,
    backends: parts.states.map(({ name, state }) => ({ ...(state ?? UNSAMPLED), name })),
    consumers: consumersOf(parts).map((consumer) =>
      consumerFacts(
        consumer,
        parts.fleet.find(({ project }) => project === consumer.project),
        projects.get(consumer.project),
      ),
    ),
    producers: parts.assignments.filter(({ role }) => role === 'producer').length,
    paused: parts.pause,
    rateLimit: parts.type.rateLimit,
    failures: { dead, lastHour, perMinute, lastFailedAt },
  }
}

const UNSAMPLED: Omit<BackendFacts, 'name'> = {
  ...{ error: null, errorSince: null, sampledAt: null, waitingSince: null, oldestAgeMs: null },
  ...{ ready: null, delayed: null, dead: null, inPerSecond: null, outPerSecond: null },
}

type Consumer = AssignmentFact & { readonly handler: NonNullable<AssignmentFact['handler']> }

/** Assignments that consume. */
export function consumersOf({ assignments }: Pick<QueueParts, 'assignments'>): Consumer[] {
  return assignments.filter(
    (assignment): assignment is Consumer => assignment.role === 'consumer' && assignment.handler !== null,
  )
}

function consumerFacts(
  { project, workers, paused, handler }: Consumer,
  report: FleetFact | undefined,
  fleet: ProjectFleet | undefined,
): ConsumerFacts {
  const { running = 0, crashed = 0, attempts = 0, failed = 0, trying = 0 } = report ?? {}
  const { live = 0, misconfigured = 0, configError = null } = fleet ?? {}
  return {
    ...{ project, paused, running, crashed, attempts, failed, trying, misconfigured, configError },
    handlerKind: handler.kind,
    workers: workers ?? 1,
    instances: live,
    ...crashOf(report?.crash ?? null),
    failing: report === undefined ? null : failingOf(report),
    tripped: report === undefined ? null : trippedOf(report),
  }
}

function crashOf(crash: string | null): Pick<ConsumerFacts, 'error' | 'errorCode'> {
  if (crash === null) return { error: null, errorCode: null }
  const space = crash.indexOf(' ')
  return { error: crash.slice(space + 1), errorCode: crash.slice(0, space) || null }
}

function trippedOf({ tripped, trippedSince, nextProbeAt, outage }: FleetFact): TrippedFacts | null {
  if (tripped === 0 || trippedSince === null || outage === null) return null
  const { target, status, error } = outage
  return { instances: tripped, since: trippedSince, nextProbeAt, target, status, error }
}

function failingOf({ failing, failingSince, failingCount, newestFailure }: FleetFact): FailingFacts | null {
  if (failing === 0 || failingSince === null || newestFailure === null) return null
  const { status, error } = newestFailure
  return { instances: failing, since: failingSince, count: failingCount, status, error }
}
