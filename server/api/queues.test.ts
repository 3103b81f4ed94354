import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { type ConfigChanges, createConfigChanges } from '../assignments/config-changes.ts'
import { createFleetCache } from '../queues/fleet-cache.ts'
import { createQueueBoard, type QueueBoard } from '../queues/queue-board.ts'
import { createSampler } from '../queues/sample-queues.ts'
import { addBackend, addInstance, addProject, addTypes, poolOf } from '../queues/test-registry.ts'
import { createTestDatabase, type TestDatabase } from '../store/test-database.ts'
import { type Backend, createBackend, encodeTask, TaskError } from '../task/index.ts'
import type { QueueView } from './contract/queues.ts'
import { registerQueues } from './queues.ts'
import { actorWith, createTestApp } from './test-app.ts'

let database: TestDatabase
let main: Backend
let board: QueueBoard
let changes: ConfigChanges
let now = new Date()
const backends: Record<string, Backend | Error> = {}
const app = createTestApp(actorWith(['admin']))
const clock = () => now

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  main = await createBackend({ kind: 'postgres', url: database.url }, { namespace: 'task' })
  await main.connect()
  Object.assign(backends, { main, away: new TaskError('backend-unavailable', 'connect ECONNREFUSED') })
  await addBackend(database, 'main', 'postgres')
  await addBackend(database, 'away', 'postgres')
  await addTypes(database, [
    { name: 'email.send', redactPaths: ['/customer/email'] },
    { name: 'email.sent' },
    { name: 'orphan' },
    { name: 'unreachable', backend: 'away' },
  ])
  for (const type of ['email.send', 'email.sent', 'orphan']) await main.declare({ type })
  await addProject(database, 'shop', { produces: ['email.send', 'orphan'] })
  await addProject(database, 'mailer', { consumes: ['email.send'], workers: 8 })
  await addInstance(database, 'mailer', [{ type: 'email.send', workers: 8, runningCount: 3 }])
  changes = createConfigChanges({ database, onError: () => undefined })
  const liveness = { clock, heartbeatIntervalMs: 10_000 }
  board = createQueueBoard({ database, liveness, fleet: createFleetCache({ database, liveness }) })
  registerQueues(app.api, { database, backends: poolOf(backends), board, changes, now: clock })
})
afterAll(async () => {
  await main.close()
  await changes.close()
  await database.drop()
})
beforeEach(async () => {
  now = new Date()
  await database.pool.query('truncate override, audit_entry')
  board.invalidate()
})

async function publish(type: string, payload: unknown, contentType = 'application/json') {
  const task = {
    id: `${type}-${Math.random()}`,
    type,
    payload,
    contentType,
    source: '/x',
    time: now,
    attempt: 1,
  }
  const envelope = encodeTask({ ...task, tracked: false, extensions: {} })
  await main.publish([{ queue: { type }, envelope }])
}
const sample = () => createSampler({ database, backends: poolOf(backends), now: clock })()
const get = async (path: string) => {
  const response = await app.request('GET', path)
  expect(response.status).toBe(200)
  return response.json()
}
const list = async (query = '') =>
  (await get(`/queues${query}`)) as { items: QueueView[]; nextCursor: string | null }
const names = (answer: { items: QueueView[] }) => answer.items.map((item) => item.type)

