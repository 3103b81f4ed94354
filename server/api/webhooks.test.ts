/** Over HTTP, on a real database: a delivery becomes one task, however often and at once it comes. */
import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { createTestApi, TEST_SECRETS, type TestApi } from './test-api.ts'

let api: TestApi
let token: string
beforeEach(async () => {
  api = await createTestApi(inject('postgresUrl'))
  token = await api.token(['read', 'configure', 'publish', 'operate'])
  await call('POST', '/backends', { name: 'main', kind: 'postgres', url: 'env:QUEUE' })
  await addProducer('shop', 'order.paid', {
    payloadSchema: { type: 'object', properties: { amount: { type: 'number' } } },
  })
})
afterEach(() => api.close())

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await api.request(method, `/api/v1${path}`, {
    token,
    headers,
    ...(body === undefined ? {} : { body }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text) }
}

async function addProducer(project: string, type: string, fields: object = {}) {
  await call('POST', '/projects', { name: project })
  await call('POST', '/task-types', { name: type, backend: 'main', ...fields })
  await assign(project, [{ role: 'producer', type }], 0)
}

const assign = (project: string, assignments: unknown[], revision: number) =>
  call(
    'PUT',
    `/projects/${project}/assignments`,
    { assignments, reason: 'test' },
    { 'if-match': `"${revision}"` },
  )

const create = (more: object = {}) =>
  call('POST', '/webhooks', {
    ...{ name: 'gh', project: 'shop', type: 'order.paid', scheme: 'github' },
    ...{ secret: 'env:SIGNALBOX_SECRET_TEST', ...more },
  })

async function deliver(text: string, headers: Record<string, string> = {}, name = 'gh') {
  const mac = createHmac('sha256', TEST_SECRETS.SIGNALBOX_SECRET_TEST).update(text).digest('hex')
  const response = await api.request('POST', `/api/v1/hooks/${name}`, {
    body: text,
    headers: { 'x-hub-signature-256': `sha256=${mac}`, 'x-github-delivery': 'd1', ...headers },
  })
  return { status: response.status, body: await response.json() }
}

async function waiting(): Promise<Record<string, never>[]> {
  return (await call('GET', '/queues/order.paid/messages?limit=100')).body.items
}

