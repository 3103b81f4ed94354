/**
 * Searching failures for a text, newest first, in bearable time however many there are.
 *
 * There are two ways, and each is hopeless where the other shines: to go through failures from the newest on and look
 * into each (fast when many match), or to ask the trigram index which match and to sort those (fast when few do). The
 * database cannot know how many will match, so it is found out:
 * 1. the newest `NEAR` candidates are looked into. Often that fills the page, or there are no more candidates;
 * 2. where as many of them match that `WIDE` candidates will do, these are looked into; also where the text is common
 *    and only rare under the rest of the filter, because then the index would give far too many;
 * 3. else few match, and the index is asked. A text of one or two characters has no trigrams: there all are read;
 * 4. what takes longer than `LIMIT_MS` is given up, and the caller told how to ask for less.
 */
import type { Database } from './database.ts'
import { type FailureConditions, failureWhere, likePattern } from './failure-filter.ts'
import { inTransaction, type Transaction } from './transaction.ts'

export interface FailurePosition {
  /** ISO 8601, or `infinity` for the beginning. */
  readonly failedAt: string
  readonly deadId: string
}

/** Before all that there is. */
export const FIRST: FailurePosition = { failedAt: 'infinity', deadId: '' }

export type TextConditions = FailureConditions & { readonly q: string }

/** The text stands in too many failures, or is too short, to be searched for in them all. */
export class SearchTooBroad extends Error {
  override readonly name = 'SearchTooBroad'
}

const NEAR = 2_000
const WIDE = 40_000
const COMMON_SHARE = 0.02
export const LIMIT_MS = 5_000
const QUERY_CANCELED = '57014'

/** A text is looked up by the failure's id, one by one: the planner, left to itself, would rather read all texts. `c` is the candidate. */
export const MATCHES = '(select t.text like $1 from failure_text t where t."deadId" = c."deadId")'

/** `$1` the pattern, `$2` and `$3` the position, `$4` how many to look into, `$5` how many to find. */
const fromNewest = (where: string) => `
with candidates as materialized (
  select f."deadId", f."failedAt" from failure f where ${where} and (f."failedAt", f."deadId") < ($2, $3)
  order by f."failedAt" desc, f."deadId" desc limit $4
), found as (
  select c."deadId" from candidates c where ${MATCHES} order by c."failedAt" desc, c."deadId" desc limit $5
)
select (select count(*) < $4 from candidates) as complete, array(select "deadId" from found) as found`

/** `$1` the pattern, `$2` and `$3` the position, `$4` how many to find. */
const everywhere = (where: string) => `
select f."deadId" from failure_text t cross join lateral (
  select f."deadId", f."failedAt" from failure f
  where f."deadId" = t."deadId" and ${where} and (f."failedAt", f."deadId") < ($2, $3) offset 0) f
where t.text like $1
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
export function searchFailures(
  database: Database,
  conditions: TextConditions,
  position: FailurePosition,
  limit: number,
): Promise<string[]> {
  return withinLimit(database, conditions.q, async (transaction) => {
    const search = { conditions, position, limit }
    const near = await lookFromNewest(transaction, search, NEAR)
    if (near.complete || near.found.length >= limit) return near.found
    if (
      willFill(near.found.length, limit) ||
      (isNarrowed(conditions) && (await isCommon(transaction, search)))
    ) {
      const wide = await lookFromNewest(transaction, search, WIDE)
      if (wide.complete || wide.found.length >= limit) return wide.found
    }
    return lookEverywhere(transaction, search)
  })
}

/** Whether anything but the status and the text narrows. */
function isNarrowed({ q: _q, status: _status, ...rest }: FailureConditions): boolean {
  return Object.values(rest).some((value) => value !== undefined)
}

/** Whether it stands in so many failures that the index is no help, whatever else is asked for. */
async function isCommon(transaction: Transaction, { conditions: { q, status } }: Search): Promise<boolean> {
  const all = { conditions: { q, status }, position: FIRST, limit: NEAR }
  return (await lookFromNewest(transaction, all, NEAR)).found.length > NEAR * COMMON_SHARE
}

/** With half again as many as it takes on average. */
const willFill = (foundNear: number, limit: number) => (limit / foundNear) * NEAR * 1.5 <= WIDE

interface Search {
  readonly conditions: TextConditions
  readonly position: FailurePosition
  readonly limit: number
}

async function lookFromNewest(
  transaction: Transaction,
  { conditions, position, limit }: Search,
  candidates: number,
): Promise<{ complete: boolean; found: string[] }> {
  const { sql, values } = whereAfter(conditions, 5)
  const { rows } = await transaction.query<{ complete: boolean; found: string[] }>(fromNewest(sql), [
    ...[likePattern(conditions.q), position.failedAt, position.deadId, candidates, limit],
    ...values,
  ])
  return rows[0] ?? { complete: true, found: [] }
}

async function lookEverywhere(
  transaction: Transaction,
  { conditions, position, limit }: Search,
): Promise<string[]> {
  const { sql, values } = whereAfter(conditions, 4)
  const { rows } = await transaction.query<{ deadId: string }>(everywhere(sql), [
    ...[likePattern(conditions.q), position.failedAt, position.deadId, limit],
    ...values,
  ])
  return rows.map(({ deadId }) => deadId)
}

/** Compiling a query that runs for some milliseconds costs more than it saves. */
const SETTINGS = `set local statement_timeout = ${LIMIT_MS}; set local jit = off; set local work_mem = '32MB'`
/**
 * A page that needs no more than the first rows makes the planner hope for an early end and read the whole table. Of a
 * text without three letters or digits in a row the index knows nothing, and reading it all is the only way.
 */
const WITH_INDEX = `${SETTINGS}; set local enable_seqscan = off`
const HAS_TRIGRAM = /[\p{L}\p{N}]{3}/u

/** @throws SearchTooBroad when a query takes longer than `LIMIT_MS` */
export async function withinLimit<T>(
  database: Database,
  q: string,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  try {
    return await inTransaction(database, async (transaction) => {
      await transaction.query(HAS_TRIGRAM.test(q) ? WITH_INDEX : SETTINGS)
      return work(transaction)
    })
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== QUERY_CANCELED) throw cause
    throw new SearchTooBroad(`The search took longer than ${LIMIT_MS / 1_000} s.`, { cause })
  }
}
