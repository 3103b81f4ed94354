/** Failures of one cause together, from the counts that the archive keeps: no failure is read. */
import type { Database } from './database.ts'
import { type FailureConditions, failureWhere } from './failure-filter.ts'

export interface FailureGroupRow {
  readonly fingerprint: string
  readonly errorName: string
  readonly errorMessage: string
  readonly count: number
  readonly types: string[]
  readonly projects: string[]
  readonly reasons: string[]
  readonly firstFailedAt: Date
  readonly lastFailedAt: Date
}

/** Only of those that are shown the parts are put together. The words are those of the part with the most failures. */
const GROUPS = (where: string, at: number) => `
with top as materialized (
  select f.fingerprint, sum(f.count)::float8 as n from failure_count f where ${where} and f.count > 0
  group by f.fingerprint order by n desc, f.fingerprint limit $${at}
)
select f.fingerprint, (array_agg(f."errorName" order by f.count desc))[1] as "errorName",
  (array_agg(f."errorMessage" order by f.count desc))[1] as "errorMessage", top.n as count,
  array_agg(distinct f.type) as types, array_remove(array_agg(distinct f.project), '') as projects,
  array_agg(distinct f.reason) as reasons, min(f."firstFailedAt") as "firstFailedAt",
  max(f."lastFailedAt") as "lastFailedAt"
from failure_count f join top on top.fingerprint = f.fingerprint where ${where} and f.count > 0
group by f.fingerprint, top.n order by top.n desc, f.fingerprint`

/** Most frequent first. */
export async function failureGroups(
  database: Database,
  conditions: Pick<FailureConditions, 'type' | 'project' | 'reason' | 'status'>,
  limit: number,
): Promise<FailureGroupRow[]> {
  const { sql, values } = failureWhere(conditions)
  return (await database.pool.query<FailureGroupRow>(GROUPS(sql, values.length + 1), [...values, limit])).rows
}

const TREND = `
select fingerprint, least(floor(extract(epoch from at - $2::timestamptz) / $3), $4 - 1)::int as step, sum(count)::float8 as n
from failure_minute where at >= $2 and fingerprint = any($1::text[]) and ($5::text[] is null or type = any($5))
group by 1, 2`

export interface TrendRange {
  /** Oldest first; of minutes, so the first step may be short by one. */
  readonly from: Date
  readonly stepSeconds: number
  readonly steps: number
  /** Of these types, or of all. */
  readonly types: readonly string[] | undefined
}

/** Deaths per step of each cause, whatever became of them. */
export async function failureTrends(
  database: Database,
  fingerprints: readonly string[],
  { from, stepSeconds, steps, types }: TrendRange,
): Promise<ReadonlyMap<string, number[]>> {
  const trends = new Map(fingerprints.map((fingerprint) => [fingerprint, new Array<number>(steps).fill(0)]))
  const { rows } = await database.pool.query<{ fingerprint: string; step: number; n: number }>({
    name: 'failure-trends',
    text: TREND,
    values: [fingerprints, from, stepSeconds, steps, types ?? null],
  })
  for (const { fingerprint, step, n } of rows) {
    const trend = trends.get(fingerprint)
    if (trend !== undefined && step >= 0) trend[step] = (trend[step] ?? 0) + n
  }
  return trends
}
