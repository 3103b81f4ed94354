/** Removes a task type that nobody is assigned to and whose queue is empty. */

import type { ConfigChanges } from '../assignments/config-changes.ts'
import { requireNoProject } from '../auth/own-project.ts'
import type { Actor } from '../auth/scopes.ts'
import { conflict, notFound } from '../errors.ts'
import { recordAudit } from '../store/audit.ts'
import type { Database, Db } from '../store/database.ts'
import {
  deleteTaskType,
  findTaskType,
  lockTaskType,
  projectsAssigned,
  type TaskTypeRow,
} from '../store/task-types.ts'
import { backendsSampled } from '../store/waiting.ts'
import type { QueueStats } from '../task/index.ts'
import type { BackendPool } from './backend-pool.ts'
import { fieldsOf } from './change-task-type.ts'
import { reachBackend } from './reach-backend.ts'

export interface RemoveTypeDeps {
  readonly database: Database
  readonly changes: ConfigChanges
  readonly pool: BackendPool
}

/** @throws Refusal 403, 404, 409 while it is assigned or tasks wait, 503 when its backend cannot be asked */
export async function removeTaskType(
  deps: RemoveTypeDeps,
  actor: Actor,
  { name, requestId }: { name: string; requestId?: string },
): Promise<void> {
  requireNoProject(actor, 'task types')
  const type = await findTaskType(deps.database.prisma, name)
  if (type === null) throw notFound('task type', name)
  await refuseAssigned(deps.database.prisma, name)
  await refuseWaitingTasks(deps, type)
  await deps.changes.apply(async ({ tx, touch }) => {
    const standing = await lockTaskType(tx, name)
    if (standing === null) throw notFound('task type', name)
    await refuseAssigned(tx, name)
    await deleteTaskType(tx, name)
    await recordAudit(tx, actor, {
      action: 'task-type.delete',
      target: { kind: 'task-type', name },
      before: fieldsOf(standing),
      requestId,
    })
    touch({ types: [name] })
  })
}

async function refuseAssigned(db: Db, name: string): Promise<void> {
  const projects = await projectsAssigned(db, name)
  if (projects.length > 0)
    throw conflict('in-use', `"${name}" is assigned to ${projects.join(', ')}; take it from them first.`, {
      projects,
    })
}

/** A type that has moved may have left tasks in backends where it was before. */
async function refuseWaitingTasks({ database, pool }: RemoveTypeDeps, type: TaskTypeRow): Promise<void> {
  const left = await backendsSampled(database.prisma, type.name)
  for (const name of new Set([type.backend, ...left])) {
    const own = name === type.backend && type.queueName !== null ? { queueName: type.queueName } : {}
    const queue = { type: type.name, ...own }
    const [stats] = await reachBackend(pool, name, (backend) => backend.stats([queue]))
    refuseHeld(type.name, name, stats === undefined ? null : tasksIn(stats))
  }
}

function refuseHeld(type: string, backend: string, waiting: number | null): void {
  if (waiting === 0) return
  const how = waiting === null ? 'an unknown number of' : waiting.toLocaleString('en-US')
  const message = `The queue of "${type}" in backend "${backend}" holds ${how} ${waiting === 1 ? 'task' : 'tasks'}; purge or run them first.`
  throw conflict('not-empty', message, { waiting, backend })
}

/** All tasks in the queue; null when not even those that are ready can be told. */
function tasksIn({ ready, inFlight, delayed, dead }: QueueStats): number | null {
  const known = [ready, inFlight, delayed, dead].reduce((sum, { value }) => sum + (value ?? 0), 0)
  return known === 0 && ready.value === null ? null : known
}
