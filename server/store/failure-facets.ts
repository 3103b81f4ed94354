/**
 * How many failures a filter matches, by status, reason, type and project. What only the counts' own columns narrow is
 * added up from them, however many there are. Anything else is counted one by one, and only up to a cap: a figure
 * that is capped says "at least so many".
 */
import type { Database } from './database.ts'
import { type FailureConditions, failureWhere, likePattern } from './failure-filter.ts'
import { whereAfter, withinLimit } from './failure-search.ts'

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

/** First in those that stand near, then by the trigram index; see `failure-search.ts`. `$1` the pattern, `$2` the cap. */
const NEAR = 20_000
const SEARCHED_NEAR = (where: string) => `
with candidates as materialized (
  select f."deadId", f.status, f.reason, f.type, f.project from failure f where ${where}
  order by f."failedAt" desc, f."deadId" desc limit $3
), seen as (
  select c.* from candidates c join failure_text t on t."deadId" = c."deadId" where t.text like $1 limit $2
), tallies as (
  select status, reason, type, coalesce(project, '') as project, count(*) as n from seen group by 1, 2, 3, 4
)
select (select count(*) < $3 from candidates) as complete,
  (select coalesce(json_agg(tallies), '[]') from tallies) as tallies`
const SEARCHED = (where: string) => `
with matching as materialized (select t."deadId" from failure_text t where t.text like $1), seen as (
  select f.status, f.reason, f.type, f.project from matching m join failure f on f."deadId" = m."deadId"
  where ${where} limit $2
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
  const [all, those] = await Promise.all([
    tallies(database, filter),
    status === undefined ? null : tallies(database, conditions),
  ])
  return facetsOf(all, those ?? all, CAP)
}

/** Whether the counts know all that narrows. */
function onlyCounted({ type: _t, project: _p, reason: _r, group: _g, ...rest }: FailureConditions): boolean {
  return Object.values(rest).every((value) => value === undefined)
}

async function fromCounts(database: Database, filter: FailureConditions): Promise<Tally[]> {
  const { sql, values } = failureWhere(filter)
  return (await database.pool.query<Tally>(COUNTED(sql), [...values])).rows
}

async function tallies(database: Database, conditions: FailureConditions): Promise<Tally[]> {
  if (conditions.q !== undefined) return searchedTallies(database, conditions, likePattern(conditions.q))
  const { sql, values } = failureWhere(conditions)
  const query = SEEN_BY_ONE(sql, values.length + 1)
  return (await database.pool.query<Tally>(query, [...values, CAP + 1])).rows
}

async function searchedTallies(
  database: Database,
  conditions: FailureConditions,
  pattern: string,
): Promise<Tally[]> {
  const near = whereAfter(conditions, 3)
  const { rows } = await database.pool.query<{ complete: boolean; tallies: Tally[] }>(
    SEARCHED_NEAR(near.sql),
    [...[pattern, CAP + 1, NEAR], ...near.values],
  )
  const { complete = true, tallies = [] } = rows[0] ?? {}
  if (complete || sumOf(tallies) > CAP) return tallies
  const rest = whereAfter(conditions, 2)
  return withinLimit(database, async (transaction) => {
    return (await transaction.query<Tally>(SEARCHED(rest.sql), [pattern, CAP + 1, ...rest.values])).rows
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
