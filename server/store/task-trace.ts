/** What the database knows of one task: its deaths, replays, outcomes, and who runs it now. No payload is read. */
import type { DeadInfo, DeadReason } from '../task/index.ts'
import type { Database } from './database.ts'

/** A task that dies more often than that in replays is told by its newest deaths. */
const MOST_DEATHS = 20

export interface DeathFact {
  readonly deadId: string
  readonly type: string
  readonly reason: DeadReason
  readonly errorMessage: string
  /** Failed attempts before the last one, where the dead letter tells; confidential parts are left out already. */
  readonly attempts: DeadInfo['attempts'] | null
  readonly attempt: number
  readonly status: 'dead' | 'replaying' | 'replayed' | 'archived'
  readonly project: string | null
  readonly publishedAt: string | null
  readonly source: string | null
  readonly failedAt: Date
  readonly archivedAt: Date | null
  readonly archivedBy: string | null
  readonly diedInReplay: string | null
}

export interface ReplayFact {
  readonly replayId: string
  readonly deadId: string
  readonly state: string
  readonly detail: string | null
  readonly sentAt: Date | null
  readonly endedAt: Date | null
}

export interface OutcomeFact {
  /** Null when it was no replay. */
  readonly replayId: string | null
  readonly type: string
  readonly result: 'succeeded' | 'dead'
  readonly attempt: number
  readonly error: string | null
  readonly project: string
  readonly startedAt: Date
  readonly endedAt: Date
}

export interface RunningFact {
  readonly type: string
  readonly project: string
  readonly host: string
  readonly attempt: number
  readonly startedAt: Date
}

/** Oldest first. */
export async function readDeaths(database: Database, taskId: string): Promise<DeathFact[]> {
  const { rows } = await database.pool.query<DeathFact>({
    name: 'trace-deaths',
    text: `select "deadId", type, reason, "errorMessage", info->'attempts' as attempts, attempt, status, project,
        attributes->>'time' as "publishedAt", attributes->>'source' as source, "failedAt", "archivedAt", "archivedBy",
        "diedInReplay"
      from failure where "taskId" = $1 order by "failedAt" desc, "deadId" desc limit $2`,
    values: [taskId, MOST_DEATHS],
  })
  return rows.reverse()
}

/** What replays made of these deaths, the earliest sent first. */
export async function readReplaysOf(database: Database, deadIds: readonly string[]): Promise<ReplayFact[]> {
  const { rows } = await database.pool.query<ReplayFact>({
    name: 'trace-replays',
    text: `select "replayId", "deadId", state, detail, "sentAt", "endedAt" from replay_task
      where "deadId" = any($1::text[]) order by "sentAt" nulls last, "replayId"`,
    values: [deadIds],
  })
  return rows
}

export async function readOutcomesOf(database: Database, taskId: string): Promise<OutcomeFact[]> {
  const { rows } = await database.pool.query<OutcomeFact>({
    name: 'trace-outcomes',
    text: `select nullif("replayId", '') as "replayId", type, result, attempt, error, project, "startedAt", "endedAt"
      from outcome where "taskId" = $1 order by "endedAt"`,
    values: [taskId],
  })
  return rows
}

/** By the last heartbeats of live instances, which name the oldest tasks of each consumer. */
export async function readRunning(
  database: Database,
  taskId: string,
  liveSince: Date,
): Promise<RunningFact[]> {
  const { rows } = await database.pool.query<RunningFact>({
    name: 'trace-running',
    text: `select c->>'type' as type, i.project, i.host, (r->>'attempt')::int as attempt,
        (r->>'startedAt')::timestamptz as "startedAt"
      from instance i
      cross join lateral jsonb_array_elements(i.report->'consumers') c
      cross join lateral jsonb_array_elements(c->'running') r
      where i."lastSeenAt" > $2 and i.state <> 'stopped' and r->>'taskId' = $1
      order by "startedAt"`,
    values: [taskId, liveSince],
  })
  return rows
}
