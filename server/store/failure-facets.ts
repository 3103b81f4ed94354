/**
 * How many failures a filter matches, by status, reason, type and project. What only the counts' own columns narrow is
 * added up from them, however many there are. Anything else is counted one by one, and only up to a cap: a figure
 * that is capped says "at least so many".
 */
import type { Database } from './database.ts'
import { type FailureConditions, failureWhere, likePattern } from './failure-filter.ts'
import { MATCHES, type TextConditions, whereAfter, withinLimit } from './failure-search.ts'

export interface Count {
  readonly value: number
  /** True: there are at least so many. */
  readonly capped: boolean
}

interface Facet {
  readonly value: string
  readonly count: Count
}

export interface Facets {
  /** Under the filter, of all statuses. */
  readonly statuses: readonly Facet[]
  /** Under the filter and the status, as are those below; most first. */
  readonly reasons: readonly Facet[]
  readonly types: readonly Facet[]
  readonly projects: readonly Facet[]
  readonly total: Count
}

export const CAP = 10_000

/** One row per value that occurs: how many under the filter alone, and how many with the status. */
interface Tally {
  readonly status: string
  readonly reason: string
  readonly type: string
  readonly project: string
  readonly n: number
}

const COUNTED = (where: string) => `
select f.status, f.reason, f.type, f.project, sum(f.count)::float8 as n from failure_count f
where ${where} group by 1, 2, 3, 4 having sum(f.count) > 0`

const SEEN_BY_ONE = (where: string, at: number) => `
with seen as (select f.status, f.reason, f.type, f.project from failure f where ${where} limit $${at})
select status, reason, type, coalesce(project, '') as project, count(*)::float8 as n from seen group by 1, 2, 3, 4`

/** Text is dearer to look at. */
const TEXT_CAP = 1_000

/** First in those that stand near, then by the trigram index; see `failure-search.ts`. `$1` the pattern, `$2` the cap. */
const NEAR = 4_000
const SEARCHED_NEAR = (where: string) => `
with candidates as materialized (
  select f."deadId", f.status, f.reason, f.type, f.project from failure f where ${where}
  order by f."failedAt" desc, f."deadId" desc limit $3
), seen as (
  select c.* from candidates c where ${MATCHES} limit $2
), tallies as (
  select status, reason, type, coalesce(project, '') as project, count(*) as n from seen group by 1, 2, 3, 4
)
select (select count(*) < $3 from candidates) as complete,
  (select coalesce(json_agg(tallies), '[]') from tallies) as tallies`
const SEARCHED = (where: string) => `
with seen as (
  select f.* from failure_text t cross join lateral (
    select f.status, f.reason, f.type, f.project from failure f where f."deadId" = t."deadId" and ${where} offset 0) f
  where t.text like $1 limit $2
)
select status, reason, type, coalesce(project, '') as project, count(*)::float8 as n from seen group by 1, 2, 3, 4`

export async function failureFacets(database: Database, conditions: FailureConditions): Promise<Facets> {
  const { status, ...filter } = conditions
  if (onlyCounted(filter)) {
    const all = await fromCounts(database, filter)
    return facetsOf(
      all,
      all.filter((tally) => status === undefined || tally.status === status),
      Infinity,
    )
  }
  const cap = filter.q === undefined ? CAP : TEXT_CAP
  const all = await tallies(database, filter, cap)
  // All were seen, so those with the status are among them; else the status is counted by itself.
  const those =
    status === undefined || sumOf(all) <= cap
      ? all.filter((tally) => status === undefined || tally.status === status)
      : await tallies(database, conditions, cap)
  return facetsOf(all, those, cap)
}

/** Whether the counts know all that narrows. */
function onlyCounted({ type: _t, project: _p, reason: _r, group: _g, ...rest }: FailureConditions): boolean {
  return Object.values(rest).every((value) => value === undefined)
}

async function fromCounts(database: Database, filter: FailureConditions): Promise<Tally[]> {
  const { sql, values } = failureWhere(filter)
  return (await database.pool.query<Tally>(COUNTED(sql), [...values])).rows
}

async function tallies(database: Database, conditions: FailureConditions, cap: number): Promise<Tally[]> {
  if (conditions.q !== undefined) return searchedTallies(database, { ...conditions, q: conditions.q }, cap)
  const { sql, values } = failureWhere(conditions)
  const query = SEEN_BY_ONE(sql, values.length + 1)
  return (await database.pool.query<Tally>(query, [...values, cap + 1])).rows
}

function searchedTallies(database: Database, conditions: TextConditions, cap: number): Promise<Tally[]> {
  const pattern = likePattern(conditions.q)
  return withinLimit(database, conditions.q, async (transaction) => {
    const near = whereAfter(conditions, 3)
    const { rows } = await transaction.query<{ complete: boolean; tallies: Tally[] }>(
      SEARCHED_NEAR(near.sql),
      [pattern, cap + 1, NEAR, ...near.values],
    )
    const { complete = true, tallies = [] } = rows[0] ?? {}
    if (complete || sumOf(tallies) > cap) return tallies
    const { sql, values } = whereAfter(conditions, 2)
    return (await transaction.query<Tally>(SEARCHED(sql), [pattern, cap + 1, ...values])).rows
  })
}

const sumOf = (tallies: readonly Tally[]) => tallies.reduce((sum, { n }) => sum + n, 0)

function facetsOf(all: readonly Tally[], those: readonly Tally[], cap: number): Facets {
  return {
    statuses: facet(all, 'status', cap),
    reasons: facet(those, 'reason', cap),
    types: facet(those, 'type', cap),
    projects: facet(those, 'project', cap).filter(({ value }) => value !== ''),
    total: countOf(sumOf(those), sumOf(those) > cap, cap),
  }
}

const countOf = (value: number, capped: boolean, cap: number): Count => ({
  value: Math.min(value, cap),
  capped,
})

/** Where not all were looked at, every figure is one of "at least". */
function facet(
  tallies: readonly Tally[],
  name: 'status' | 'reason' | 'type' | 'project',
  cap: number,
): Facet[] {
  const capped = sumOf(tallies) > cap
  const sums = new Map<string, number>()
  for (const tally of tallies) sums.set(tally[name], (sums.get(tally[name]) ?? 0) + tally.n)
  return [...sums]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([value, n]) => ({ value, count: countOf(n, capped, cap) }))
}
