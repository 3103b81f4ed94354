/** A project's revisions, newest first, each with what it changed. */
import { requireProject } from '../auth/own-project.ts'
import type { Actor } from '../auth/scopes.ts'
import { notFound } from '../errors.ts'
import { decodeCursor, type Page, pageOf } from '../store/cursor.ts'
import type { Database } from '../store/database.ts'
import { projectExists } from '../store/projects.ts'
import { type RevisionRow, readRevisions } from '../store/revisions.ts'
import { type AssignmentDiff, diffAssignments } from './diff-assignments.ts'

export interface RevisionWithDiff extends RevisionRow {
  /** Against the revision before. */
  readonly diff: readonly AssignmentDiff[]
}

/** @throws Refusal 404 */
export async function listRevisions(
  { database }: { readonly database: Database },
  actor: Actor,
  { project, cursor, limit }: { project: string; cursor?: string; limit: number },
): Promise<Page<RevisionWithDiff>> {
  requireProject(actor, project)
  const before = cursor === undefined ? undefined : (decodeCursor(cursor, ['number'])[0] as number)
  // Each revision is compared with the one before it: the row beyond the page serves the page's last.
  const rows = await readRevisions(database.prisma, { project, before, limit })
  if (rows.length === 0 && !(await projectExists(database.prisma, project)))
    throw notFound('project', project)
  const compared = rows.map((row, index) => ({
    ...row,
    diff: diffAssignments(rows[index + 1]?.assignments ?? [], row.assignments),
  }))
  return pageOf(compared, limit, (row) => [row.number])
}
