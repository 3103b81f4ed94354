/** A change set with its roll-out: how many live instances have applied it, per project. */

import { requireProject } from '../auth/own-project.ts'
import type { Actor } from '../auth/scopes.ts'
import { notFound } from '../errors.ts'
import { type Liveness, liveSince } from '../instances/liveness.ts'
import { type ChangeSetRow, findChangeSet } from '../store/change-sets.ts'
import type { Database } from '../store/database.ts'
import { type LiveInstance, readLiveInstances } from '../store/instances.ts'
import { type RevisionWithBefore, readRevisionsOfChangeSet } from '../store/revisions.ts'
import { type AssignmentDiff, diffAssignments } from './diff-assignments.ts'

export interface ChangeSetWithRollout extends ChangeSetRow {
  readonly projects: readonly {
    readonly project: string
    readonly revision: number
    readonly diff: readonly AssignmentDiff[]
    readonly live: number
    /** Live instances that have applied this revision or a later one. */
    readonly applied: number
  }[]
}

export interface ReadChangeSetDeps extends Liveness {
  readonly database: Database
}

/** @throws Refusal 403 for a token of a project that it does not touch, 404 */
export async function getChangeSet(
  deps: ReadChangeSetDeps,
  actor: Actor,
  id: string,
): Promise<ChangeSetWithRollout> {
  const db = deps.database.prisma
  const changeSet = await findChangeSet(db, id)
  if (changeSet === null) throw notFound('change set', id)
  const revisions = await readRevisionsOfChangeSet(db, id)
  for (const { project } of revisions) requireProject(actor, project)
  const projects = revisions.map((revision) => revision.project)
  const live = Map.groupBy(await readLiveInstances(db, projects, liveSince(deps)), (one) => one.project)
  return { ...changeSet, projects: revisions.map((one) => rolloutOf(one, live.get(one.project) ?? [])) }
}

function rolloutOf(revision: RevisionWithBefore, live: readonly LiveInstance[]) {
  return {
    project: revision.project,
    revision: revision.number,
    diff: diffAssignments(revision.before, revision.assignments),
    live: live.length,
    applied: live.filter((instance) => instance.appliedRevision >= revision.number).length,
  }
}
