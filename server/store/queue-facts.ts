/** What the read model of queues is made of: one grouped query per kind of fact, for some types or for all. */
import type { HandlerConfig } from '../task/index.ts'
import type { Database } from './database.ts'
import { type FailureTotals, readFailureTotals } from './failure-totals.ts'
import { activePauses, type PauseOverride } from './overrides.ts'
import { latestSamples, type QueueState } from './samples.ts'

export interface TypeFact {
  readonly type: string
  readonly description: string
  readonly backend: string
  /** Tasks per second over the whole fleet; null means no limit. */
  readonly rateLimit: number | null
}

export interface AssignmentFact {
  readonly type: string
  readonly project: string
  readonly role: 'producer' | 'consumer'
  readonly workers: number | null
  readonly handler: HandlerConfig | null
  readonly paused: boolean
}

/** What the live instances of a project say of one consumer. */
export interface FleetFact {
  readonly type: string
  readonly project: string
  readonly reporting: number
  readonly running: number
  readonly crashed: number
  /** Of one that crashed. */
  readonly error: string | null
  /** Handler time over the last minute, milliseconds; null without a run. See `LATENCY` for how it is combined. */
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
  /** Runs that the latency speaks for. */
  readonly timed: number
}

export interface QueueFacts {
  readonly types: readonly TypeFact[]
  /** Kind by name. */
  readonly backendKinds: ReadonlyMap<string, string>
  readonly assignments: readonly AssignmentFact[]
  readonly fleet: readonly FleetFact[]
  /** Live instances per project. */
  readonly liveInstances: ReadonlyMap<string, number>
  readonly pauses: ReadonlyMap<string, PauseOverride>
  readonly states: readonly QueueState[]
  /** By type. */
  readonly failures: ReadonlyMap<string, FailureTotals>
}

export interface FactsAt {
  readonly now: Date
  /** Instances heard after this instant are live. */
  readonly liveSince: Date
  /** Of all types when left out. */
  readonly types?: readonly string[]
}

async function select<Row extends object>(database: Database, name: string, text: string, values: unknown[]) {
  const { rows } = await database.pool.query<Row>({ name, text, values })
  return rows
}

const TYPES = `select name as type, description, backend, "rateLimit" from task_type
  where $1::text[] is null or name = any($1) order by name collate "C"`
const ASSIGNMENTS = `select type, project, role, workers, handler, paused from assignment
  where $1::text[] is null or type = any($1) order by project`
/**
 * Percentiles of several instances cannot be joined exactly. The middle is the mean of theirs, each by its number of
 * runs; the high ones are the worst instance's, which the fleet's own never exceed.
 */
const RUNS = `coalesce((c->'lastMinute'->>'attempts')::int, 1)`
const TIMED = `filter (where jsonb_typeof(c->'latencyMs') = 'object')`
const LATENCY = `(sum((c->'latencyMs'->>'p50')::float8 * ${RUNS}) ${TIMED} / nullif(sum(${RUNS}) ${TIMED}, 0))::float8 as p50,
    max((c->'latencyMs'->>'p95')::float8) as p95, max((c->'latencyMs'->>'p99')::float8) as p99,
    coalesce(sum(${RUNS}) ${TIMED}, 0)::int as timed`
const FLEET = `select c->>'type' as type, i.project, count(*)::int as reporting,
    coalesce(sum((c->>'runningCount')::int), 0)::int as running,
    (count(*) filter (where c->>'state' = 'crashed'))::int as crashed,
    max(c->>'error') filter (where c->>'state' = 'crashed') as error,
    ${LATENCY}
  from instance i cross join lateral jsonb_array_elements(i.report->'consumers') c
  where i."lastSeenAt" > $1 and i.state <> 'stopped'`
/** Of one type only its consumers' instances are looked at; without a type all are, which costs with thousands. */
const FLEET_OF_ALL = `${FLEET} group by 1, 2`
const FLEET_OF_TYPES = `${FLEET} and c->>'type' = any($2)
  and i.project in (select project from assignment where type = any($2) and role = 'consumer') group by 1, 2`
const LIVE = `select project, count(*)::int as live from instance
  where "lastSeenAt" > $1 and state <> 'stopped'
    and ($2::text[] is null or project in (select project from assignment where type = any($2))) group by project`

export interface Fleet {
  readonly reports: readonly FleetFact[]
  /** Live instances per project. */
  readonly live: ReadonlyMap<string, number>
}

export async function readFleet(
  database: Database,
  { liveSince, types }: Pick<FactsAt, 'liveSince' | 'types'>,
): Promise<Fleet> {
  const [reports, live] = await Promise.all([
    types === undefined
      ? select<FleetFact>(database, 'fleet-of-all', FLEET_OF_ALL, [liveSince])
      : select<FleetFact>(database, 'fleet-of-types', FLEET_OF_TYPES, [liveSince, types]),
    select<{ project: string; live: number }>(database, 'queue-live', LIVE, [liveSince, types ?? null]),
  ])
  return { reports, live: new Map(live.map((row) => [row.project, row.live])) }
}

/** @param fleet read before, when it need not be read again */
export async function readQueueFacts(
  database: Database,
  at: FactsAt,
  fleet: Promise<Fleet> | Fleet = readFleet(database, at),
): Promise<QueueFacts> {
  const types = at.types ?? null
  const [typeRows, kinds, assignments, { reports, live }, pauses, states, failures] = await Promise.all([
    select<TypeFact>(database, 'queue-types', TYPES, [types]),
    select<{ name: string; kind: string }>(database, 'backend-kinds', 'select name, kind from backend', []),
    select<AssignmentFact>(database, 'queue-assignments', ASSIGNMENTS, [types]),
    fleet,
    activePauses(database, at.now, at.types),
    latestSamples(database, at.types),
    readFailureTotals(database, at.now, at.types),
  ])
  const backendKinds = new Map(kinds.map((row) => [row.name, row.kind]))
  return {
    ...{ types: typeRows, backendKinds, assignments, fleet: reports, liveInstances: live, pauses, states },
    failures,
  }
}
