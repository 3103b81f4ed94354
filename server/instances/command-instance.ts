/** Tells an instance to drain or to stop; it hears it with its next heartbeat. */
import { requireProject } from '../auth/own-project.ts'
import type { Actor } from '../auth/scopes.ts'
import { conflict, notFound } from '../errors.ts'
import { recordAudit } from '../store/audit.ts'
import type { Database } from '../store/database.ts'
import { findInstance, type InstanceCommand, setCommand } from '../store/instances.ts'
import { type InstanceWithStatus, withStatus } from './list-instances.ts'
import { type Liveness, liveSince } from './liveness.ts'

/** @throws Refusal 403, 404, 409 when it does not live (it would never hear) */
export async function commandInstance(
  deps: Liveness & { readonly database: Database },
  actor: Actor,
  { id, command, requestId }: { id: string; command: InstanceCommand; requestId?: string },
): Promise<InstanceWithStatus> {
  return deps.database.prisma.$transaction(async (tx) => {
    const row = await findInstance(tx, id)
    if (row === null) throw notFound('instance', id)
    requireProject(actor, row.project)
    const instance = withStatus(row, liveSince(deps))
    if (instance.status !== 'live')
      throw conflict('not-live', `The instance "${id}" is ${instance.status}; it cannot be told anything.`)
    await setCommand(tx, id, command)
    await recordAudit(tx, actor, {
      action: `instance.${command}`,
      target: { kind: 'instance', name: id },
      before: { command: instance.command },
      after: { command, project: instance.project, host: instance.host },
      requestId,
    })
    return { ...instance, command }
  })
}
