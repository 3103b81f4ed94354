/** The tasks of a replay: what is to be sent, what became of each. To change one, lock its replay first (`lockReplays`). */
import { decodeCursor, type Page, pageOf } from './cursor.ts'
import type { Database } from './database.ts'
import type { Transaction } from './transaction.ts'

/** `sending` is seen from outside as `pending`. */
export type ReplayTaskState =
  | 'pending'
  | 'sending'
  | 'sent'
  | 'succeeded'
  | 'failed-again'
  | 'unknown'
  | 'skipped'
  | 'cancelled'

export interface ReplayTaskRow {
  readonly replayId: string
  /** Of the failure. */
  readonly deadId: string
  readonly taskId: string
  readonly type: string
  readonly state: ReplayTaskState
  readonly detail: string | null
  readonly sentCount: number
  readonly sentAt: Date | null
  readonly endedAt: Date | null
}

const COLUMNS = `t."replayId", t."deadId", t."taskId", t.type, t.state, t.detail, t."sentCount", t."sentAt", t."endedAt"`

export interface SelectedFailure {
  readonly deadId: string
  readonly taskId: string
  readonly type: string
  /** Edited; null sends what is in the archive. */
  readonly payload?: Uint8Array | null
}

/** As `pending`. */
export async function insertReplayTasks(
  tx: Transaction,
  replayId: string,
  failures: readonly SelectedFailure[],
): Promise<void> {
  await tx.query({
    name: 'insert-replay-tasks',
    text: `insert into replay_task ("replayId", "deadId", "taskId", type, state, payload)
           select $1, u.dead_id, u.task_id, u.type, 'pending', u.payload
           from unnest($2::text[], $3::text[], $4::text[], $5::bytea[]) as u (dead_id, task_id, type, payload)`,
    values: [
      replayId,
      failures.map((failure) => failure.deadId),
      failures.map((failure) => failure.taskId),
      failures.map((failure) => failure.type),
      failures.map((failure) => (failure.payload == null ? null : Buffer.from(failure.payload))),
    ],
  })
}

/** Writes each row as it is given. */
export async function writeReplayTasks(tx: Transaction, rows: readonly ReplayTaskRow[]): Promise<void> {
  const column = <T>(read: (row: ReplayTaskRow) => T) => rows.map(read)
  await tx.query({
    name: 'write-replay-tasks',
    text: `update replay_task t set state = u.state, detail = u.detail, "sentCount" = u.sent_count,
             "sentAt" = u.sent_at, "endedAt" = u.ended_at
           from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::int[], $6::timestamptz[], $7::timestamptz[])
             as u (replay_id, dead_id, state, detail, sent_count, sent_at, ended_at)
           where t."replayId" = u.replay_id and t."deadId" = u.dead_id`,
    values: [
      ...[column((row) => row.replayId), column((row) => row.deadId), column((row) => row.state)],
      ...[column((row) => row.detail), column((row) => row.sentCount)],
      ...[column((row) => row.sentAt), column((row) => row.endedAt)],
    ],
  })
}

/** @param deadIds of tasks of this replay */
export async function readReplayTasks(
  tx: Transaction,
  replayId: string,
  deadIds: readonly string[],
): Promise<ReplayTaskRow[]> {
  const { rows } = await tx.query<ReplayTaskRow>({
    name: 'read-replay-tasks',
    text: `select ${COLUMNS} from replay_task t where t."replayId" = $1 and t."deadId" = any($2)`,
    values: [replayId, deadIds],
  })
  return rows
}

/** Several when one task died more than once. */
export async function readTasksByTaskId(
  tx: Transaction,
  pairs: readonly { readonly replayId: string; readonly taskId: string }[],
): Promise<ReplayTaskRow[]> {
  const { rows } = await tx.query<ReplayTaskRow>({
    name: 'replay-tasks-by-task-id',
    text: `select ${COLUMNS} from unnest($1::uuid[], $2::text[]) as u (replay_id, task_id)
           join replay_task t on t."replayId" = u.replay_id and t."taskId" = u.task_id`,
    values: [pairs.map((pair) => pair.replayId), pairs.map((pair) => pair.taskId)],
  })
  return rows
}

