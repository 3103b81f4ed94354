/** What a replay is asked to take, checked: all of the ids must be dead tasks, a filter must narrow something. */
import type { FailureFilter, FailureSelection } from '../api/contract/failures.ts'
import { conflict, invalid } from '../errors.ts'
import type { Database } from '../store/database.ts'
import { type FailureConditions, narrowsNothing } from '../store/failure-filter.ts'
import { type FailureForReplay, failuresById } from '../store/replay-selection.ts'

export type Selected =
  | { readonly kind: 'ids'; readonly failures: readonly FailureForReplay[] }
  | { readonly kind: 'filter'; readonly filter: FailureConditions; readonly frozenAt: Date }

/** @throws Refusal 422 or 409 */
export async function checkSelection(
  database: Database,
  selection: FailureSelection,
  now: Date,
): Promise<Selected> {
  return 'ids' in selection
    ? { kind: 'ids', failures: await checkIds(database, selection.ids) }
    : checkFilter(selection.filter, selection.frozenAt, now)
}

async function checkIds(database: Database, ids: readonly string[]): Promise<FailureForReplay[]> {
  const found = await failuresById(database, ids)
  const unknown = ids.flatMap((id, index) => (found.has(id) ? [] : [index]))
  if (unknown.length > 0)
    throw invalid(
      'Nothing was sent: a failure does not exist.',
      unknown.map((index) => ({
        pointer: `/selection/ids/${index}`,
        detail: `there is no failure "${ids[index]}"`,
      })),
    )
  const failures = [...found.values()]
  const others = failures.filter(({ status }) => status !== 'dead')
  if (others.length > 0) throw notDead(others)
  return failures
}

const WORDS: Readonly<Record<string, string>> = {
  replaying: 'in another replay',
  replayed: 'replayed already',
  archived: 'archived',
}

/** The answer when not all of them are dead (any more). */
export function notDead(others: readonly Pick<FailureForReplay, 'deadId' | 'status'>[]) {
  const counts = Map.groupBy(others, ({ status }) => WORDS[status] ?? status)
  const parts = [...counts].map(
    ([words, group]) => `${group.length} ${group.length === 1 ? 'is' : 'are'} ${words}`,
  )
  return conflict('not-dead', `Nothing was sent: not all of these are dead; ${parts.join(', ')}.`, {
    ids: others.map(({ deadId }) => deadId),
  })
}

function checkFilter(filter: FailureFilter, frozen: string | undefined, now: Date): Selected {
  if (narrowsNothing(filter))
    throw invalid('Nothing was sent.', [
      {
        pointer: '/selection/filter',
        detail: 'expected at least one condition: an empty filter takes every dead task',
      },
    ])
  const frozenAt = frozen === undefined ? now : new Date(frozen)
  if (frozenAt > now)
    throw invalid('Nothing was sent.', [
      { pointer: '/selection/frozenAt', detail: 'expected an instant that has passed' },
    ])
  return { kind: 'filter', filter, frozenAt }
}
