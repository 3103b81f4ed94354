import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { createIdempotencyKeys } from '../publishing/idempotency-keys.ts'
import { createPublishCatalog } from '../publishing/publish-catalog.ts'
import { addBackend, addProject, addTypes, poolOf } from '../queues/test-registry.ts'
import { pruneKeys } from '../store/idempotency.ts'
import { createTestDatabase, type TestDatabase } from '../store/test-database.ts'
import {
  type Backend,
  createBackend,
  type Duplicate,
  NO_DUPLICATES,
  PublishError,
  TaskError,
} from '../task/index.ts'
import { registerTasks } from './tasks.ts'
import { actorWith, createTestApp } from './test-app.ts'

const BINARY = { 'ce-specversion': '1.0', 'ce-type': 'email.send', 'ce-id': 'e1', 'ce-source': '/shop' }
const schema = {
  type: 'object',
  properties: { customer: { type: 'object', properties: { vat: { type: 'string' } } } },
}

let database: TestDatabase
let main: Backend
let second: Backend
const backends: Record<string, Backend | Error> = {}
const app = createTestApp(actorWith(['publish']))

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  for (const name of ['main', 'second']) await addBackend(database, name)
  await addTypes(database, [
    { name: 'email.send' },
    { name: 'invoice.make', payloadSchema: schema },
    { name: 'other.thing', backend: 'second' },
  ])
  await addProject(database, 'shop', { produces: ['email.send'] })
  registerTasks(app.api, {
    backends: poolOf(backends),
    catalog: createPublishCatalog({ database }),
    keys: createIdempotencyKeys({ database, log: { warn: vi.fn() } }),
    maxPayloadBytes: 2_048,
    namespace: 'task',
    now: () => new Date(),
    newId: () => uuidv7(),
  })
})
afterAll(() => database.drop())
beforeEach(async () => {
  await database.pool.query('truncate idempotency_key')
  app.actor = actorWith(['publish'])
  main = await createBackend({ kind: 'memory' }, { namespace: 'test' })
  second = await createBackend({ kind: 'memory' }, { namespace: 'test' })
  Object.assign(backends, { main, second })
})

const post = (body: unknown, headers: Record<string, string> = {}) =>
  app.request('POST', '/tasks', { body, headers })
const waiting = (type: string, backend = main) => backend.peek({ type }, 'ready', 100)
const problem = async (response: Response) =>
  (await response.json()) as { errors: { pointer: string; parameter: string }[]; detail: string }