describe('GET /queues', () => {
  it('tells unknown from zero before the first sample', async () => {
    const queue = (await get('/queues/email.send')) as QueueView
    expect(queue.backends[0]).toMatchObject({ backend: 'main', kind: 'postgres', sampledAt: null })
    expect(queue.backends[0]?.depth.ready.value).toBeNull()
    expect(queue.health).toMatchObject({ state: 'unknown', reasons: [{ message: 'no sample yet' }] })
  })

  it('shows depth, consumers, producers and health of each queue', async () => {
    await publish('orphan', 1)
    await sample()
    board.invalidate()
    const answer = await list()
    expect(names(answer)).toEqual(['email.send', 'email.sent', 'orphan', 'unreachable'])
    expect(answer.items[0]).toMatchObject({
      producers: ['shop'],
      consumers: [{ project: 'mailer', workers: 8, instances: 1, running: 3, paused: false }],
      health: { state: 'clear' },
      recent: [0],
    })
    expect(answer.items[0]?.backends[0]?.depth.ready).toEqual({ value: 0, quality: 'exact' })
    expect(answer.items[2]).toMatchObject({
      health: { state: 'danger', reasons: [{ message: 'no consumer is assigned and 1 task waits' }] },
    })
    expect(answer.items[3]?.backends[0]).toMatchObject({ depth: { ready: { value: null } } })
    expect(answer.items[3]?.health.reasons[0]?.message).toMatch(
      /^backend away is unreachable since \d\d:\d\d UTC: connect ECONNREFUSED$/,
    )
  })

  it('filters, and pages by key', async () => {
    expect(names(await list('?prefix=email.'))).toEqual(['email.send', 'email.sent'])
    expect(names(await list('?backend=away'))).toEqual(['unreachable'])
    expect(names(await list('?project=shop'))).toEqual(['email.send', 'orphan'])
    expect(names(await list('?health=danger'))).toEqual(['orphan', 'unreachable'])
    const first = await list('?limit=3')
    expect(names(first)).toEqual(['email.send', 'email.sent', 'orphan'])
    const second = await list(`?limit=3&cursor=${first.nextCursor}`)
    expect([names(second), second.nextCursor]).toEqual([['unreachable'], null])
    expect((await app.request('GET', '/queues?cursor=nonsense')).status).toBe(422)
    expect((await app.request('GET', '/queues/no.such')).status).toBe(404)
  })
})

describe('pause and resume', () => {
  const pause = (body: object) => app.request('POST', '/queues/email.send/pause', { body })
  const resume = () => app.request('DELETE', '/queues/email.send/pause')
  const audit = () => database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } })

  it('pauses once however often it is asked, tells the workers, and is seen in the list at once', async () => {
    await list()
    const heard = vi.fn()
    const unsubscribe = changes.subscribe(heard)
    const paused = (await (await pause({ reason: 'deploy' })).json()) as QueueView
    expect(paused.paused).toMatchObject({ by: 'ana', reason: 'deploy', until: null })
    expect(paused.health.reasons[0]?.message).toBe('paused by ana: deploy')
    await pause({ reason: 'deploy' })
    expect((await list('?health=paused')).items).toHaveLength(1)
    expect(await database.prisma.override.count()).toBe(1)
    expect(heard.mock.calls.map(([change]) => change.projects)).toEqual([['mailer', 'shop']])
    expect((await audit()).map((entry) => entry.action)).toEqual(['queue.pause'])
    unsubscribe()
  })

  it('replaces a pause by another, and resumes once', async () => {
    const until = new Date(now.getTime() + 60_000).toISOString()
    await pause({})
    const paused = (await (await pause({ until })).json()) as QueueView
    expect(paused.paused?.until).toBe(until)
    expect(((await (await resume()).json()) as QueueView).paused).toBeNull()
    expect((await resume()).status).toBe(200)
    expect((await audit()).map((entry) => entry.action)).toEqual([
      'queue.pause',
      'queue.pause',
      'queue.resume',
    ])
  })

  it('reverts by itself after `until`, which must lie ahead', async () => {
    const until = new Date(now.getTime() + 60_000)
    await pause({ until: until.toISOString() })
    now = new Date(until.getTime() + 1)
    expect(((await get('/queues/email.send')) as QueueView).paused).toBeNull()
    expect((await pause({ until: until.toISOString() })).status).toBe(422)
    expect((await app.request('POST', '/queues/no.such/pause', { body: {} })).status).toBe(404)
  })
})

