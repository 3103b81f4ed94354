/** Desired revision of a project against what each of its instances says it has applied. */
import { requireProject } from '../auth/own-project.ts'
import type { Actor } from '../auth/scopes.ts'
import { notFound } from '../errors.ts'
import { type Liveness, liveSince } from '../instances/liveness.ts'
import type { Database } from '../store/database.ts'
import { type RolloutRow, readRolloutInstances } from '../store/instances.ts'
import { findProject } from '../store/projects.ts'
import { lastSavedAt } from '../store/revisions.ts'

/** Those on another revision come first; nobody reads further. */
const MAX_INSTANCES = 1_000

export interface Rollout {
  readonly project: string
  readonly desiredRevision: number
  readonly savedAt: Date | null
  /** Live instances, and those of them on the desired revision. */
  readonly live: number
  readonly applied: number
  readonly instances: readonly (RolloutRow & { readonly current: boolean; readonly lost: boolean })[]
}

/** @throws Refusal 403, 404 */
export async function getRollout(
  deps: Liveness & { readonly database: Database },
  actor: Actor,
  name: string,
): Promise<Rollout> {
  requireProject(actor, name)
  const db = deps.database.prisma
  const since = liveSince(deps)
  const project = await findProject(db, since, name)
  if (project === null) throw notFound('project', name)
  const desired = project.revision
  const rows = await readRolloutInstances(db, { project: name, desired, limit: MAX_INSTANCES })
  return {
    project: name,
    desiredRevision: desired,
    savedAt: await lastSavedAt(db, name),
    live: project.live,
    applied: project.live - project.stale,
    instances: rows.map((row) => ({
      ...row,
      current: row.appliedRevision === desired,
      lost: row.lastSeenAt <= since,
    })),
  }
}
