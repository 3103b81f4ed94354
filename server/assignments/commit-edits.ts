/**
 * The common end of a save, a rollback and a change set. Receives the wanted sets of projects whose rows are
 * locked, stores what differs as new revisions, and says whose configuration that touches.
 */
import { type FieldError, invalid, notFound } from '../errors.ts'
import type { Liveness } from '../instances/liveness.ts'
import {
  type Assignment,
  type AssignmentSet,
  readAssignments,
  replaceAssignments,
  sortAssignments,
} from '../store/assignments.ts'
import type { ConfigTransaction } from '../store/config-changes.ts'
import type { Db } from '../store/database.ts'
import { lockProjects } from '../store/projects.ts'
import { insertRevisions } from '../store/revisions.ts'
import { holdTaskTypes } from '../store/task-types.ts'
import { checkAssignments, type TargetRules, typesOf } from './check-assignments.ts'
import { checkOffered } from './check-offered.ts'
import { type AssignmentDiff, diffAssignments, rowsOfDiff } from './diff-assignments.ts'

/** The wanted assignments of one project. */
export interface Edit {
  readonly project: string
  readonly assignments: readonly Assignment[]
  /** JSON Pointer of `assignments` in the body, where problems are shown; null when they are not in the body. */
  readonly at: string | null
  /** The revision that this brings back. */
  readonly rollbackOf?: number
}

export interface Authorship {
  readonly author: string
  readonly reason: string
  readonly changeSetId?: string
}

export interface CommittedEdit {
  readonly before: AssignmentSet
  readonly after: AssignmentSet
  readonly diff: readonly AssignmentDiff[]
}

/** Locks projects and reads what stands, by project name; one that does not exist is left out. */
export async function lockSets(tx: Db, projects: readonly string[]): Promise<Map<string, AssignmentSet>> {
  const locked = await lockProjects(tx, projects)
  const assignments = await readAssignments(
    tx,
    locked.map((row) => row.name),
  )
  return new Map(
    locked.map(({ name, revision }) => [
      name,
      { project: name, revision, assignments: assignments.get(name) ?? [] },
    ]),
  )
}

/** @throws Refusal 422 with every problem of every edit */
export async function refuseProblems(
  tx: Db,
  rules: TargetRules & Liveness,
  edits: readonly Edit[],
): Promise<void> {
  const known = await holdTaskTypes(tx, typesOf(edits.flatMap((edit) => edit.assignments)))
  const errors: FieldError[] = edits.flatMap((edit) =>
    checkAssignments(edit.assignments, known, rules, edit.at),
  )
  errors.push(...(await checkOffered(tx, rules, edits)))
  if (errors.length > 0) throw invalid('The assignments cannot be saved.', errors)
}

/** Stores the edits that change something; an edit equal to what stands is no new revision. */
export async function commitEdits(
  { tx, touch }: ConfigTransaction,
  standing: ReadonlyMap<string, AssignmentSet>,
  edits: readonly Edit[],
  by: Authorship,
): Promise<CommittedEdit[]> {
  const committed = planEdits(standing, edits)
  if (committed.length === 0) return []
  const rows = committed.map(({ after, diff }) => rowsOfDiff(after.project, diff))
  await replaceAssignments(tx, {
    removed: rows.flatMap((one) => one.removed),
    added: rows.flatMap((one) => one.added),
  })
  const rollbacks = new Map(edits.map((edit) => [edit.project, edit.rollbackOf ?? null]))
  await insertRevisions(
    tx,
    committed.map(({ after }) => ({
      project: after.project,
      number: after.revision,
      assignments: after.assignments,
      author: by.author,
      reason: by.reason,
      rollbackOf: rollbacks.get(after.project) ?? null,
      changeSetId: by.changeSetId ?? null,
    })),
  )
  // Other consumers of these types may get another share of the type's rate limit.
  touch({ projects: committed.map(({ after }) => after.project), types: consumedTypes(committed) })
  return committed
}

/** What saving would store: the edits that change something. Pure. */
export function planEdits(
  standing: ReadonlyMap<string, AssignmentSet>,
  edits: readonly Edit[],
): CommittedEdit[] {
  return edits.flatMap((edit) => plan(standing, edit) ?? [])
}

function plan(standing: ReadonlyMap<string, AssignmentSet>, edit: Edit): CommittedEdit | null {
  const before = standing.get(edit.project)
  if (before === undefined) throw notFound('project', edit.project)
  const diff = diffAssignments(before.assignments, edit.assignments)
  if (diff.length === 0) return null
  const assignments = sortAssignments(edit.assignments)
  return { before, after: { project: edit.project, revision: before.revision + 1, assignments }, diff }
}

function consumedTypes(committed: readonly CommittedEdit[]): string[] {
  const diffs = committed.flatMap((one) => one.diff).filter((one) => one.role === 'consumer')
  return [...new Set(diffs.map((one) => one.type))]
}
