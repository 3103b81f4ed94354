/** Dead tasks of each type by number: one grouped query over the counts that the archive keeps, however many there are. */
import type { Database } from './database.ts'

export interface FailureTotals {
  readonly type: string
  /** Those that wait for a person. */
  readonly dead: number
  /** Deaths within the last hour, whatever became of them. */
  readonly lastHour: number
  /** Deaths per minute, over the minute that runs and the one before it. */
  readonly perMinute: number
  /** When a task of the type died last; null: none did. */
  readonly lastFailedAt: Date | null
}

const TOTALS = `
with counted as (
  select type, sum(count) filter (where status = 'dead') as dead, max("lastFailedAt") as "lastFailedAt"
  from failure_count where $1::text[] is null or type = any($1) group by type
), recent as (
  select type, sum(count) as "lastHour", sum(count) filter (where at >= $3) as lately
  from failure_minute where at >= $2 and ($1::text[] is null or type = any($1)) group by type
)
select coalesce(c.type, r.type) as type, coalesce(c.dead, 0)::float8 as dead,
  coalesce(r."lastHour", 0)::float8 as "lastHour", coalesce(r.lately, 0)::float8 as lately, c."lastFailedAt"
from counted c full join recent r on r.type = c.type`

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

interface TotalsRow extends Omit<FailureTotals, 'perMinute'> {
  readonly lately: number
}

/** By type, for these types or for all; a type of which no task ever died is absent. */
export async function readFailureTotals(
  database: Database,
  now: Date,
  types?: readonly string[],
): Promise<ReadonlyMap<string, FailureTotals>> {
  const minute = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS
  const lateFrom = minute - MINUTE_MS
  const { rows } = await database.pool.query<TotalsRow>({
    name: 'failure-totals',
    text: TOTALS,
    // Minutes are kept by their start: the one in which the hour began counts as a whole.
    values: [types ?? null, new Date(minute - HOUR_MS), new Date(lateFrom)],
  })
  const lateMinutes = (now.getTime() - lateFrom) / MINUTE_MS
  return new Map(
    rows.map(({ lately, ...row }) => [row.type, { ...row, perMinute: lately / Math.max(lateMinutes, 1) }]),
  )
}
