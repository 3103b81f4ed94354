/** Removes waiting tasks for good. The intent is audited before, and what was removed after. */
import type { Actor } from '../auth/scopes.ts'
import { invalid, notFound } from '../errors.ts'
import type { BackendPool } from '../registry/backend-pool.ts'
import { recordAudit } from '../store/audit.ts'
import type { Database } from '../store/database.ts'
import { latestSamples } from '../store/samples.ts'
import { findTaskType } from '../store/task-types.ts'
import { TaskError } from '../task/index.ts'

export interface PurgeDeps {
  readonly database: Database
  readonly backends: BackendPool
}

export interface PurgeRequest {
  readonly type: string
  /** The type's name, typed out. */
  readonly confirm: string
  readonly reason: string
  readonly requestId: string
}

/**
 * Purges every backend in which the type has tasks.
 * @returns how many tasks were removed
 * @throws Refusal 404, 422 when `confirm` is not the type; TaskError `backend-unsupported`
 */
export async function purgeQueue(
  { database, backends }: PurgeDeps,
  actor: Actor,
  { type, confirm, reason, requestId }: PurgeRequest,
): Promise<number> {
  const row = await findTaskType(database.prisma, type)
  if (row === null) throw notFound('task type', type)
  if (confirm !== type)
    throw invalid('Nothing was removed.', [{ pointer: '/confirm', detail: `expected "${type}"` }])
  const states = await latestSamples(database, [type])
  const names = [...new Set([row.backend, ...states.map((state) => state.backend)])]
  const connected = await Promise.all(names.map((name) => backends.get(name)))
  const incapable = connected.find((backend) => !backend.capabilities.purge)
  if (incapable !== undefined)
    throw new TaskError('backend-unsupported', `A ${incapable.kind} backend cannot remove waiting tasks.`)

  const target = { kind: 'queue', name: type }
  const before = states.map(({ backend, ready, delayed }) => ({ backend, ready, delayed }))
  await recordAudit(database.prisma, actor, { action: 'queue.purge', target, before, reason, requestId })
  let removed = 0
  for (const [index, backend] of connected.entries()) {
    const own = names[index] === row.backend && row.queueName !== null
    removed += await backend.purge({ type, ...(own ? { queueName: row.queueName ?? '' } : {}) })
  }
  const after = { removed, backends: names }
  await recordAudit(database.prisma, actor, { action: 'queue.purged', target, after, reason, requestId })
  return removed
}
