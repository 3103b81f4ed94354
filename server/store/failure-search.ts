/**
 * Searching failures for a text, newest first, in bearable time however many there are.
 *
 * There are two ways, and each is hopeless where the other shines: to go through failures from the newest on and look
 * into each (fast when many match), or to ask the trigram index which match and to sort those (fast when few do). The
 * database cannot know how many will match, so both are tried:
 * 1. the newest `NEAR` candidates are looked into. Often that fills the page, or there are no more candidates;
 * 2. else few match, and the index is asked. A text of one or two characters has no trigrams, so there the whole
 *    archive is read;
 * 3. what takes longer than `LIMIT_MS` is given up, and the caller told how to ask for less.
 */
import type { Database } from './database.ts'
import { type FailureConditions, failureWhere, likePattern } from './failure-filter.ts'
import { inTransaction, type Transaction } from './transaction.ts'

export interface FailurePosition {
  /** ISO 8601, or `infinity` for the beginning. */
  readonly failedAt: string
  readonly deadId: string
}

export type TextConditions = FailureConditions & { readonly q: string }

/** The text stands in too many failures, or is too short, to be searched for in them all. */
export class SearchTooBroad extends Error {
  override readonly name = 'SearchTooBroad'
}

const NEAR = 2_000
export const LIMIT_MS = 5_000
const QUERY_CANCELED = '57014'

/** `$1` the pattern, `$2` and `$3` the position, `$4` how many to look into, `$5` how many to find. */
const near = (where: string) => `
with candidates as materialized (
  select f."deadId", f."failedAt" from failure f where ${where} and (f."failedAt", f."deadId") < ($2, $3)
  order by f."failedAt" desc, f."deadId" desc limit $4
), found as (
  select c."deadId" from candidates c join failure_text t on t."deadId" = c."deadId" where t.text like $1
  order by c."failedAt" desc, c."deadId" desc limit $5
)
select (select count(*) < $4 from candidates) as complete, array(select "deadId" from found) as found`

/** `$1` the pattern, `$2` and `$3` the position, `$4` how many to find. */
const everywhere = (where: string) => `
with matching as materialized (select t."deadId" from failure_text t where t.text like $1)
select f."deadId" from matching m join failure f on f."deadId" = m."deadId"
where ${where} and (f."failedAt", f."deadId") < ($2, $3)
order by f."failedAt" desc, f."deadId" desc limit $4`

/** The condition but for the text, with its parameters after those that a query has already. */
export function whereAfter(
  conditions: FailureConditions,
  taken: number,
  frozenAt?: Date | string,
): { sql: string; values: unknown[] } {
  const { sql, values } = failureWhere({ ...conditions, q: undefined }, frozenAt)
  const shifted = sql.replaceAll(/\$(\d+)/g, (_all, n: string) => `$${Number(n) + taken}`)
  return { sql: shifted, values: [...values] }
}

/** Ids of at most `limit` failures after the position, newest first. */
export async function searchFailures(
  database: Database,
  conditions: TextConditions,
  { failedAt, deadId }: FailurePosition,
  limit: number,
): Promise<string[]> {
  const pattern = likePattern(conditions.q)
  const { sql, values } = whereAfter(conditions, 5)
  const looked = await database.pool.query<{ complete: boolean; found: string[] }>(near(sql), [
    ...[pattern, failedAt, deadId, NEAR, limit],
    ...values,
  ])
  const { complete = true, found = [] } = looked.rows[0] ?? {}
  if (complete || found.length >= limit) return found
  const rest = whereAfter(conditions, 4)
  return withinLimit(database, async (transaction) => {
    const { rows } = await transaction.query<{ deadId: string }>(everywhere(rest.sql), [
      ...[pattern, failedAt, deadId, limit],
      ...rest.values,
    ])
    return rows.map((row) => row.deadId)
  })
}

/** @throws SearchTooBroad when it takes longer than `LIMIT_MS` */
export async function withinLimit<T>(
  database: Database,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  try {
    return await inTransaction(database, async (transaction) => {
      // Compiling a query that runs for some milliseconds costs more than it saves.
      await transaction.query(`set local statement_timeout = ${LIMIT_MS}; set local jit = off`)
      return work(transaction)
    })
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== QUERY_CANCELED) throw cause
    throw new SearchTooBroad(`The search took longer than ${LIMIT_MS / 1_000} s.`, { cause })
  }
}