export interface TaskQuery {
  readonly replayId: string
  readonly state: ReplayTaskState
  /** Only ids of failures behind this one; '' for all. */
  readonly after: string
  /** Leaves these types out. */
  readonly exceptTypes?: readonly string[]
  readonly limit: number
}

export interface SizedTask extends ReplayTaskRow {
  /** Of the payload. */
  readonly bytes: number
}

/** By the id of the failure. */
export async function tasksInState(tx: Transaction, query: TaskQuery): Promise<SizedTask[]> {
  const { rows } = await tx.query<SizedTask>({
    name: 'replay-tasks-in-state',
    text: `select ${COLUMNS}, octet_length(coalesce(t.payload, f.body)) as bytes
           from (select * from replay_task where "replayId" = $1 and state = $2 and "deadId" > $3
                   and type <> all($4::text[]) order by "deadId" limit $5) t
           join failure f on f."deadId" = t."deadId" order by t."deadId"`,
    values: [query.replayId, query.state, query.after, query.exceptTypes ?? [], query.limit],
  })
  return rows
}

/** A task of which a sign of life is overdue: sent before `before`, or before `byType`'s instant for its type. */
export async function overdueTasks(
  tx: Transaction,
  replayId: string,
  { before, byType, limit }: { before: Date; byType: ReadonlyMap<string, Date>; limit: number },
): Promise<ReplayTaskRow[]> {
  const { rows } = await tx.query<ReplayTaskRow>(
    `select ${COLUMNS} from replay_task t
     left join unnest($3::text[], $4::timestamptz[]) as u (type, at) on u.type = t.type
     where t."replayId" = $1 and t.state = 'sent' and (t."sentAt" <= $2 or t."sentAt" < u.at) limit $5`,
    [replayId, before, [...byType.keys()], [...byType.values()], limit],
  )
  return rows
}

/** What is sent of a task. */
export interface ArchivedMessage {
  readonly deadId: string
  readonly taskId: string
  readonly typeName: string
  readonly attributes: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** The edited payload, or null. */
  readonly payload: Uint8Array | null
}

export async function readMessages(
  database: Database,
  replayId: string,
  deadIds: readonly string[],
): Promise<Map<string, ArchivedMessage>> {
  const { rows } = await database.pool.query<ArchivedMessage>({
    name: 'replay-messages',
    text: `select t."deadId", t."taskId", t.type as "typeName", f.attributes, f.body, t.payload
           from replay_task t join failure f on f."deadId" = t."deadId"
           where t."replayId" = $1 and t."deadId" = any($2)`,
    values: [replayId, deadIds],
  })
  return new Map(rows.map((row) => [row.deadId, row]))
}

const page = (condition: string) => `(select ${COLUMNS} from replay_task t
  where t."replayId" = $1 and ${condition} and t."deadId" > $2 order by t."deadId" limit $3)`
const ALL_TASKS = page('true')
/** What is being sent is not sent yet for who looks on. Two ordered reads, not a sort of everything that waits. */
const PENDING_TASKS = `${page(`t.state = 'pending'`)} union all ${page(`t.state = 'sending'`)} order by "deadId" limit $3`
const TASKS_IN_STATE = page('t.state = $4')

/** By the id of the failure. @throws Refusal 422 for a strange cursor */
export async function listReplayTasks(
  database: Database,
  replayId: string,
  query: { state?: ReplayTaskState | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<ReplayTaskRow>> {
  const [after = ''] = query.cursor === undefined ? [] : decodeCursor(query.cursor, ['string'])
  const values = [replayId, after, query.limit + 1]
  const narrowed = query.state !== undefined && query.state !== 'pending'
  const text = narrowed ? TASKS_IN_STATE : query.state === undefined ? ALL_TASKS : PENDING_TASKS
  const { rows } = await database.pool.query<ReplayTaskRow>(
    text,
    narrowed ? [...values, query.state] : values,
  )
  return pageOf(rows, query.limit, (row) => [row.deadId])
}
