/** `/task-types`. */
import { type ChangeTypeDeps, createTaskType, patchTaskType } from '../registry/change-task-type.ts'
import { stopDraining } from '../registry/former-queues.ts'
import { removeTaskType } from '../registry/remove-task-type.ts'
import { getTaskType, listTaskTypes } from '../registry/task-types.ts'
import type { TaskTypeRow } from '../store/task-types.ts'
import * as contract from './contract/registry.ts'
import type { Api } from './types.ts'

export type TaskTypeServices = ChangeTypeDeps

function toView({ createdAt, updatedAt, ...rest }: TaskTypeRow): contract.TaskTypeView {
  return {
    name: rest.name,
    description: rest.description,
    backend: rest.backend,
    queueName: rest.queueName,
    retry: rest.retry,
    timeoutMs: rest.timeoutMs,
    payloadSchema: rest.payloadSchema,
    redactPaths: rest.redactPaths,
    order: rest.order,
    rateLimit: rest.rateLimit,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}

export function registerTaskTypes(api: Api, services: TaskTypeServices): void {
  api.openapi(contract.listTaskTypes, async (c) => {
    const { items, nextCursor } = await listTaskTypes(services, c.req.valid('query'))
    return c.json({ items: items.map(toView), nextCursor }, 200)
  })
  api.openapi(contract.createTaskType, async (c) => {
    const { name, ...fields } = c.req.valid('json')
    const input = { name, fields, requestId: c.var.requestId }
    return c.json(toView(await createTaskType(services, c.var.actor, input)), 201)
  })
  api.openapi(contract.getTaskType, async (c) =>
    c.json(toView(await getTaskType(services, c.req.valid('param').type)), 200),
  )
  api.openapi(contract.patchTaskType, async (c) => {
    const input = {
      name: c.req.valid('param').type,
      patch: c.req.valid('json'),
      requestId: c.var.requestId,
    }
    return c.json(toView(await patchTaskType(services, c.var.actor, input)), 200)
  })
  api.openapi(contract.stopDraining, async (c) => {
    await stopDraining(services, c.var.actor, { ...c.req.valid('param'), requestId: c.var.requestId })
    return c.body(null, 204)
  })
  api.openapi(contract.deleteTaskType, async (c) => {
    const name = c.req.valid('param').type
    await removeTaskType(services, c.var.actor, { name, requestId: c.var.requestId })
    return c.body(null, 204)
  })
}
