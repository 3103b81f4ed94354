/** What a preview and a save of a change set have in common: the draft is checked against what stands. */
import { requireProject } from '../auth/own-project.ts'
import type { Actor } from '../auth/scopes.ts'
import { type FieldError, invalid, stale } from '../errors.ts'
import type { Liveness } from '../instances/liveness.ts'
import type { Assignment, AssignmentSet } from '../store/assignments.ts'
import type { Db } from '../store/database.ts'
import type { TargetRules } from './check-assignments.ts'
import { type Edit, lockSets, refuseProblems } from './commit-edits.ts'

export interface ChangeSetDraft {
  /** The revision of each edited project that was read; further projects must not have moved on either. */
  readonly base: Readonly<Record<string, number>>
  /** The wanted assignments of each edited project, whole. */
  readonly edits: readonly { readonly project: string; readonly assignments: readonly Assignment[] }[]
  readonly strategy: 'switch'
}

export interface CheckedDraft {
  readonly standing: ReadonlyMap<string, AssignmentSet>
  readonly edits: readonly Edit[]
}

/**
 * Locks the draft's projects in the order of their names and compares.
 * @throws Refusal 403 for another project of a token, 412 with `current` per project that moved on, 422
 */
export async function lockDraft(
  tx: Db,
  rules: TargetRules & Liveness,
  actor: Actor,
  draft: ChangeSetDraft,
): Promise<CheckedDraft> {
  for (const { project } of draft.edits) requireProject(actor, project)
  refuseUnclear(draft)
  const standing = await lockSets(tx, Object.keys(draft.base))
  refuseUnknown(draft, standing)
  refuseStale(draft.base, standing)
  const edits = draft.edits.map(({ project, assignments }, index) => ({
    project,
    assignments,
    at: `/edits/${index}/assignments`,
  }))
  await refuseProblems(tx, rules, edits)
  return { standing, edits }
}

function refuseUnclear({ base, edits }: ChangeSetDraft): void {
  const seen = new Set<string>()
  const errors = edits.flatMap(({ project }, index): FieldError[] => {
    const twice = seen.has(project)
    seen.add(project)
    if (twice) return [{ pointer: `/edits/${index}/project`, detail: `"${project}" is edited twice` }]
    if (Object.hasOwn(base, project)) return []
    return [{ pointer: `/base/${project}`, detail: `expected the revision of "${project}" that was read` }]
  })
  if (errors.length > 0) throw invalid('The change set is not clear.', errors)
}

function refuseUnknown({ base }: ChangeSetDraft, standing: ReadonlyMap<string, AssignmentSet>): void {
  const errors = Object.keys(base)
    .filter((project) => !standing.has(project))
    .map((project) => ({ pointer: `/base/${project}`, detail: `there is no project "${project}"` }))
  if (errors.length > 0) throw invalid('The change set names projects that do not exist.', errors)
}

/** @throws Refusal 412; `current` holds the newer set of each project that has moved on */
export function refuseStale(
  base: Readonly<Record<string, number>>,
  standing: ReadonlyMap<string, AssignmentSet>,
): void {
  const moved = [...standing.values()].filter((set) => base[set.project] !== set.revision)
  if (moved.length === 0) return
  const list = moved.map((set) => `"${set.project}" is at revision ${set.revision}, not ${base[set.project]}`)
  throw stale(
    `Somebody else has saved: ${list.join('; ')}.`,
    Object.fromEntries(moved.map((set) => [set.project, set])),
  )
}
