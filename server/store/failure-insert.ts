/**
 * Writes dead tasks of one queue into the archive: what is shown, what is searched and what is counted, in one
 * statement and so in one transaction. A failure that is there already changes nothing, so a dead letter may come twice.
 */
import type { DeadInfo, DeadReason } from '../task/index.ts'
import type { Database } from './database.ts'
import { ADD_TO_COUNTS } from './failure-status.ts'

export interface NewFailure {
  readonly deadId: string
  readonly taskId: string
  readonly project: string | null
  readonly instance: string | null
  readonly revision: number | null
  readonly reason: DeadReason
  readonly errorName: string
  readonly errorMessage: string
  readonly fingerprint: string
  readonly contentType: string
  /** Byte for byte as it came. */
  readonly body: Uint8Array
  readonly attributes: Readonly<Record<string, string>>
  readonly info: DeadInfo | null
  readonly attempt: number
  readonly firstFailedAt: Date
  readonly failedAt: Date
  readonly diedInReplay: string | null
  /** What it is searched by; see `searchable`. */
  readonly text: string
}

/** What the failures of one batch have in common. */
export interface FailureOrigin {
  readonly type: string
  readonly backend: string
  /** What of the payload is hidden, even when the type should be gone one day. */
  readonly redactPaths: readonly string[]
}

/**
 * The bodies travel in one binary parameter with offsets: an array of `bytea` would travel as hexadecimal text. Rows
 * are inserted in the order of their ids, so that two who insert the same ones do not wait for each other in a circle.
 */
const INSERT = `
with incoming as materialized (
  select * from unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::text[], $10::text[], $11::text[],
    $12::text[], $13::text[], $14::int[], $15::int[], $16::jsonb[], $17::jsonb[], $18::int[], $19::timestamptz[],
    $20::timestamptz[], $21::uuid[], $22::text[])
  as i(dead_id, task_id, project, instance, revision, reason, error_name, error_message, fingerprint, content_type,
    body_at, body_bytes, attributes, info, attempt, first_failed_at, failed_at, died_in_replay, text)
), stored as (
  insert into failure ("deadId", "taskId", type, backend, project, instance, revision, reason, "errorName",
    "errorMessage", fingerprint, "contentType", body, attributes, info, attempt, "firstFailedAt", "failedAt",
    "diedInReplay", "redactPaths")
  select dead_id, task_id, $1, $2, project, instance, revision, reason, error_name, error_message, fingerprint,
    content_type, substring($3::bytea from body_at for body_bytes), attributes, info, attempt, first_failed_at,
    failed_at, died_in_replay, $23::text[]
  from incoming order by dead_id
  on conflict ("deadId") do nothing
  returning "deadId", fingerprint, coalesce(project, '') as project, reason, status, "errorName", "errorMessage",
    "firstFailedAt", "failedAt"
), texts as (
  insert into failure_text ("deadId", text) select i.dead_id, i.text from incoming i join stored s on s."deadId" = i.dead_id
), delta as (
  select $1 as type, fingerprint, project, reason, status, count(*) as n, min("errorName") as error_name,
    (array_agg("errorMessage" order by "failedAt"))[1] as error_message, min("failedAt") as first_failed,
    max("failedAt") as last_failed
  from stored group by 2, 3, 4, 5
), counted as (${ADD_TO_COUNTS}), minutes as (
  insert into failure_minute as m (type, fingerprint, at, count)
  select $1, fingerprint, date_trunc('minute', "failedAt", 'UTC'), count(*)::int from stored group by 2, 3 order by 2, 3
  on conflict (fingerprint, at, type) do update set count = m.count + excluded.count
)
select count(*)::int as stored from stored`

/** @returns how many were new; ids within a batch are distinct */
export async function insertFailures(
  database: Database,
  { type, backend, redactPaths }: FailureOrigin,
  failures: readonly NewFailure[],
): Promise<number> {
  const column = <T>(read: (failure: NewFailure) => T) => failures.map(read)
  const { rows } = await database.pool.query<{ stored: number }>({
    name: 'insert-failures',
    text: INSERT,
    values: [
      ...[type, backend, Buffer.concat(column((f) => f.body))],
      ...[
        column((f) => f.deadId),
        column((f) => f.taskId),
        column((f) => f.project),
        column((f) => f.instance),
      ],
      ...[column((f) => f.revision), column((f) => f.reason), column((f) => f.errorName)],
      ...[column((f) => f.errorMessage), column((f) => f.fingerprint), column((f) => f.contentType)],
      ...[bodyStarts(failures), column((f) => f.body.byteLength)],
      ...[
        column((f) => JSON.stringify(f.attributes)),
        column((f) => jsonOrNull(f.info)),
        column((f) => f.attempt),
      ],
      ...[column((f) => f.firstFailedAt), column((f) => f.failedAt), column((f) => f.diedInReplay)],
      ...[column((f) => f.text), redactPaths],
    ],
  })
  return rows[0]?.stored ?? 0
}

const jsonOrNull = (value: unknown) => (value === null ? null : JSON.stringify(value))

/** Counted from 1, as `substring` does. */
function bodyStarts(failures: readonly NewFailure[]): number[] {
  let at = 1
  return failures.map(({ body }) => {
    const start = at
    at += body.byteLength
    return start
  })
}
