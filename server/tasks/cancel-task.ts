/**
 * Takes a task that waits out of its queue. Receives an id, and the type where the backend cannot look a task up;
 * tries each queue that the type has tasks in. The intent is audited before, and what was cancelled after.
 */
import type { Actor } from '../auth/scopes.ts'
import { conflict, notFound } from '../errors.ts'
import { recordAudit } from '../store/audit.ts'
import { readFormerQueues } from '../store/former-queues.ts'
import { findTaskType } from '../store/task-types.ts'
import { type Backend, type QueueSpec, TaskError } from '../task/index.ts'
import { type TraceDeps, traceTask } from './trace-task.ts'

export interface CancelRequest {
  readonly id: string
  readonly type: string | undefined
  readonly requestId: string
}

interface Place {
  readonly name: string
  readonly backend: Backend
  readonly queue: QueueSpec
}

/**
 * @throws Refusal 404 when nobody knows the task, 409 `task-not-waiting` when it runs or is over
 * @throws TaskError `backend-unsupported` where none of its backends can take out a single task
 */
export async function cancelTask(deps: TraceDeps, actor: Actor, request: CancelRequest): Promise<void> {
  const { id, requestId } = request
  const type = request.type ?? (await typeOfWaiting(deps, id))
  const places = await placesOf(deps, type)
  const able = places.filter(({ backend }) => backend.capabilities.cancel)
  if (able.length === 0) throw cannotCancel(places)
  const target = { kind: 'task', name: id }
  const audit = (action: string, after: Record<string, unknown>) =>
    recordAudit(deps.database.prisma, actor, { action, target, after, requestId })
  await audit('task.cancel', { type })
  for (const { name, backend, queue } of able)
    if (await backend.cancel?.(queue, id)) {
      await audit('task.cancelled', { type, backend: name })
      return
    }
  throw notWaiting((await traceTask(deps, id)).summary)
}

/** Before anything is audited: does it wait at all? */
async function typeOfWaiting(deps: TraceDeps, id: string): Promise<string> {
  const { type, state, summary } = await traceTask(deps, id)
  if (state === 'queued' || state === 'retrying') return type
  throw notWaiting(summary)
}

async function placesOf({ database, backends }: TraceDeps, type: string): Promise<Place[]> {
  const row = await findTaskType(database.prisma, type)
  if (row === null) throw notFound('task type', type)
  const queues = [row, ...(await readFormerQueues(database, [type]))]
  return Promise.all(
    queues.map(async ({ backend: name, queueName }) => ({
      name,
      backend: await backends.get(name),
      queue: { type, ...(queueName === null ? {} : { queueName }) },
    })),
  )
}

const notWaiting = (summary: string) =>
  conflict('task-not-waiting', `Only a task that waits can be cancelled. ${summary}`)

function cannotCancel(places: readonly Place[]): TaskError {
  const kinds = [...new Set(places.map(({ backend }) => backend.kind))].join(' or ')
  return new TaskError(
    'backend-unsupported',
    `A ${kinds} backend cannot take a single task out of its queue.`,
  )
}
