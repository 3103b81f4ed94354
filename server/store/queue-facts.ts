/** What the read model of queues is made of: one grouped query per kind of fact, for some types or for all. */
import type { HandlerConfig } from '../task/index.ts'
import type { Database } from './database.ts'
import { type FailureTotals, readFailureTotals } from './failure-totals.ts'
import { type FormerQueue, readFormerQueues } from './former-queues.ts'
import { activePauses, type PauseOverride } from './overrides.ts'
import { type Fleet, type FleetAt, readFleet } from './queue-fleet.ts'
import { readMemories } from './queue-health.ts'
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

export interface QueueFacts {
  readonly types: readonly TypeFact[]
  /** Kind by name. */
  readonly backendKinds: ReadonlyMap<string, string>
  readonly assignments: readonly AssignmentFact[]
  readonly fleet: Fleet
  readonly pauses: ReadonlyMap<string, PauseOverride>
  readonly states: readonly QueueState[]
  /** Queues that types have left and that are drained. */
  readonly formers: readonly FormerQueue[]
  /** By type. */
  readonly failures: ReadonlyMap<string, FailureTotals>
  /** What health remembers, by type, as it is stored. */
  readonly memories: ReadonlyMap<string, unknown>
}

export interface FactsAt extends FleetAt {
  readonly now: Date
}

async function select<Row extends object>(database: Database, name: string, text: string, values: unknown[]) {
  const { rows } = await database.pool.query<Row>({ name, text, values })
  return rows
}

const TYPES = `select name as type, description, backend, "rateLimit" from task_type
  where $1::text[] is null or name = any($1) order by name collate "C"`
const ASSIGNMENTS = `select type, project, role, workers, handler, paused from assignment
  where $1::text[] is null or type = any($1) order by project`

/** @param fleet read before, when it need not be read again */
export async function readQueueFacts(
  database: Database,
  at: FactsAt,
  fleet: Promise<Fleet> | Fleet = readFleet(database, at),
): Promise<QueueFacts> {
  const types = at.types ?? null
  const [typeRows, kinds, assignments, whole, pauses, states, formers, failures, memories] =
    await Promise.all([
      select<TypeFact>(database, 'queue-types', TYPES, [types]),
      select<{ name: string; kind: string }>(database, 'backend-kinds', 'select name, kind from backend', []),
      select<AssignmentFact>(database, 'queue-assignments', ASSIGNMENTS, [types]),
      fleet,
      activePauses(database, at.now, at.types),
      latestSamples(database, at.types),
      readFormerQueues(database, at.types),
      readFailureTotals(database, at.now, at.types),
      readMemories(database, at.types),
    ])
  const backendKinds = new Map(kinds.map((row) => [row.name, row.kind]))
  return {
    ...{
      types: typeRows,
      backendKinds,
      assignments,
      fleet: whole,
      pauses,
      states,
      formers,
      failures,
      memories,
    },
  }
}
