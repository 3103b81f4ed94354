/** Undoes a change set by another one, while none of its projects has moved on. */
import { requireProject } from '../auth/own-project.ts'
import type { Actor } from '../auth/scopes.ts'
import { conflict, notFound } from '../errors.ts'
import { lockChangeSet, markRolledBack } from '../store/change-sets.ts'
import { type RevisionWithBefore, readRevisionsOfChangeSet } from '../store/revisions.ts'
import { refuseStale } from './change-set-draft.ts'
import { type Edit, lockSets, refuseProblems } from './commit-edits.ts'
import { type ChangeSetDeps, storeChangeSet } from './create-change-set.ts'

/**
 * @returns the id of the change set that undoes it
 * @throws Refusal 403, 404, 409 when it is undone already, 412 with `current` per project that has moved on
 */
export async function rollbackChangeSet(
  deps: ChangeSetDeps,
  actor: Actor,
  { id, reason, requestId }: { id: string; reason: string; requestId?: string },
): Promise<string> {
  return deps.changes.apply(async (transaction) => {
    const { tx } = transaction
    const changeSet = await lockChangeSet(tx, id)
    if (changeSet === null) throw notFound('change set', id)
    if (changeSet.rolledBackBy !== null)
      throw conflict('rolled-back', `This change set was rolled back by ${changeSet.rolledBackBy} already.`)
    const revisions = await readRevisionsOfChangeSet(tx, id)
    if (revisions.length === 0) throw conflict('projects-gone', 'The projects of this change set are gone.')
    for (const { project } of revisions) requireProject(actor, project)
    const standing = await lockSets(
      tx,
      revisions.map((revision) => revision.project),
    )
    const base = Object.fromEntries(revisions.map(({ project, number }) => [project, number]))
    refuseStale(base, standing)
    const edits = revisions.map(undoOf)
    await refuseProblems(tx, deps, edits)
    const undone = await storeChangeSet(
      transaction,
      actor,
      { standing, edits },
      {
        id: deps.newId(),
        strategy: changeSet.strategy,
        reason,
        requestId,
        asked: { base, rollbackOf: id },
        action: 'change-set.rollback',
      },
    )
    await markRolledBack(tx, id, undone)
    return undone
  })
}

function undoOf({ project, number, before }: RevisionWithBefore): Edit {
  return { project, assignments: before, at: null, rollbackOf: number - 1 }
}
