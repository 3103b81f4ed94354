/** The failure archive over HTTP: search it, read it, put dead tasks away and bring them back. */
import { ARCHIVE, type PutAwayDeps, putAwayMany, putAwayOne, RESTORE } from '../failures/put-away.ts'
import {
  type ReadFailuresDeps,
  readFacets,
  readFailure,
  readFailures,
  readGroups,
} from '../failures/read-failures.ts'
import * as contract from './contract/failures.ts'
import type { Api } from './types.ts'

export type FailureServices = ReadFailuresDeps & PutAwayDeps

function registerReads(api: Api, deps: FailureServices): void {
  api.openapi(contract.listFailures, async (c) => {
    const { cursor, limit, ...conditions } = c.req.valid('query')
    const { items, nextCursor } = await readFailures(deps, conditions, { cursor, limit })
    return c.json({ items: [...items], nextCursor }, 200)
  })
  api.openapi(contract.getFailureFacets, async (c) => {
    return c.json(await readFacets(deps, c.req.valid('query')), 200)
  })
  api.openapi(contract.listFailureGroups, async (c) => {
    const { limit, ...conditions } = c.req.valid('query')
    return c.json({ items: await readGroups(deps, conditions, limit) }, 200)
  })
  api.openapi(contract.getFailure, async (c) => {
    return c.json(await readFailure(deps, c.req.valid('param').id), 200)
  })
}

function registerChanges(api: Api, deps: FailureServices): void {
  api.openapi(contract.archiveFailure, async (c) => {
    const { id } = c.req.valid('param')
    const { reason } = c.req.valid('json')
    await putAwayOne(deps, ARCHIVE, id, { actor: c.get('actor'), reason, requestId: c.get('requestId') })
    return c.json(await readFailure(deps, id), 200)
  })
  api.openapi(contract.restoreFailure, async (c) => {
    const { id } = c.req.valid('param')
    await putAwayOne(deps, RESTORE, id, { actor: c.get('actor'), reason: '', requestId: c.get('requestId') })
    return c.json(await readFailure(deps, id), 200)
  })
  api.openapi(contract.archiveFailures, async (c) => {
    const { selection, reason } = c.req.valid('json')
    const request = { actor: c.get('actor'), reason, requestId: c.get('requestId') }
    const { changed, at } = await putAwayMany(deps, ARCHIVE, selection, request)
    return c.json({ changed, archivedAt: at.toISOString() }, 200)
  })
  api.openapi(contract.restoreFailures, async (c) => {
    const { selection, archivedAt } = c.req.valid('json')
    const request = { actor: c.get('actor'), reason: '', requestId: c.get('requestId') }
    const undone = archivedAt === undefined ? undefined : new Date(archivedAt)
    return c.json({ changed: (await putAwayMany(deps, RESTORE, selection, request, undone)).changed }, 200)
  })
}

export function registerFailures(api: Api, deps: FailureServices): void {
  registerReads(api, deps)
  registerChanges(api, deps)
}
