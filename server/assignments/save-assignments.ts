/** Saves a project's assignments as a new revision, if nobody else has saved since they were read. */
import { requireProject } from '../auth/own-project.ts'
import type { Actor } from '../auth/scopes.ts'
import { notFound, Refusal, stale } from '../errors.ts'
import type { Liveness } from '../instances/liveness.ts'
import type { Assignment, AssignmentSet } from '../store/assignments.ts'
import { recordAudit } from '../store/audit.ts'
import type { TargetRules } from './check-assignments.ts'
import { type Authorship, commitEdits, type Edit, lockSets, refuseProblems } from './commit-edits.ts'
import type { ConfigChanges, ConfigTransaction } from './config-changes.ts'

export interface SaveDeps extends TargetRules, Liveness {
  readonly changes: ConfigChanges
}

/** The revisions a caller accepts as current; `any` is `If-Match: *`. */
export type ExpectedRevision = readonly number[] | 'any'

export interface SaveInput {
  readonly project: string
  /** Undefined: the caller gave no `If-Match`. */
  readonly expected: ExpectedRevision | undefined
  readonly assignments: readonly Assignment[]
  readonly reason: string
  readonly requestId?: string
}

/**
 * @returns the set that stands afterwards; with the same revision when the save changes nothing
 * @throws Refusal 404, 412 (with `current`), 422 (JSON Pointers), 428
 */
export async function saveAssignments(
  deps: SaveDeps,
  actor: Actor,
  input: SaveInput,
): Promise<AssignmentSet> {
  requireProject(actor, input.project)
  const { expected } = input
  if (expected === undefined)
    throw new Refusal(
      428,
      'precondition-required',
      'Expected an If-Match header with the ETag that was read.',
      {
        errors: [{ parameter: 'If-Match', detail: 'expected the ETag of the assignments that were read' }],
      },
    )
  return deps.changes.apply(async (transaction) => {
    const standing = await lockExpected(transaction, input.project, expected)
    const edit = { project: input.project, assignments: input.assignments, at: '/assignments' }
    await refuseProblems(transaction.tx, deps, [edit])
    return commitOne(transaction, actor, standing, edit, {
      action: 'assignments.save',
      reason: input.reason,
      requestId: input.requestId,
    })
  })
}

/** Locks the project. @throws Refusal 404, or 412 when it stands at another revision than the caller read */
export async function lockExpected(
  { tx }: ConfigTransaction,
  project: string,
  expected: ExpectedRevision,
): Promise<AssignmentSet> {
  const standing = (await lockSets(tx, [project])).get(project)
  if (standing === undefined) throw notFound('project', project)
  if (expected !== 'any' && !expected.includes(standing.revision))
    throw stale(
      `Project "${project}" has moved on to revision ${standing.revision}; the save was based on ${expected.join(', ') || 'another'}.`,
      standing,
    )
  return standing
}

/** Commits one project's edit with its audit entry. */
export async function commitOne(
  transaction: ConfigTransaction,
  actor: Actor,
  standing: AssignmentSet,
  edit: Edit,
  what: Omit<Authorship, 'author'> & { readonly action: string; readonly requestId?: string },
): Promise<AssignmentSet> {
  const sets = new Map([[edit.project, standing]])
  const [committed] = await commitEdits(transaction, sets, [edit], {
    author: actor.name,
    reason: what.reason,
  })
  if (committed === undefined) return standing
  await recordAudit(transaction.tx, actor, {
    action: what.action,
    target: { kind: 'project', name: edit.project },
    before: { revision: standing.revision, assignments: standing.assignments },
    after: {
      revision: committed.after.revision,
      assignments: committed.after.assignments,
      diff: committed.diff.map((one) => one.summary),
    },
    reason: what.reason,
    requestId: what.requestId,
  })
  return committed.after
}
