/**
 * How many dead failures a selection takes, by type and reason, for who is about to decide. It answers at once however
 * many there are, and says so when it did not count to the end: the exact number comes with the selection itself.
 */
import type { Database } from './database.ts'
import { type FailureConditions, failureWhere, likePattern } from './failure-filter.ts'
import { MATCHES, type TextConditions, whereAfter } from './failure-search.ts'
import { inTransaction } from './transaction.ts'

export interface SelectedCount {
  readonly type: string
  readonly reason: string
  readonly count: number
}

export interface SelectedCounts {
  readonly counts: readonly SelectedCount[]
  /** True: there are at least so many. */
  readonly capped: boolean
}

interface CountLimits {
  /** Only what was in the archive at this instant. */
  readonly frozenAt: Date
  /** Counts no further than this. */
  readonly most: number
}

/** A common text fills the count from these; only a rarer one needs the index. */
const NEAR = 10_000
/** The index gives a text that is neither common nor rare slowly. Then "at least so many" has to do. */
const INDEX_MS = 200
const QUERY_CANCELED = '57014'

const BY_TYPE = 'select type, reason, count(*)::int as count from seen group by 1, 2 order by 1, 2'

export async function countSelected(
  database: Database,
  filter: FailureConditions,
  limits: CountLimits,
): Promise<SelectedCounts> {
  const conditions = { ...filter, status: 'dead' as const }
  if (conditions.q !== undefined) return countText(database, { ...conditions, q: conditions.q }, limits)
  const { sql, values } = failureWhere(conditions, limits.frozenAt)
  const { rows } = await database.pool.query<SelectedCount>(
    `with seen as (select f.type, f.reason from failure f where ${sql} limit $${values.length + 1}) ${BY_TYPE}`,
    [...values, limits.most + 1],
  )
  return upTo(rows, limits.most)
}

/** First in the newest, then by the trigram index; see `failure-search.ts`. */
async function countText(
  database: Database,
  conditions: TextConditions,
  limits: CountLimits,
): Promise<SelectedCounts> {
  const near = await countNear(database, conditions, limits)
  const counted = upTo(near.counts, limits.most)
  if (near.complete || counted.capped) return counted
  const all = await countByIndex(database, conditions, limits)
  return all === null ? { ...counted, capped: true } : upTo(all, limits.most)
}

async function countNear(database: Database, conditions: TextConditions, { frozenAt, most }: CountLimits) {
  const { sql, values } = whereAfter(conditions, 3, frozenAt)
  const { rows } = await database.pool.query<{ complete: boolean; counts: SelectedCount[] }>(
    `with candidates as materialized (
       select f."deadId", f.type, f.reason from failure f where ${sql}
       order by f."failedAt" desc, f."deadId" desc limit $3
     ), seen as (select c.type, c.reason from candidates c where ${MATCHES} limit $2),
     counts as (${BY_TYPE})
     select (select count(*) < $3 from candidates) as complete,
       (select coalesce(json_agg(counts), '[]') from counts) as counts`,
    [likePattern(conditions.q), most + 1, Math.max(NEAR, most + 1), ...values],
  )
  return rows[0] ?? { complete: true, counts: [] }
}

/** null: not in that time. */
async function countByIndex(
  database: Database,
  conditions: TextConditions,
  { frozenAt, most }: CountLimits,
): Promise<readonly SelectedCount[] | null> {
  const { sql, values } = whereAfter(conditions, 2, frozenAt)
  const query = `with seen as (
      select f.type, f.reason from failure_text t cross join lateral (
        select f.type, f.reason from failure f where f."deadId" = t."deadId" and ${sql} offset 0) f
      where t.text like $1 limit $2
    ) ${BY_TYPE}`
  try {
    return await inTransaction(database, async (transaction) => {
      await transaction.query(
        `set local statement_timeout = ${INDEX_MS}; set local jit = off; set local enable_seqscan = off`,
      )
      return (await transaction.query<SelectedCount>(query, [likePattern(conditions.q), most + 1, ...values]))
        .rows
    })
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== QUERY_CANCELED) throw cause
    return null
  }
}

function upTo(counts: readonly SelectedCount[], most: number): SelectedCounts {
  return { counts, capped: counts.reduce((sum, { count }) => sum + count, 0) > most }
}

/** Of these ids, all of them. */
export async function countByIds(database: Database, deadIds: readonly string[]): Promise<SelectedCounts> {
  const { rows } = await database.pool.query<SelectedCount>(
    `with seen as (select type, reason from failure where "deadId" = any($1)) ${BY_TYPE}`,
    [deadIds],
  )
  return { counts: rows, capped: false }
}
