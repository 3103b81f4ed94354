/** `/projects`. */
import {
  createProject,
  getProject,
  listProjects,
  type ProjectsDeps,
  patchProject,
  removeProject,
} from '../registry/projects.ts'
import type { ProjectRow } from '../store/projects.ts'
import * as contract from './contract/registry.ts'
import type { Api } from './types.ts'

export type ProjectServices = ProjectsDeps

function toView({ live, stale, createdAt, updatedAt, ...rest }: ProjectRow): contract.ProjectView {
  return {
    name: rest.name,
    description: rest.description,
    revision: rest.revision,
    produces: rest.produces,
    consumes: rest.consumes,
    instances: { live, stale },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}

export function registerProjects(api: Api, services: ProjectServices): void {
  api.openapi(contract.listProjects, async (c) => {
    const { items, nextCursor } = await listProjects(services, c.var.actor, c.req.valid('query'))
    return c.json({ items: items.map(toView), nextCursor }, 200)
  })
  api.openapi(contract.createProject, async (c) => {
    const input = { ...c.req.valid('json'), requestId: c.var.requestId }
    return c.json(toView(await createProject(services, c.var.actor, input)), 201)
  })
  api.openapi(contract.getProject, async (c) =>
    c.json(toView(await getProject(services, c.var.actor, c.req.valid('param').project)), 200),
  )
  api.openapi(contract.patchProject, async (c) => {
    const name = c.req.valid('param').project
    const input = { name, ...c.req.valid('json'), requestId: c.var.requestId }
    return c.json(toView(await patchProject(services, c.var.actor, input)), 200)
  })
  api.openapi(contract.deleteProject, async (c) => {
    const name = c.req.valid('param').project
    await removeProject(services, c.var.actor, { name, requestId: c.var.requestId })
    return c.body(null, 204)
  })
}
