/** Brings the assignments of an earlier revision back, as a new revision. */
import { requireProject } from '../auth/own-project.ts'
import type { Actor } from '../auth/scopes.ts'
import { notFound } from '../errors.ts'
import type { AssignmentSet } from '../store/assignments.ts'
import { findRevision } from '../store/revisions.ts'
import { refuseProblems } from './commit-edits.ts'
import { commitOne, type ExpectedRevision, lockExpected, type SaveDeps } from './save-assignments.ts'

export interface RollbackInput {
  readonly project: string
  /** The revision to bring back; 0 is the empty set before the first save. */
  readonly number: number
  /** Undefined: whatever stands. */
  readonly expected: ExpectedRevision | undefined
  readonly reason: string
  readonly requestId?: string
}

/**
 * @returns the set that stands afterwards; with the same revision when it says what stands already
 * @throws Refusal 404, 412 (with `current`), 422 when the revision cannot stand any more, e.g. a type is gone
 */
export async function rollbackRevision(
  deps: SaveDeps,
  actor: Actor,
  { project, number, expected, reason, requestId }: RollbackInput,
): Promise<AssignmentSet> {
  requireProject(actor, project)
  return deps.changes.apply(async (transaction) => {
    const standing = await lockExpected(transaction, project, expected ?? 'any')
    const assignments = await findRevision(transaction.tx, project, number)
    if (assignments === null) throw notFound('revision', `${project} ${number}`)
    const edit = { project, assignments, at: null, rollbackOf: number }
    await refuseProblems(transaction.tx, deps, [edit])
    return commitOne(transaction, actor, standing, edit, {
      action: 'assignments.rollback',
      reason,
      requestId,
    })
  })
}
