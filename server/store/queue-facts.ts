/** What the read model of queues is made of: one grouped query per kind of fact, for some types or for all. */
import type { HandlerConfig } from '../task/index.ts'
import type { Database } from './database.ts'
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
const FLEET = `select c->>'type' as type, i.project, count(*)::int as reporting,
    coalesce(sum((c->>'runningCount')::int), 0)::int as running,
    (count(*) filter (where c->>'state' = 'crashed'))::int as crashed,
    max(c->>'error') filter (where c->>'state' = 'crashed') as error
  from instance i cross join lateral jsonb_array_elements(i.report->'consumers') c
  where i."lastSeenAt" > $1 and i.state <> 'stopped' and ($2::text[] is null or c->>'type' = any($2))
  group by 1, 2`
const LIVE = `select project, count(*)::int as live from instance
  where "lastSeenAt" > $1 and state <> 'stopped' group by project`

export async function readQueueFacts(database: Database, at: FactsAt): Promise<QueueFacts> {
  const types = at.types ?? null
  const [typeRows, kinds, assignments, fleet, live, pauses, states] = await Promise.all([
    select<TypeFact>(database, 'queue-types', TYPES, [types]),
    select<{ name: string; kind: string }>(database, 'backend-kinds', 'select name, kind from backend', []),
    select<AssignmentFact>(database, 'queue-assignments', ASSIGNMENTS, [types]),
    select<FleetFact>(database, 'queue-fleet', FLEET, [at.liveSince, types]),
    select<{ project: string; live: number }>(database, 'queue-live', LIVE, [at.liveSince]),
    activePauses(database, at.now, at.types),
    latestSamples(database, at.types),
  ])
  return {
    types: typeRows,
    backendKinds: new Map(kinds.map((row) => [row.name, row.kind])),
    assignments,
    fleet,
    liveInstances: new Map(live.map((row) => [row.project, row.live])),
    pauses,
    states,
  }
}