describe('messages', () => {
  it('shows waiting tasks with confidential values hidden', async () => {
    await publish('email.send', { customer: { email: 'a@example.com', id: 7 } })
    await publish('email.send', 'a@example.com', 'text/plain')
    const { items } = (await get('/queues/email.send/messages')) as { items: { payload: unknown }[] }
    expect(items.map((item) => item.payload)).toEqual([
      { customer: { email: '[redacted]', id: 7 } },
      '[redacted]',
    ])
    expect(items[0]).toMatchObject({ state: 'ready', dueAt: null, attributes: { type: 'email.send' } })
  })

  it('removes them only when the type is typed out, and audits intent and result', async () => {
    const purge = (body: object) => app.request('DELETE', '/queues/email.send/messages', { body })
    const wrong = await purge({ confirm: 'email', reason: 'test data' })
    expect(await wrong.json()).toMatchObject({ status: 422, errors: [{ pointer: '/confirm' }] })
    expect(await (await purge({ confirm: 'email.send', reason: 'test data' })).json()).toEqual({ removed: 2 })
    const entries = await database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } })
    expect(entries.map(({ action, reason, after }) => [action, reason, after])).toEqual([
      ['queue.purge', 'test data', null],
      ['queue.purged', 'test data', { removed: 2, backends: ['main'] }],
    ])
  })
})

describe('history', () => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1_000)

  it('gives regular points with gaps, sums the backends of a moving type, and says what happened', async () => {
    now = at(600)
    await database.pool.query(
      `insert into sample (type, backend, resolution, at, ready, dead) values
       ('email.send', 'main', 5, $1, 10, 1), ('email.send', 'main', 5, $2, 20, 1),
       ('email.send', 'away', 5, $1, 4, null)`,
      [at(0), at(5)],
    )
    await database.prisma.revision.createMany({
      data: [
        { number: 1, assignments: [{ type: 'email.send', workers: 1 }], createdAt: at(10) },
        { number: 2, assignments: [{ type: 'email.send', workers: 1 }, { type: 'x' }], createdAt: at(20) },
        { number: 3, assignments: [{ type: 'email.send', workers: 2 }, { type: 'x' }], createdAt: at(30) },
      ].map((row) => ({ ...row, projectName: 'mailer', author: 'ana', reason: 'more' })),
    })
    const query = `from=${at(0).toISOString()}&to=${at(60).toISOString()}&step=20`
    const history = await get(`/queues/email.send/history?${query}`)
    expect(history).toMatchObject({ stepSeconds: 20 })
    expect(history.points.map((point: { ready: number; dead: number }) => [point.ready, point.dead])).toEqual(
      [
        [19, null],
        [null, null],
        [null, null],
      ],
    )
    expect(history.annotations.map((one: { label: string }) => one.label)).toEqual([
      'mailer revision 1: more',
      'mailer revision 3: more',
    ])
  })

  it('tells how many died per minute, also in steps that are finer than a minute', async () => {
    now = at(600)
    await database.pool.query(
      `insert into failure_minute (type, fingerprint, at, count) values
       ('email.send', 'one', $1, 30), ('email.send', 'two', $1, 6), ('email.send', 'one', $2, 12)`,
      [at(60), at(180)],
    )
    const died = async (from: number, to: number, step: number) => {
      const query = `from=${at(from).toISOString()}&to=${at(to).toISOString()}&step=${step}`
      const { points } = await get(`/queues/email.send/history?${query}`)
      return points.map((point: { diedPerMinute: number }) => point.diedPerMinute)
    }
    expect(await died(0, 240, 60)).toEqual([0, 36, 0, 12])
    expect(await died(0, 240, 120)).toEqual([18, 6])
    expect(await died(90, 150, 30)).toEqual([36, 0])
  })

  it('refuses a range that is none and a step that is too fine', async () => {
    const day = `from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z`
    now = new Date('2026-01-02T00:00:00Z')
    expect((await get(`/queues/email.send/history?${day}`)).stepSeconds).toBe(360)
    expect((await get(`/queues/email.send/history?${day}&step=5`)).stepSeconds).toBe(60)
    expect((await app.request('GET', '/queues/email.send/history?from=2026-01-03T00:00:00Z')).status).toBe(
      422,
    )
    const years = 'from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z&step=3600'
    expect((await app.request('GET', `/queues/email.send/history?${years}`)).status).toBe(422)
  })
})
