/** Reads of the failure archive: pages of it, and one failure with everything. */
import type { DeadInfo, DeadReason } from '../task/index.ts'
import type { Database } from './database.ts'
import { type FailureConditions, failureWhere } from './failure-filter.ts'
import { type FailurePosition, FIRST, searchFailures } from './failure-search.ts'
import type { FailureStatus } from './failure-status.ts'

export interface FailureRow {
  readonly deadId: string
  readonly taskId: string
  readonly type: string
  readonly backend: string
  readonly project: string | null
  readonly instance: string | null
  readonly revision: number | null
  readonly reason: DeadReason
  readonly fingerprint: string
  readonly errorName: string
  readonly errorMessage: string
  /** As the dead letter says; null when the target gave no answer. */
  readonly responseStatus: number | null
  readonly attempt: number
  readonly status: FailureStatus
  readonly firstFailedAt: Date
  readonly failedAt: Date
  readonly replayId: string | null
  readonly diedInReplay: string | null
}

const ROW = `f."deadId", f."taskId", f.type, f.backend, f.project, f.instance, f.revision, f.reason, f.fingerprint,
  f."errorName", f."errorMessage", (f.info #>> '{response,status}')::float8 as "responseStatus", f.attempt, f.status,
  f."firstFailedAt", f."failedAt", f."replayId", f."diedInReplay"`

/** After a position, newest first. The columns that a page does not show are not read. */
const PAGE = (where: string, at: number) => `
select ${ROW} from failure f where ${where} and (f."failedAt", f."deadId") < ($${at}, $${at + 1})
order by f."failedAt" desc, f."deadId" desc limit $${at + 2}`

const ROWS = `select ${ROW} from failure f where f."deadId" = any($1::text[])
  order by f."failedAt" desc, f."deadId" desc`

/**
 * At most `limit` failures after the position, newest first.
 * @throws SearchTooBroad when the text cannot be searched for in bearable time
 */
export async function listFailures(
  database: Database,
  conditions: FailureConditions,
  after: FailurePosition | null,
  limit: number,
): Promise<FailureRow[]> {
  const position = after ?? FIRST
  if (conditions.q !== undefined) {
    const found = await searchFailures(database, { ...conditions, q: conditions.q }, position, limit)
    return found.length === 0 ? [] : (await database.pool.query<FailureRow>(ROWS, [found])).rows
  }
  const { sql, values } = failureWhere(conditions)
  const { rows } = await database.pool.query<FailureRow>(PAGE(sql, values.length + 1), [
    ...values,
    position.failedAt,
    position.deadId,
    limit,
  ])
  return rows
}

export interface WholeFailure extends FailureRow {
  readonly contentType: string
  readonly body: Buffer
  readonly attributes: Readonly<Record<string, string>>
  readonly info: DeadInfo | null
  /** What its type hid when it was stored. */
  readonly redactPaths: readonly string[]
  /** What its type hides now; null when there is no such type any more. */
  readonly typeRedactPaths: readonly string[] | null
  readonly storedAt: Date
  readonly archivedAt: Date | null
  readonly archivedBy: string | null
  readonly archiveReason: string | null
}

const WHOLE = `
select ${ROW}, f."contentType", f.body, f.attributes, f.info, coalesce(f."redactPaths", '{}') as "redactPaths",
  t."redactPaths" as "typeRedactPaths", f."storedAt", f."archivedAt", f."archivedBy", f."archiveReason"
from failure f left join task_type t on t.name = f.type where f."deadId" = $1`

export async function findFailure(database: Database, deadId: string): Promise<WholeFailure | null> {
  const { rows } = await database.pool.query<WholeFailure>({
    name: 'find-failure',
    text: WHOLE,
    values: [deadId],
  })
  return rows[0] ?? null
}

export interface ReplayOfFailure {
  readonly id: string
  readonly state: string
  readonly detail: string | null
  readonly at: Date | null
}

/** What is being sent is not sent yet. */
const REPLAYS = `
select t."replayId" as id, case t.state when 'sending' then 'pending' else t.state end as state, t.detail,
  coalesce(t."endedAt", t."sentAt") as at
from replay_task t join replay r on r.id = t."replayId" where t."deadId" = $1 order by r."createdAt" desc, r.id desc limit 100`

/** Every replay that took it, newest first. */
export async function replaysOfFailure(database: Database, deadId: string): Promise<ReplayOfFailure[]> {
  return (await database.pool.query<ReplayOfFailure>(REPLAYS, [deadId])).rows
}

export type OtherDeath = Pick<FailureRow, 'deadId' | 'failedAt' | 'status'>

const OTHERS = `select "deadId", "failedAt", status from failure where "taskId" = $1 and "deadId" <> $2
  order by "failedAt" desc, "deadId" desc limit 100`

/** Other deaths of the same task, newest first. */
export async function otherDeaths(
  database: Database,
  { taskId, deadId }: Pick<FailureRow, 'taskId' | 'deadId'>,
): Promise<OtherDeath[]> {
  return (await database.pool.query<OtherDeath>(OTHERS, [taskId, deadId])).rows
}
