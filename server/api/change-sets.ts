/** `/change-sets`: edits to several projects saved, applied and rolled back as one. */
import { type ChangeSetDeps, createChangeSet } from '../assignments/create-change-set.ts'
import {
  type ChangeSetPreview,
  type PreviewDeps,
  previewChangeSet,
} from '../assignments/preview-change-set.ts'
import { type ChangeSetWithRollout, getChangeSet } from '../assignments/read-change-set.ts'
import { rollbackChangeSet } from '../assignments/rollback-change-set.ts'
import * as contract from './contract/assignments.ts'
import type { Api } from './types.ts'

export type ChangeSetServices = ChangeSetDeps & PreviewDeps

const toView = ({ createdAt, projects, ...rest }: ChangeSetWithRollout): contract.ChangeSetView => ({
  id: rest.id,
  author: rest.author,
  reason: rest.reason,
  strategy: rest.strategy,
  createdAt: createdAt.toISOString(),
  rolledBackBy: rest.rolledBackBy,
  projects: projects.map((one) => ({ ...one, diff: [...one.diff] })),
})

const toPreview = ({ projects, impact, warnings }: ChangeSetPreview): contract.ChangeSetPreview => ({
  projects: projects.map((one) => ({ ...one, diff: [...one.diff] })),
  impact: impact.map((one) => ({
    ...one,
    producers: [...one.producers],
    consumersAfter: [...one.consumersAfter],
  })),
  warnings: [...warnings],
})

export function registerChangeSets(api: Api, services: ChangeSetServices): void {
  api.openapi(contract.previewChangeSet, async (c) =>
    c.json(toPreview(await previewChangeSet(services, c.var.actor, c.req.valid('json'))), 200),
  )
  api.openapi(contract.createChangeSet, async (c) => {
    const input = { ...c.req.valid('json'), requestId: c.var.requestId }
    const id = await createChangeSet(services, c.var.actor, input)
    return c.json(toView(await getChangeSet(services, c.var.actor, id)), 201)
  })
  api.openapi(contract.getChangeSet, async (c) =>
    c.json(toView(await getChangeSet(services, c.var.actor, c.req.valid('param').id)), 200),
  )
  api.openapi(contract.rollbackChangeSet, async (c) => {
    const { id } = c.req.valid('param')
    const { reason } = c.req.valid('json')
    const undone = await rollbackChangeSet(services, c.var.actor, { id, reason, requestId: c.var.requestId })
    return c.json(toView(await getChangeSet(services, c.var.actor, undone)), 201)
  })
}
