/** Reads what projects produce and consume now. */
import { requireProject } from '../auth/own-project.ts'
import type { Actor } from '../auth/scopes.ts'
import { notFound } from '../errors.ts'
import { type AssignmentSet, readAssignmentSets } from '../store/assignments.ts'
import type { Database } from '../store/database.ts'

interface Deps {
  readonly database: Database
}

/** A project's token sees its own project. */
export async function listAssignments(
  { database }: Deps,
  actor: Actor,
  filter: { project?: string; type?: string },
): Promise<AssignmentSet[]> {
  const project = filter.project ?? actor.project
  if (project !== undefined) requireProject(actor, project)
  return readAssignmentSets(database.prisma, { ...filter, project })
}

/** @throws Refusal 404 */
export async function getAssignments(
  { database }: Deps,
  actor: Actor,
  project: string,
): Promise<AssignmentSet> {
  requireProject(actor, project)
  const [set] = await readAssignmentSets(database.prisma, { project })
  if (set === undefined) throw notFound('project', project)
  return set
}
