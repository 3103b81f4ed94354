/** Projects: read, create, change, remove. */

import type { ConfigChanges } from '../assignments/config-changes.ts'
import { requireNoProject, requireProject } from '../auth/own-project.ts'
import type { Actor } from '../auth/scopes.ts'
import { conflict, notFound } from '../errors.ts'
import { type Liveness, liveSince } from '../instances/liveness.ts'
import { recordAudit } from '../store/audit.ts'
import { type Page, pageOf } from '../store/cursor.ts'
import type { Database } from '../store/database.ts'
import {
  deleteProject,
  findProject,
  insertProject,
  lockProjectWhole,
  type ProjectRow,
  readProjects,
  updateProject,
} from '../store/projects.ts'
import { type NameListInput, nameAfter } from './task-types.ts'

export interface ProjectsDeps extends Liveness {
  readonly database: Database
  readonly changes: ConfigChanges
}

interface Requested {
  readonly requestId?: string
}

const target = (name: string) => ({ kind: 'project', name })

/** A project's token sees its own project. */
export async function listProjects(
  deps: ProjectsDeps,
  actor: Actor,
  { cursor, limit, prefix }: NameListInput,
): Promise<Page<ProjectRow>> {
  const filter = { after: nameAfter(cursor), prefix, only: actor.project, limit }
  return pageOf(await readProjects(deps.database.prisma, liveSince(deps), filter), limit, (row) => [row.name])
}

/** @throws Refusal 403, 404 */
export async function getProject(deps: ProjectsDeps, actor: Actor, name: string): Promise<ProjectRow> {
  requireProject(actor, name)
  const row = await findProject(deps.database.prisma, liveSince(deps), name)
  if (row === null) throw notFound('project', name)
  return row
}

/** @throws Refusal 403, 409 when the name is taken */
export async function createProject(
  deps: ProjectsDeps,
  actor: Actor,
  { name, description, requestId }: { name: string; description: string } & Requested,
): Promise<ProjectRow> {
  requireNoProject(actor, 'the list of projects')
  await deps.database.prisma.$transaction(async (tx) => {
    if (!(await insertProject(tx, { name, description })))
      throw conflict('exists', `There is a project "${name}" already.`)
    await recordAudit(tx, actor, {
      action: 'project.create',
      target: target(name),
      after: { description },
      requestId,
    })
  })
  return getProject(deps, actor, name)
}

/** @throws Refusal 403, 404 */
export async function patchProject(
  deps: ProjectsDeps,
  actor: Actor,
  { name, requestId, ...patch }: { name: string; description?: string } & Requested,
): Promise<ProjectRow> {
  const before = await getProject(deps, actor, name)
  if (patch.description === undefined || patch.description === before.description) return before
  await deps.database.prisma.$transaction(async (tx) => {
    const standing = await lockProjectWhole(tx, liveSince(deps), name)
    if (standing === null) throw notFound('project', name)
    await updateProject(tx, name, patch)
    await recordAudit(tx, actor, {
      action: 'project.change',
      target: target(name),
      before: { description: standing.description },
      after: patch,
      requestId,
    })
  })
  return getProject(deps, actor, name)
}

/** Its revisions, tokens and forgotten instances go with it. @throws Refusal 403, 404, 409 */
export async function removeProject(
  deps: ProjectsDeps,
  actor: Actor,
  { name, requestId }: { name: string } & Requested,
): Promise<void> {
  requireNoProject(actor, 'the list of projects')
  await deps.changes.apply(async ({ tx, touch }) => {
    const project = await lockProjectWhole(tx, liveSince(deps), name)
    if (project === null) throw notFound('project', name)
    refuseUsed(project)
    await deleteProject(tx, name)
    await recordAudit(tx, actor, {
      action: 'project.delete',
      target: target(name),
      before: { description: project.description, revision: project.revision },
      requestId,
    })
    touch({ projects: [name] })
  })
}

function refuseUsed({ name, produces, consumes, live }: ProjectRow): void {
  if (produces + consumes > 0)
    throw conflict('in-use', `The project "${name}" still has ${produces + consumes} assignments.`)
  if (live > 0) throw conflict('in-use', `The project "${name}" still has ${live} live instances.`)
}
