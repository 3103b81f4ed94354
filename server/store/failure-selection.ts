/** All failures that a filter matches, a part at a time: what a bulk change goes through. */
import type { Database } from './database.ts'
import { type FailureConditions, failureWhere, likePattern } from './failure-filter.ts'
import { whereAfter } from './failure-search.ts'

const PART = (where: string, at: number) => `
select f."deadId", f."failedAt" from failure f where ${where} and (f."failedAt", f."deadId") < ($${at}, $${at + 1})
order by f."failedAt" desc, f."deadId" desc limit $${at + 2}`

/** `$1` the pattern. The index is asked once: to ask it again for every part would cost more than to hold the ids. */
const ALL_WITH_TEXT = (where: string) => `
with matching as materialized (select t."deadId" from failure_text t where t.text like $1)
select f."deadId" from matching m join failure f on f."deadId" = m."deadId" where ${where}`

/**
 * Ids in parts of at most `partSize`. A part is read only after the one before has been dealt with; those that are
 * changed meanwhile so that the filter matches them no longer are not met twice.
 */
export async function* selectedIds(
  database: Database,
  conditions: FailureConditions,
  frozenAt: Date | string | undefined,
  partSize: number,
): AsyncGenerator<readonly string[]> {
  if (conditions.q !== undefined) yield* withText(database, conditions, conditions.q, frozenAt, partSize)
  else yield* byTime(database, conditions, frozenAt, partSize)
}

async function* byTime(
  database: Database,
  conditions: FailureConditions,
  frozenAt: Date | string | undefined,
  partSize: number,
): AsyncGenerator<readonly string[]> {
  const { sql, values } = failureWhere(conditions, frozenAt)
  const text = PART(sql, values.length + 1)
  let last: { failedAt: Date | string; deadId: string } = { failedAt: 'infinity', deadId: '' }
  for (;;) {
    const { rows } = await database.pool.query<{ deadId: string; failedAt: Date }>(text, [
      ...values,
      ...[last.failedAt, last.deadId, partSize],
    ])
    const next = rows.at(-1)
    if (next === undefined) return
    yield rows.map(({ deadId }) => deadId)
    last = next
  }
}

async function* withText(
  database: Database,
  conditions: FailureConditions,
  q: string,
  frozenAt: Date | string | undefined,
  partSize: number,
): AsyncGenerator<readonly string[]> {
  const { sql, values } = whereAfter(conditions, 1, frozenAt)
  const { rows } = await database.pool.query<{ deadId: string }>(ALL_WITH_TEXT(sql), [
    likePattern(q),
    ...values,
  ])
  for (let at = 0; at < rows.length; at += partSize)
    yield rows.slice(at, at + partSize).map(({ deadId }) => deadId)
}
