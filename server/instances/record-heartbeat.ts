/** Takes what an instance reports and tells it what it must do. */
import { requireProject } from '../auth/own-project.ts'
import type { Actor } from '../auth/scopes.ts'
import { conflict, notFound } from '../errors.ts'
import type { Database } from '../store/database.ts'
import { storeHeartbeat } from '../store/instances.ts'
import type { Heartbeat, HeartbeatAnswer } from '../task/index.ts'

/** @throws Refusal 403, 404 for an unknown project, 409 when the id belongs to another project's instance */
export async function recordHeartbeat(
  { database, clock }: { readonly database: Database; readonly clock: () => Date },
  actor: Actor,
  { id, heartbeat }: { id: string; heartbeat: Heartbeat },
): Promise<HeartbeatAnswer> {
  requireProject(actor, heartbeat.project)
  const stored = await storeHeartbeat(database, id, heartbeat, clock())
  if (stored === null) throw notFound('project', heartbeat.project)
  if (!stored.stored) throw conflict('instance-taken', `The instance "${id}" belongs to another project.`)
  return {
    commands: stored.command === null ? [] : [stored.command],
    desiredRevision: stored.desiredRevision,
  }
}
