/**
 * A type that was given another backend, or another existing queue, leaves tasks behind. Its consumers drain the former
 * queue alongside the new one, with the same workers. That ends by itself once the former queue has been seen empty, and
 * by hand where a backend cannot tell or somebody else publishes there.
 */
import type { ConfigChanges } from '../assignments/config-changes.ts'
import { requireNoProject } from '../auth/own-project.ts'
import type { Actor } from '../auth/scopes.ts'
import { conflict, notFound } from '../errors.ts'
import { recordAudit } from '../store/audit.ts'
import type { Database } from '../store/database.ts'
import { anyFormerQueue, endDrainedQueues, endFormerQueues } from '../store/former-queues.ts'
import { findTaskType } from '../store/task-types.ts'

export interface FormerQueueDeps {
  readonly database: Database
  readonly changes: ConfigChanges
}

/** So long an instance may still publish by the configuration that it had before. */
const SETTLE_MS = 2 * 60_000
/** Three ticks of the sampler. */
const FRESH_MS = 15_000

/** To be called after each sample. */
export async function endDrained({ database, changes }: FormerQueueDeps, now: Date): Promise<void> {
  if (!(await anyFormerQueue(database.prisma))) return
  await changes.apply(async ({ tx, touch }) => {
    const types = await endDrainedQueues(tx, {
      leftBefore: new Date(now.getTime() - SETTLE_MS),
      sampledSince: new Date(now.getTime() - FRESH_MS),
    })
    if (types.length > 0) touch({ types })
  })
}

export interface StopDraining {
  readonly type: string
  readonly backend: string
  readonly requestId?: string
}

/**
 * Consumers take no more from the former queue; what waits there stays, and is shown there.
 * @throws Refusal 403, 404, 409 when nothing is drained there
 */
export async function stopDraining(
  { database, changes }: FormerQueueDeps,
  actor: Actor,
  { type, backend, requestId }: StopDraining,
): Promise<void> {
  requireNoProject(actor, 'task types')
  if ((await findTaskType(database.prisma, type)) === null) throw notFound('task type', type)
  await changes.apply(async ({ tx, touch }) => {
    if ((await endFormerQueues(tx, type, backend)) === 0)
      throw conflict('not-draining', `No former queue of "${type}" is drained in the backend "${backend}".`)
    await recordAudit(tx, actor, {
      action: 'task-type.stop-draining',
      target: { kind: 'task-type', name: type },
      before: { backend },
      requestId,
    })
    touch({ types: [type] })
  })
}