describe('POST /tasks, one task', () => {
  it('answers 202 with a UUIDv7 once the backend has it, and says who published', async () => {
    const response = await post({ type: 'email.send', payload: { to: 'a' } })
    expect(response.status).toBe(202)
    const answer = await response.json()
    expect(answer).toMatchObject({ accepted: 1, tasks: [{ type: 'email.send', queue: 'task.email.send' }] })
    const [task] = await waiting('email.send')
    expect(task?.envelope.attributes).toMatchObject({
      id: answer.tasks[0].id,
      source: '/people/ana',
      attempt: '1',
    })
    expect(answer.tasks[0].id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/)
  })

  it('holds a task back with delayMs and notBefore', async () => {
    await post({ type: 'email.send', payload: 1, delayMs: 60_000 })
    await post({ type: 'email.send', payload: 1, notBefore: '2999-01-01T00:00:00Z' })
    expect(await waiting('email.send')).toHaveLength(0)
    expect(await main.peek({ type: 'email.send' }, 'delayed', 10)).toHaveLength(2)
  })

  it.each([
    ['no payload', { type: 'email.send' }, '/payload'],
    ['an unknown type', { type: 'no.such', payload: 1 }, '/type'],
    ['a reserved type', { type: 'a.dead', payload: 1 }, '/type'],
    ['an unknown field', { type: 'email.send', payload: 1, delay: 5 }, '/delay'],
    [
      'both delays',
      { type: 'email.send', payload: 1, delayMs: 1, notBefore: '2999-01-01T00:00:00Z' },
      '/delayMs',
    ],
    ['an expired task', { type: 'email.send', payload: 1, expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
    [
      'expiry before it is due',
      { type: 'email.send', payload: 1, delayMs: 9e6, expiresAt: new Date(Date.now() + 1e5).toISOString() },
      '/expiresAt',
    ],
    ['a control character', { type: 'email.send', payload: 1, partitionKey: 'a\nb' }, '/partitionKey'],
    [
      'a payload that breaks the schema',
      { type: 'invoice.make', payload: { customer: { vat: 5 } } },
      '/payload/customer/vat',
    ],
  ])('refuses %s by its pointer', async (_name, body, pointer) => {
    const response = await post(body)
    expect(response.status).toBe(422)
    expect((await problem(response)).errors).toEqual([expect.objectContaining({ pointer })])
  })

  it('refuses malformed JSON with 400, another content type with 415, too much with 413', async () => {
    expect((await post('{"type":')).status).toBe(400)
    expect((await post('a=b', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415)
    const response = await post({ type: 'email.send', payload: 'x'.repeat(2_047) })
    expect(response.status).toBe(413)
    expect((await problem(response)).errors).toEqual([
      { pointer: '/payload', detail: 'expected at most 2048 bytes, got 2049' },
    ])
  })

  it("lets a project's token publish what the project produces, and names the assignment that lacks", async () => {
    app.actor = actorWith(['publish'], { kind: 'token', project: 'shop' })
    expect((await post({ type: 'email.send', payload: 1 })).status).toBe(202)
    const response = await post({ type: 'invoice.make', payload: {} })
    expect(response.status).toBe(403)
    expect((await problem(response)).detail).toContain(
      'project "shop" is not assigned to produce "invoice.make"',
    )
  })

  it('sees a type and an assignment that were made a moment ago', async () => {
    app.actor = actorWith(['publish'], { kind: 'token', project: 'shop' })
    expect((await post({ type: 'new.type', payload: 1 })).status).toBe(422)
    await addTypes(database, [{ name: 'new.type' }])
    expect((await post({ type: 'new.type', payload: 1 })).status).toBe(403)
    await database.prisma.assignment.create({
      data: { projectName: 'shop', typeName: 'new.type', role: 'producer' },
    })
    expect((await post({ type: 'new.type', payload: 1 })).status).toBe(202)
  })
})

describe('POST /tasks, a batch', () => {
  it('refuses the whole batch with every error', async () => {
    const response = await post({
      tasks: [
        { type: 'email.send', payload: 1 },
        { type: 'no.such', payload: 1 },
        { type: 'invoice.make', payload: { customer: { vat: 5 } } },
        { type: 'email.send' },
        7,
      ],
    })
    expect(response.status).toBe(422)
    const errors = (await problem(response)).errors
    expect(errors.map((error) => error.pointer)).toEqual([
      '/tasks/1/type',
      '/tasks/2/payload/customer/vat',
      '/tasks/3/payload',
      '/tasks/4',
    ])
    expect(await waiting('email.send')).toHaveLength(0)
  })

  it('refuses an empty or oversized batch, a stray member, and an id that stands twice', async () => {
    expect((await post({ tasks: [] })).status).toBe(422)
    const task = { type: 'email.send', payload: 1 }
    expect((await post({ tasks: Array.from({ length: 1_001 }, () => task) })).status).toBe(422)
    expect((await post({ tasks: [task], more: 1 })).status).toBe(422)
    const twice = await post({
      tasks: [
        { ...task, id: 'x' },
        { ...task, id: 'x' },
      ],
    })
    expect((await problem(twice)).errors).toEqual([expect.objectContaining({ pointer: '/tasks/1/id' })])
  })

  it('publishes once per backend, and tells what was accepted when one fails', async () => {
    const publish = vi.spyOn(main, 'publish')
    backends.second = new TaskError('backend-unavailable', 'backend second is unreachable')
    const tasks = [
      { type: 'email.send', payload: 1, id: 'a' },
      { type: 'other.thing', payload: 1, id: 'b' },
      { type: 'email.send', payload: 1, id: 'c' },
    ]
    const response = await post({ tasks })
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).not.toBeNull()
    expect(await response.json()).toMatchObject({ accepted: ['a', 'c'], code: 'publish-failed' })
    expect(publish).toHaveBeenCalledTimes(1)
  })

  it('passes on the ids of a batch that a backend confirmed in part', async () => {
    vi.spyOn(main, 'publish').mockRejectedValue(new PublishError('half', ['a']))
    const response = await post({ tasks: ['a', 'b'].map((id) => ({ type: 'email.send', payload: 1, id })) })
    expect(await response.json()).toMatchObject({ status: 503, accepted: ['a'] })
  })
})

describe('POST /tasks, CloudEvents', () => {
  it('takes an event in binary mode, with any content type', async () => {
    const json = await post('{"n":1}', { ...BINARY, 'ce-tenant': 'x%20y', 'ce-partitionkey': 'k' })
    expect(await json.json()).toMatchObject({ tasks: [{ id: 'e1' }] })
    const bytes = Uint8Array.from([0, 255, 1])
    await post(bytes, { ...BINARY, 'ce-id': 'e2', 'content-type': 'image/png', 'ce-tracked': 'true' })
    const [first, other] = await waiting('email.send')
    expect(first?.envelope.attributes).toMatchObject({ source: '/shop', tenant: 'x y', partitionkey: 'k' })
    expect(Buffer.from(first?.envelope.body ?? []).toString()).toBe('{"n":1}')
    expect(other?.envelope.attributes).toMatchObject({ datacontenttype: 'image/png', tracked: 'true' })
    expect(Buffer.from(other?.envelope.body ?? [])).toEqual(Buffer.from(bytes))
  })

  it('names the header of a bad attribute', async () => {
    const response = await post('1', {
      ...BINARY,
      'ce-notbefore': 'tomorrow',
      'ce-attempt': '3',
      'ce-replayid': 'r',
    })
    const errors = (await problem(response)).errors
    expect(errors.map((error) => error.parameter)).toEqual(['ce-attempt', 'ce-replayid', 'ce-notbefore'])
    expect((await post('{"n":', BINARY)).status).toBe(400)
  })

  it('takes structured events and batches of them', async () => {
    const event = { specversion: '1.0', id: 's1', type: 'email.send', source: '/shop', data: { n: 1 } }
    const single = await post(event, { 'content-type': 'application/cloudevents+json' })
    expect(await single.json()).toMatchObject({ tasks: [{ id: 's1' }] })
    const batch = [event, { ...event, id: 's2', type: 'invoice.make', data: { customer: { vat: 1 } } }, 'x']
    const response = await post(batch, { 'content-type': 'application/cloudevents-batch+json' })
    const errors = (await problem(response)).errors
    expect(errors.map((error) => error.pointer)).toEqual(['/1/data/customer/vat', '/2'])
    const both = await post(batch.slice(0, 1), { 'content-type': 'application/cloudevents-batch+json' })
    expect(both.status).toBe(202)
  })
})

describe('Idempotency-Key', () => {
  const task = { type: 'email.send', payload: { n: 1 } }
  const keyed = (body: unknown, key = 'k1') => post(body, { 'idempotency-key': key })

  it('gives the same ids and answer, and publishes once', async () => {
    const first = await (await keyed(task)).json()
    const again = await keyed(task)
    expect(again.status).toBe(202)
    expect(await again.json()).toEqual(first)
    expect(await waiting('email.send')).toHaveLength(1)
  })

  it('refuses another body, and keeps callers apart', async () => {
    await keyed(task)
    expect((await keyed({ ...task, payload: 2 })).status).toBe(422)
    app.actor = actorWith(['publish'], { id: 'u2' })
    expect((await keyed({ ...task, payload: 2 })).status).toBe(202)
  })

  it('answers 409 while the first still runs', async () => {
    const gate = Promise.withResolvers<readonly Duplicate[]>()
    const entered = Promise.withResolvers<void>()
    vi.spyOn(main, 'publish').mockImplementationOnce(() => {
      entered.resolve()
      return gate.promise
    })
    const first = keyed(task)
    await entered.promise
    expect((await keyed(task)).status).toBe(409)
    gate.resolve(NO_DUPLICATES)
    expect((await first).status).toBe(202)
  })

  it('is free again when nothing was accepted', async () => {
    backends.main = new TaskError('backend-unavailable', 'away')
    expect((await keyed(task)).status).toBe(503)
    backends.main = main
    expect((await keyed({ ...task, payload: 2 })).status).toBe(202)
  })

  it('sends only the rest, under the promised ids, after a part was accepted', async () => {
    backends.second = new TaskError('backend-unavailable', 'away')
    const body = { tasks: [task, { type: 'other.thing', payload: 1 }] }
    const accepted = ((await (await keyed(body)).json()) as { accepted: string[] }).accepted
    expect((await keyed(task)).status).toBe(422)
    backends.second = second
    const answer = await (await keyed(body)).json()
    expect(answer).toMatchObject({ accepted: 2, tasks: [{ id: accepted[0] }, {}] })
    expect(await waiting('email.send')).toHaveLength(1)
    const [rest] = await waiting('other.thing', second)
    expect(rest?.envelope.attributes.id).toBe(answer.tasks[1].id)
  })

  it('is taken up with the same ids after the process died at work', async () => {
    const first = await (await keyed(task)).json()
    await database.pool.query(
      `update idempotency_key set status = null, "busyUntil" = now() - interval '1 second'`,
    )
    expect((await keyed({ ...task, payload: 2 })).status).toBe(422)
    expect(await (await keyed(task)).json()).toEqual(first)
  })

  it('expires after 24 hours', async () => {
    await keyed(task)
    await database.pool.query(`update idempotency_key set "createdAt" = now() - interval '25 hours'`)
    expect((await keyed({ ...task, payload: 2 })).status).toBe(202)
    await database.pool.query(`update idempotency_key set "createdAt" = now() - interval '25 hours'`)
    await pruneKeys(database)
    expect(await database.prisma.idempotencyKey.count()).toBe(0)
  })
})

describe('the cost of a publish', () => {
  it('is one round trip to the backend and none to the database, once the type is known', async () => {
    await post({ type: 'email.send', payload: 1 })
    const query = vi.spyOn(database.pool, 'query')
    const publish = vi.spyOn(main, 'publish')
    for (let count = 0; count < 5; count += 1) await post({ type: 'email.send', payload: count })
    expect(publish).toHaveBeenCalledTimes(5)
    expect(query).not.toHaveBeenCalled()
  })
})
