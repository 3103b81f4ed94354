/** Reads the archive: pages, counts, groups of one cause, one failure with everything. */
import type { FailureFacets, FailureGroup, FailureSummary, FailureView } from '../api/contract/failures.ts'
import { invalid, notFound } from '../errors.ts'
import { decodeCursor, type Page, pageOf } from '../store/cursor.ts'
import type { Database } from '../store/database.ts'
import { failureFacets } from '../store/failure-facets.ts'
import type { FailureConditions } from '../store/failure-filter.ts'
import { failureGroups, failureTrends } from '../store/failure-groups.ts'
import { SearchTooBroad } from '../store/failure-search.ts'
import { findFailure, listFailures, otherDeaths, replaysOfFailure } from '../store/failures.ts'
import { summaryOf, viewOf } from './failure-views.ts'

export interface ReadFailuresDeps {
  readonly database: Database
  now(): Date
}

const HOUR_S = 3_600
const TREND_HOURS = 24

/** @throws Refusal 422 for a foreign cursor, and for a text that cannot be searched for in bearable time */
export async function readFailures(
  { database }: ReadFailuresDeps,
  conditions: FailureConditions,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page<FailureSummary>> {
  const after = cursor === undefined ? null : positionOf(cursor)
  const rows = await bearable(listFailures(database, conditions, after, limit + 1))
  return pageOf(rows.map(summaryOf), limit, ({ failedAt, id }) => [failedAt, id])
}

function positionOf(cursor: string) {
  const [failedAt, deadId] = decodeCursor(cursor, ['string', 'string']) as [string, string]
  if (Number.isNaN(Date.parse(failedAt)) || deadId.includes('\0'))
    throw invalid('The cursor is not valid.', [
      { parameter: 'cursor', detail: 'expected the nextCursor of a page before' },
    ])
  return { failedAt, deadId }
}

/** @throws Refusal 422 for a text that cannot be searched for in bearable time */
export async function readFacets(
  { database, now }: ReadFailuresDeps,
  conditions: FailureConditions,
): Promise<FailureFacets> {
  // Before counting: what is stored meanwhile may be counted, but is never selected unseen.
  const readAt = now().toISOString()
  return { ...(await bearable(failureFacets(database, conditions))), readAt } as FailureFacets
}

/** A text that stands nearly nowhere is found at once, and one that stands everywhere, too; what lies between may not. */
async function bearable<T>(search: Promise<T>): Promise<T> {
  return search.catch((error: unknown) => {
    if (!(error instanceof SearchTooBroad)) throw error
    throw invalid(`${error.message} Nothing is shown, because something would be missing.`, [
      {
        parameter: 'q',
        detail: 'expected a longer or rarer text, or a narrower filter: a type, a project, or from and to',
      },
    ])
  })
}

export async function readGroups(
  { database, now }: ReadFailuresDeps,
  conditions: Pick<FailureConditions, 'type' | 'project' | 'reason' | 'status'>,
  limit: number,
): Promise<FailureGroup[]> {
  const rows = await failureGroups(database, conditions, limit)
  const trends = await failureTrends(
    database,
    rows.map(({ fingerprint }) => fingerprint),
    {
      from: new Date(now().getTime() - TREND_HOURS * HOUR_S * 1_000),
      stepSeconds: HOUR_S,
      steps: TREND_HOURS,
      types: conditions.type,
    },
  )
  return rows.map(({ fingerprint, errorName, errorMessage, firstFailedAt, lastFailedAt, ...row }) => ({
    group: fingerprint,
    error: { name: errorName, message: errorMessage },
    ...row,
    reasons: row.reasons as FailureGroup['reasons'],
    firstFailedAt: firstFailedAt.toISOString(),
    lastFailedAt: lastFailedAt.toISOString(),
    trend: trends.get(fingerprint) ?? [],
  }))
}

/** @throws Refusal 404 */
export async function readFailure({ database }: ReadFailuresDeps, id: string): Promise<FailureView> {
  const row = id.includes('\0') ? null : await findFailure(database, id)
  if (row === null) throw notFound('failure', id)
  const [replays, others] = await Promise.all([
    replaysOfFailure(database, row.deadId),
    otherDeaths(database, row),
  ])
  return viewOf({ row, replays, others })
}
