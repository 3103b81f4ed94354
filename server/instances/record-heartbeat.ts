/** Takes what an instance reports and tells it what it must do. */
import { requireProject } from '../auth/own-project.ts'
import type { Actor } from '../auth/scopes.ts'
import { conflict, invalid, notFound } from '../errors.ts'
import { isDataError, type StoredBeat } from '../store/heartbeats.ts'
import type { Heartbeat, HeartbeatAnswer } from '../task/index.ts'
import type { HeartbeatWriter } from './heartbeat-writer.ts'

export interface HeartbeatDeps {
  readonly heartbeats: HeartbeatWriter
  readonly clock: () => Date
}

/** @throws Refusal 403, 404 for an unknown project, 409 when the id belongs to another project's instance, 422 */
export async function recordHeartbeat(
  { heartbeats, clock }: HeartbeatDeps,
  actor: Actor,
  { id, heartbeat }: { id: string; heartbeat: Heartbeat },
): Promise<HeartbeatAnswer> {
  requireProject(actor, heartbeat.project)
  const stored = await heartbeats.write({ id, heartbeat, now: clock() }).catch(refuseUnstorable)
  if (stored === null) throw notFound('project', heartbeat.project)
  if (!stored.stored) throw conflict('instance-taken', `The instance "${id}" belongs to another project.`)
  return {
    commands: stored.command === null ? [] : [stored.command],
    desiredRevision: stored.desiredRevision,
  }
}

function refuseUnstorable(error: unknown): StoredBeat | null {
  if (!isDataError(error)) throw error
  throw invalid('The heartbeat holds a value that cannot be stored.', [
    { detail: 'expected text without NUL characters, and numbers of ordinary size' },
  ])
}
