/**
 * Creates and changes task types. The queues are declared before the type is stored: a foreign publisher's first
 * message must not be dropped, so a type whose backend is away is refused (503) rather than half there.
 */

import { isDeepStrictEqual } from 'node:util'
import type { ConfigChanges } from '../assignments/config-changes.ts'
import { requireNoProject } from '../auth/own-project.ts'
import type { Actor } from '../auth/scopes.ts'
import { conflict, invalid, notFound } from '../errors.ts'
import { recordAudit } from '../store/audit.ts'
import { holdBackend } from '../store/backends.ts'
import type { Database, Db } from '../store/database.ts'
import { moveType } from '../store/former-queues.ts'
import {
  findTaskType,
  insertTaskType,
  lockTaskType,
  type TaskTypeFields,
  type TaskTypeRow,
  updateTaskType,
} from '../store/task-types.ts'
import type { BackendPool } from './backend-pool.ts'
import { chooseBackend, refuseUnfitType, type TypeRules } from './check-task-type.ts'
import { reachBackend } from './reach-backend.ts'

export interface ChangeTypeDeps extends TypeRules {
  readonly database: Database
  readonly changes: ConfigChanges
  readonly pool: BackendPool
}

type Wanted = Omit<TaskTypeFields, 'backend'> & { readonly backend?: string }

export interface NewTaskType {
  readonly name: string
  readonly fields: Wanted
  readonly requestId?: string
}

const target = (name: string) => ({ kind: 'task-type', name })

/** @throws Refusal 403, 409 when the name is taken, 422, 503 that names the backend; TaskError `queue-mismatch` */
export async function createTaskType(
  deps: ChangeTypeDeps,
  actor: Actor,
  { name, fields: wanted, requestId }: NewTaskType,
): Promise<TaskTypeRow> {
  requireNoProject(actor, 'task types')
  const db = deps.database.prisma
  const taken = () => conflict('exists', `There is a task type "${name}" already.`)
  if ((await findTaskType(db, name)) !== null) throw taken()
  const fields = { ...wanted, backend: await chooseBackend(db, deps, wanted.backend) }
  await refuseUnfitType(db, deps, fields)
  await declareQueues(deps.pool, name, fields)
  return deps.changes.apply(async ({ tx, touch }) => {
    await refuseGoneBackend(tx, fields.backend)
    if (!(await insertTaskType(tx, name, fields))) throw taken()
    await recordAudit(tx, actor, {
      action: 'task-type.create',
      target: target(name),
      after: fields,
      requestId,
    })
    touch({ types: [name] })
    return (await findTaskType(tx, name)) as TaskTypeRow
  })
}

async function declareQueues(pool: BackendPool, type: string, fields: TaskTypeFields): Promise<void> {
  const { backend, queueName } = fields
  const queue = { type, ...(queueName === null ? {} : { queueName }) }
  await reachBackend(pool, backend, (reached) => reached.declare(queue))
}

/** Between the check and the write somebody may have removed it. */
async function refuseGoneBackend(tx: Db, backend: string): Promise<void> {
  if (!(await holdBackend(tx, backend)))
    throw invalid('The backend is gone.', [
      { pointer: '/backend', detail: `expected a registered backend, got "${backend}"` },
    ])
}

export interface TaskTypePatch {
  readonly name: string
  readonly patch: Partial<TaskTypeFields>
  readonly requestId?: string
}

/**
 * Tasks that wait in a former backend or queue stay there; the consumers drain it alongside the new one.
 * @throws as `createTaskType`, and Refusal 404, 409 when somebody else changes it at the same time
 */
export async function patchTaskType(
  deps: ChangeTypeDeps,
  actor: Actor,
  { name, patch, requestId }: TaskTypePatch,
): Promise<TaskTypeRow> {
  requireNoProject(actor, 'task types')
  const found = await findTaskType(deps.database.prisma, name)
  if (found === null) throw notFound('task type', name)
  const before = fieldsOf(found)
  const after = { ...before, ...patch }
  await refuseUnfitType(deps.database.prisma, deps, after)
  await declareQueues(deps.pool, name, after)
  if (isDeepStrictEqual(before, after)) return found
  return deps.changes.apply(async ({ tx, touch }) => {
    await refuseMoved(tx, name, before)
    await refuseGoneBackend(tx, after.backend)
    const row = await updateTaskType(tx, name, after)
    if (before.backend !== after.backend || before.queueName !== after.queueName)
      await moveType(tx, { type: name, left: before, entered: after, at: row.updatedAt })
    await recordAudit(tx, actor, {
      action: 'task-type.change',
      target: target(name),
      before,
      after,
      requestId,
    })
    touch({ types: [name] })
    return row
  })
}

/** What was checked and declared is `before` with the patch: on anything else it would be neither. */
async function refuseMoved(tx: Db, name: string, before: TaskTypeFields): Promise<void> {
  const standing = await lockTaskType(tx, name)
  if (standing === null) throw notFound('task type', name)
  if (!isDeepStrictEqual(fieldsOf(standing), before))
    throw conflict('changed', `Somebody else has just changed the task type "${name}"; try again.`)
}

export function fieldsOf({ name: _, createdAt: __, updatedAt: ___, ...fields }: TaskTypeRow): TaskTypeFields {
  return fields
}
