/** `/assignments`, and a project's assignments, revisions and roll-out. */
import { expectedRevisions, revisionEtag } from '../assignments/etag.ts'
import { listRevisions, type RevisionWithDiff } from '../assignments/list-revisions.ts'
import { getAssignments, listAssignments } from '../assignments/read-assignments.ts'
import { getRollout, type Rollout } from '../assignments/read-rollout.ts'
import { rollbackRevision } from '../assignments/rollback-revision.ts'
import { type SaveDeps, saveAssignments } from '../assignments/save-assignments.ts'
import type { Liveness } from '../instances/liveness.ts'
import type { AssignmentSet } from '../store/assignments.ts'
import type { Database } from '../store/database.ts'
import * as contract from './contract/assignments.ts'
import type { Api } from './types.ts'

export interface AssignmentServices extends SaveDeps, Liveness {
  readonly database: Database
}

const toSet = ({ project, revision, assignments }: AssignmentSet): contract.AssignmentSet => ({
  project,
  revision,
  assignments: [...assignments],
})

const toRevision = ({ createdAt, assignments, diff, ...rest }: RevisionWithDiff): contract.RevisionView => ({
  project: rest.project,
  number: rest.number,
  author: rest.author,
  reason: rest.reason,
  createdAt: createdAt.toISOString(),
  rollbackOf: rest.rollbackOf,
  changeSetId: rest.changeSetId,
  assignments: [...assignments],
  diff: [...diff],
})

const toRollout = ({ savedAt, instances, ...rest }: Rollout): contract.RolloutView => ({
  ...rest,
  savedAt: savedAt?.toISOString() ?? null,
  instances: instances.map((one) => ({ ...one, lastSeenAt: one.lastSeenAt.toISOString() })),
})

export function registerAssignments(api: Api, services: AssignmentServices): void {
  api.openapi(contract.listAssignments, async (c) => {
    const sets = await listAssignments(services, c.var.actor, c.req.valid('query'))
    return c.json({ items: sets.map(toSet) }, 200)
  })
  api.openapi(contract.getAssignments, async (c) => {
    const set = await getAssignments(services, c.var.actor, c.req.valid('param').project)
    return c.json(toSet(set), 200, { ETag: revisionEtag(set.revision) })
  })
  api.openapi(contract.putAssignments, async (c) => {
    const set = await saveAssignments(services, c.var.actor, {
      project: c.req.valid('param').project,
      expected: expectedRevisions(c.req.valid('header')['if-match']),
      ...c.req.valid('json'),
      requestId: c.var.requestId,
    })
    return c.json(toSet(set), 200, { ETag: revisionEtag(set.revision) })
  })
  registerHistory(api, services)
}

function registerHistory(api: Api, services: AssignmentServices): void {
  api.openapi(contract.listRevisions, async (c) => {
    const { project } = c.req.valid('param')
    const page = await listRevisions(services, c.var.actor, { project, ...c.req.valid('query') })
    return c.json({ items: page.items.map(toRevision), nextCursor: page.nextCursor }, 200)
  })
  api.openapi(contract.rollbackRevision, async (c) => {
    const set = await rollbackRevision(services, c.var.actor, {
      ...c.req.valid('param'),
      expected: expectedRevisions(c.req.valid('header')['if-match']),
      reason: c.req.valid('json').reason,
      requestId: c.var.requestId,
    })
    return c.json(toSet(set), 200, { ETag: revisionEtag(set.revision) })
  })
  api.openapi(contract.getRollout, async (c) =>
    c.json(toRollout(await getRollout(services, c.var.actor, c.req.valid('param').project)), 200),
  )
}
