import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { createTestRooms, seed, type TestRooms } from '../assignments/test-rooms.ts'
import { createIdempotencyKeys } from '../publishing/idempotency-keys.ts'
import { createPublishCatalog } from '../publishing/publish-catalog.ts'
import type { Backend, Delivery } from '../task/index.ts'
import type { Accepted, TaskView } from './contract/tasks.ts'
import { registerTaskTrace } from './task-trace.ts'
import { registerTasks } from './tasks.ts'
import { actorWith, createTestApp } from './test-app.ts'

const app = createTestApp(actorWith(['admin']))
let rooms: TestRooms
let backend: Backend
const queue = { type: 'email.send' }

beforeAll(async () => {
  rooms = await createTestRooms(inject('postgresUrl'))
  const { prisma } = rooms.database
  await prisma.backend.create({ data: { name: 'rows', kind: 'postgres', url: 'env:ROWS' } })
  await prisma.backend.create({ data: { name: 'rabbit', kind: 'rabbitmq', url: 'env:RABBIT' } })
  await seed(rooms, { projects: ['mailer'], types: ['email.send', 'rabbit.send'] })
  await prisma.taskType.update({ where: { name: 'email.send' }, data: { backendName: 'rows' } })
  await prisma.taskType.update({ where: { name: 'rabbit.send' }, data: { backendName: 'rabbit' } })
  backend = await rooms.pool.get('rows')
  registerTaskTrace(app.api, { ...rooms, backends: rooms.pool })
  registerTasks(app.api, {
    backends: rooms.pool,
    catalog: createPublishCatalog({ database: rooms.database }),
    keys: createIdempotencyKeys({ database: rooms.database, log: { warn: vi.fn() } }),
    maxPayloadBytes: 1_024,
    namespace: 'task',
    now: () => new Date(),
    newId: randomUUID,
  })
})
afterAll(() => rooms.close())

const cancel = (id: string, query = '') => app.request('DELETE', `/tasks/${encodeURIComponent(id)}${query}`)
const publish = async (task: object, headers: Record<string, string> = {}): Promise<Accepted> => {
  const response = await app.request('POST', '/tasks', {
    body: { type: 'email.send', payload: 1, ...task },
    headers,
  })
  expect(response.status).toBe(202)
  return response.json()
}
const idOf = ({ tasks }: Accepted) => tasks[0]?.id ?? ''
const audited = async (id: string) => {
  const { rows } = await rooms.database.pool.query(
    `select action from audit_entry where "targetName" = $1 order by at, id`,
    [id],
  )
  return rows.map(({ action }) => action)
}

describe('DELETE /tasks/{id}', () => {
  it('takes a scheduled task out of its queue, and leaves no trace of it but the audit', async () => {
    const id = idOf(await publish({ delayMs: 3_600_000 }))
    const view: TaskView = await (await app.request('GET', `/tasks/${id}`)).json()
    expect(view).toMatchObject({ state: 'queued', cancellable: true })
    expect((await cancel(id)).status).toBe(204)
    expect((await backend.stats([queue]))[0]?.delayed.value).toBe(0)
    expect((await app.request('GET', `/tasks/${id}`)).status).toBe(404)
    expect((await cancel(id)).status).toBe(404)
    expect(await audited(id)).toEqual(['task.cancel', 'task.cancelled'])
  })

  it('refuses with the reason when it runs', async () => {
    const id = idOf(await publish({}))
    const taken = Promise.withResolvers<Delivery>()
    const subscription = await backend.consume(queue, {
      prefetch: 1,
      onDelivery: taken.resolve,
      onError: taken.reject,
    })
    const delivery = await taken.promise
    for (const query of ['', '?type=email.send']) {
      const response = await cancel(id, query)
      expect(response.status).toBe(409)
      expect(await response.json()).toMatchObject({
        code: 'task-not-waiting',
        detail: 'Only a task that waits can be cancelled. A worker has taken it from email.send on rows.',
      })
    }
    await delivery.ack()
    await subscription.stop()
  })

  it('says so where the backend cannot, or nobody knows the task or the type', async () => {
    rooms.pool.get = async (name) => (name === 'rabbit' ? incapable : backend)
    const response = await cancel('x', '?type=rabbit.send')
    expect(response.status).toBe(409)
    expect(await response.json()).toMatchObject({ code: 'backend-unsupported' })
    expect((await cancel('never-published')).status).toBe(404)
    expect((await cancel('x', '?type=no.such')).status).toBe(404)
  })
})

const incapable = { kind: 'rabbitmq', capabilities: { cancel: false } } as unknown as Backend

describe('POST /tasks with a unique key', () => {
  it('answers with the task that has the key, also when the request is repeated, until that is cancelled', async () => {
    const [first] = (await publish({ uniqueKey: 'order 7', delayMs: 60_000 })).tasks
    const keyed = { 'idempotency-key': randomUUID() }
    const second = await publish({ uniqueKey: 'order 7' }, keyed)
    expect(second).toMatchObject({ accepted: 0, tasks: [{ duplicateOf: first?.id }] })
    expect(await publish({ uniqueKey: 'order 7' }, keyed)).toEqual(second)
    const event = {
      'ce-specversion': '1.0',
      'ce-type': 'email.send',
      'ce-id': 'e',
      'ce-uniquekey': 'order 7',
    }
    const answer = await app.request('POST', '/tasks', { body: 1, headers: { ...event, 'ce-source': '/x' } })
    expect(await answer.json()).toMatchObject({ tasks: [{ id: 'e', duplicateOf: first?.id }] })
    expect((await cancel(first?.id ?? '')).status).toBe(204)
    expect((await publish({ uniqueKey: 'order 7', delayMs: 60_000 })).tasks[0]).not.toHaveProperty(
      'duplicateOf',
    )
  })

  it('is refused by its place where the backend cannot keep tasks unique', async () => {
    const body = { type: 'rabbit.send', payload: 1, uniqueKey: 'k' }
    const response = await app.request('POST', '/tasks', { body })
    expect(response.status).toBe(422)
    expect((await response.json()).errors).toEqual([
      { pointer: '/uniqueKey', detail: expect.stringContaining('cannot keep tasks unique') },
    ])
  })
})
