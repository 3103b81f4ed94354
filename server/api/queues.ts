/** Queues over HTTP: lists, one queue, its series, its waiting tasks, pause and resume. */
import { getQueue } from '../queues/get-queue.ts'
import { listQueues, pageAsJson } from '../queues/list-queues.ts'
import { type PauseDeps, pauseQueue, resumeQueue } from '../queues/pause-queue.ts'
import { peekMessages } from '../queues/peek-messages.ts'
import { purgeQueue } from '../queues/purge-queue.ts'
import type { QueueBoard } from '../queues/queue-board.ts'
import { queueHistory } from '../queues/queue-history.ts'
import type { BackendPool } from '../registry/backend-pool.ts'
import type { Database } from '../store/database.ts'
import * as contract from './contract/queues.ts'
import type { Api } from './types.ts'

export interface QueuesDeps {
  readonly database: Database
  readonly backends: BackendPool
  readonly board: QueueBoard
  readonly changes: PauseDeps['changes']
  now(): Date
}

const dateOf = (text: string | undefined) => (text === undefined ? undefined : new Date(text))

function registerReads(api: Api, deps: QueuesDeps): void {
  api.openapi(contract.listQueues, async (c) => {
    const answer = pageAsJson(await listQueues(deps.board, c.req.valid('query')))
    // A page that is JSON already; the route's type knows only objects.
    return c.body(answer, 200, { 'content-type': 'application/json' }) as never
  })
  api.openapi(contract.getQueue, async (c) => {
    return c.json(await getQueue(deps.board, c.req.valid('param').type), 200)
  })
  api.openapi(contract.queueHistory, async (c) => {
    const { from, to, step } = c.req.valid('query')
    const history = await queueHistory(deps, c.req.valid('param').type, {
      from: dateOf(from),
      to: dateOf(to),
      stepSeconds: step,
    })
    const at = <T extends { at: Date }>(item: T) => ({ ...item, at: item.at.toISOString() })
    const { stepSeconds, points, annotations } = history
    return c.json({ stepSeconds, points: points.map(at), annotations: annotations.map(at) }, 200)
  })
  api.openapi(contract.peekMessages, async (c) => {
    const items = await peekMessages(deps, c.req.valid('param').type, c.req.valid('query'))
    return c.json({ items }, 200)
  })
}

function registerChanges(api: Api, deps: QueuesDeps): void {
  const pausing: PauseDeps = { ...deps, now: deps.now, onChanged: () => deps.board.invalidate() }
  api.openapi(contract.pauseQueue, async (c) => {
    const { type } = c.req.valid('param')
    const { reason, until } = c.req.valid('json')
    const request = { type, reason, until: dateOf(until) ?? null, requestId: c.get('requestId') }
    await pauseQueue(pausing, c.get('actor'), request)
    return c.json(await getQueue(deps.board, type), 200)
  })
  api.openapi(contract.resumeQueue, async (c) => {
    const { type } = c.req.valid('param')
    await resumeQueue(pausing, c.get('actor'), { type, requestId: c.get('requestId') })
    return c.json(await getQueue(deps.board, type), 200)
  })
  api.openapi(contract.purgeMessages, async (c) => {
    const request = { type: c.req.valid('param').type, ...c.req.valid('json'), requestId: c.get('requestId') }
    return c.json({ removed: await purgeQueue(deps, c.get('actor'), request) }, 200)
  })
}

export function registerQueues(api: Api, deps: QueuesDeps): void {
  registerReads(api, deps)
  registerChanges(api, deps)
}
