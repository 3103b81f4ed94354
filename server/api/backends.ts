/** `/backends`. */
import { type BackendDetails, getBackend, listBackends } from '../registry/backends.ts'
import {
  type ChangeBackendDeps,
  createBackend,
  patchBackend,
  removeBackend,
} from '../registry/change-backend.ts'
import * as contract from './contract/registry.ts'
import type { Api } from './types.ts'

export type BackendServices = ChangeBackendDeps

function toView({
  name,
  kind,
  url,
  options,
  description,
  capabilities,
  ...rest
}: BackendDetails): contract.BackendView {
  return {
    name,
    kind,
    url,
    options,
    description,
    capabilities: { ...capabilities, stats: { ...capabilities.stats } },
    health: rest.health,
    taskTypes: rest.taskTypes,
    createdAt: rest.createdAt.toISOString(),
    updatedAt: rest.updatedAt.toISOString(),
  }
}

export function registerBackends(api: Api, services: BackendServices): void {
  api.openapi(contract.listBackends, async (c) =>
    c.json({ items: (await listBackends(services)).map(toView), nextCursor: null }, 200),
  )
  api.openapi(contract.createBackend, async (c) => {
    const input = { ...c.req.valid('json'), requestId: c.var.requestId }
    return c.json(toView(await createBackend(services, c.var.actor, input)), 201)
  })
  api.openapi(contract.getBackend, async (c) =>
    c.json(toView(await getBackend(services, c.req.valid('param').backend)), 200),
  )
  api.openapi(contract.patchBackend, async (c) => {
    const name = c.req.valid('param').backend
    const input = { name, ...c.req.valid('json'), requestId: c.var.requestId }
    return c.json(toView(await patchBackend(services, c.var.actor, input)), 200)
  })
  api.openapi(contract.deleteBackend, async (c) => {
    const name = c.req.valid('param').backend
    await removeBackend(services, c.var.actor, { name, requestId: c.var.requestId })
    return c.body(null, 204)
  })
}