describe('a delivery', () => {
  it('becomes a task with the payload, and a repeat is answered with its id', async () => {
    expect((await create()).status).toBe(201)
    const first = await deliver('{"amount": 5}')
    expect(first).toMatchObject({ status: 202, body: { type: 'order.paid', repeated: false } })
    const again = await deliver('{"amount": 5}')
    expect(again).toEqual({ status: 200, body: { ...first.body, repeated: true } })
    expect(await waiting()).toHaveLength(1)
    const { body } = await call('GET', '/webhooks/gh')
    expect(body).toMatchObject({ counts: { accepted: 1, repeated: 1, refused: 0 }, problems: [] })
    expect(body.url).toBe('https://signalbox.test/api/v1/hooks/gh')
  })

  it('that comes ten times at once is one task', async () => {
    await create()
    const all = await Promise.all(Array.from({ length: 10 }, () => deliver('{"amount": 5}')))
    expect(all.filter(({ status }) => status === 202)).toHaveLength(1)
    expect(all.filter(({ status }) => status === 200)).toHaveLength(9)
    expect(new Set(all.map(({ body }) => body.id)).size).toBe(1)
    expect(await waiting()).toHaveLength(1)
  })

  it('is refused with a wrong signature, counted, and its reason shown', async () => {
    await create()
    const refused = await deliver('{}', { 'x-hub-signature-256': 'sha256=00' })
    expect(refused).toMatchObject({ status: 401, body: { detail: 'The signature does not match.' } })
    const { body } = await call('GET', '/webhooks/gh')
    expect(body.counts).toEqual({ accepted: 0, repeated: 0, refused: 1 })
    expect(body.lastRefusal.reason).toContain('does not match')
    expect(await waiting()).toHaveLength(0)
  })

  it('that breaks the schema is 422, of an unknown name 404, to a disabled webhook 404', async () => {
    await create()
    expect(await deliver('{"amount": "much"}')).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/amount' }] },
    })
    expect((await deliver('{}', {}, 'nobody')).status).toBe(404)
    await call('PATCH', '/webhooks/gh', { enabled: false })
    expect(await deliver('{}')).toMatchObject({ status: 404, body: { code: 'disabled' } })
    expect((await deliver(`{"x": "${'x'.repeat(1_048_600)}"}`)).status).toBe(404)
    await call('PATCH', '/webhooks/gh', { enabled: true })
    expect((await deliver(`{"x": "${'x'.repeat(1_048_600)}"}`)).status).toBe(413)
    expect((await deliver('{')).status).toBe(400)
  })

  it('that failed for what is ours to repair is 503, and published by its repeat', async () => {
    await create()
    await assign('shop', [], 1)
    let delivery = 0
    const next = () => deliver('{"amount": 5}', { 'x-github-delivery': `d${++delivery}` })
    // What allows a publish is remembered for a moment.
    const until = { timeout: 10_000, interval: 500 }
    await vi.waitFor(async () => expect(await next()).toMatchObject({ status: 503 }), until)
    const before = (await waiting()).length
    expect((await call('GET', '/webhooks/gh')).body.problems).toEqual([
      'project "shop" is not assigned to produce "order.paid"',
    ])
    await assign('shop', [{ role: 'producer', type: 'order.paid' }], 2)
    const repeat = await deliver('{"amount": 5}', { 'x-github-delivery': `d${delivery}` })
    expect(repeat.status).toBe(202)
    expect(await waiting()).toHaveLength(before + 1)
  })

  it('waits at the provider while the backend is away', async () => {
    await call('POST', '/backends', { name: 'away', kind: 'postgres', url: 'env:QUEUE' })
    await call('POST', '/task-types', { name: 'gone.type', backend: 'away' })
    await assign('shop', [{ role: 'producer', type: 'gone.type' }], 1)
    const created = await create({ type: 'gone.type' })
    expect(created.status).toBe(201)
    await call('PATCH', '/backends/away', { url: 'env:BROKEN' })
    expect((await deliver('{}')).status).toBe(503)
    await call('PATCH', '/backends/away', { url: 'env:QUEUE' })
    expect((await deliver('{}')).status).toBe(202)
  })

  it('signed by ourselves as a test goes the whole way, as JSON and as a form', async () => {
    await create({ name: 'chat', scheme: 'slack' })
    const test = await call('POST', '/webhooks/chat/test', { payload: { amount: 1, event_id: 'Ev1' } })
    expect(test).toMatchObject({ status: 200, body: { repeated: false } })
    await create({ name: 'sms', scheme: 'twilio' })
    expect((await call('POST', '/webhooks/sms/test', { payload: { From: '+1' } })).status).toBe(200)
    expect(await waiting()).toHaveLength(2)
  })
})

describe('a webhook', () => {
  it('is refused for a project that does not produce the type, and without a scheme', async () => {
    await call('POST', '/projects', { name: 'other' })
    const refused = await create({ project: 'other' })
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/project' }] } })
    expect((await create({ scheme: 'none' })).status).toBe(422)
    expect((await create({ secret: 'plain text' })).status).toBe(422)
    const unfit = await create({ options: { prefix: 'x' } })
    expect(unfit.body.errors[0].pointer).toBe('/options/prefix')
  })

  it('names a secret that does not resolve, answers 503, and is removed with an entry in the audit', async () => {
    const { body } = await create({ secret: 'env:SIGNALBOX_SECRET_NOBODY' })
    expect(body.problems[0]).toContain('env:SIGNALBOX_SECRET_NOBODY')
    expect((await deliver('{}')).status).toBe(503)
    expect((await call('DELETE', '/webhooks/gh')).status).toBe(204)
    expect((await deliver('{}')).status).toBe(404)
    const entries = await api.database.prisma.auditEntry.findMany({ where: { targetKind: 'webhook' } })
    expect(entries.map(({ action }) => action).sort()).toEqual(['webhook.create', 'webhook.delete'])
  })
})
