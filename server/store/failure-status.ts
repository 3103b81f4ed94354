/**
 * The status of failures, and how many there are of each. Every change goes through here, so that the counts
 * (`failure_count`) are never wrong for anybody.
 *
 *     dead ──► replaying ──► replayed
 *     dead ◄── replaying (cancelled, skipped)
 *     dead ◄─► archived
 */
import type { Transaction } from './transaction.ts'

export type FailureStatus = 'dead' | 'replaying' | 'replayed' | 'archived'

/** A bulk act of putting away, as its failures remember it. */
export interface PutAwayAct {
  readonly archivedAt: Date
  readonly archivedBy: string
}

export interface StatusMove {
  readonly deadIds: readonly string[]
  /** Only those that have one of these now are moved. */
  readonly from: readonly FailureStatus[]
  readonly to: FailureStatus
  /** Only those that this act put away. */
  readonly putAwayBy?: PutAwayAct | undefined
  readonly set?: {
    /** With `to: 'archived'`. */
    readonly archivedBy?: string
    readonly archiveReason?: string
    /** One instant for all that one act puts away, by which they are known; now, unless given. */
    readonly archivedAt?: Date
    /** The replay that selects them; what is not given stays. */
    readonly replayId?: string | null
  }
}

/**
 * Adds to the counts. `delta(type, fingerprint, project, reason, status, n, error_name, error_message, first_failed,
 * last_failed)` is a relation of one row per key. In the order of the key, so that two transactions cannot wait for
 * each other in a circle. A count that has fallen to zero begins anew.
 */
export const ADD_TO_COUNTS = `
insert into failure_count as c (type, fingerprint, project, reason, status, count, "errorName", "errorMessage",
  "firstFailedAt", "lastFailedAt")
select type, fingerprint, project, reason, status, n, error_name, error_message, first_failed, last_failed
from delta order by type, fingerprint, project, reason, status
on conflict (type, fingerprint, project, reason, status) do update set
  count = c.count + excluded.count,
  "errorName" = case when c.count <= 0 then excluded."errorName" else c."errorName" end,
  "errorMessage" = case when c.count <= 0 then excluded."errorMessage" else c."errorMessage" end,
  "firstFailedAt" = case when c.count <= 0 then excluded."firstFailedAt" when excluded.count < 0 then c."firstFailedAt"
    else least(c."firstFailedAt", excluded."firstFailedAt") end,
  "lastFailedAt" = case when c.count <= 0 then excluded."lastFailedAt" when excluded.count < 0 then c."lastFailedAt"
    else greatest(c."lastFailedAt", excluded."lastFailedAt") end`

const MOVE = `
with locked as materialized (
  select "deadId", status as was from failure
  where "deadId" = any($1::text[]) and status = any($2::text[]) and status <> $3
    and ($9::timestamptz is null or ("archivedAt" = $9 and "archivedBy" = $10)) order by "deadId" for update
), moved as (
  update failure f set status = $3,
    "archivedAt" = case when $3 = 'archived' then coalesce($8::timestamptz, now()) end,
    "archivedBy" = case when $3 = 'archived' then $4 end,
    "archiveReason" = case when $3 = 'archived' then $5 end,
    "replayId" = case when $6 then $7::uuid else f."replayId" end
  from locked l where f."deadId" = l."deadId"
  returning f."deadId", f.type, f.fingerprint, coalesce(f.project, '') as project, f.reason, l.was, f."errorName",
    f."errorMessage", f."failedAt"
), delta as (
  select m.type, m.fingerprint, m.project, m.reason, s.status, sum(s.sign) as n, min(m."errorName") as error_name,
    min(m."errorMessage") as error_message, min(m."failedAt") as first_failed, max(m."failedAt") as last_failed
  from moved m cross join lateral (values (m.was, -1), ($3, 1)) as s(status, sign)
  group by 1, 2, 3, 4, 5
), counted as (${ADD_TO_COUNTS})
select "deadId" from moved`

/**
 * Moves failures to another status and keeps the counts, in the caller's transaction.
 * @returns the ids of those that really moved; who was not in `from`, or is there already, is left as it is
 */
export async function moveFailures(
  transaction: Transaction,
  { deadIds, from, to, putAwayBy, set = {} }: StatusMove,
): Promise<readonly string[]> {
  if (deadIds.length === 0) return []
  const { rows } = await transaction.query<{ deadId: string }>({
    name: 'move-failures',
    text: MOVE,
    values: [
      ...[deadIds, from, to, set.archivedBy ?? null, set.archiveReason ?? null],
      ...[set.replayId !== undefined, set.replayId ?? null, set.archivedAt ?? null],
      ...[putAwayBy?.archivedAt ?? null, putAwayBy?.archivedBy ?? null],
    ],
  })
  return rows.map(({ deadId }) => deadId)
}
