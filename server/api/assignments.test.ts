import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import {
  createTestRooms,
  heartbeatOf,
  INSTALLATION,
  seed,
  type TestRooms,
} from '../assignments/test-rooms.ts'
import { parseConfig } from '../task/index.ts'
import { registerAssignments } from './assignments.ts'
import { registerBackends } from './backends.ts'
import { registerChangeSets } from './change-sets.ts'
import { registerConfig } from './config.ts'
import { registerInstances } from './instances.ts'
import { registerProjects } from './projects.ts'
import { registerTaskTypes } from './task-types.ts'
import { actorWith, createTestApp } from './test-app.ts'

let rooms: TestRooms
const app = createTestApp(actorWith(['admin']))

beforeAll(async () => {
  rooms = await createTestRooms(inject('postgresUrl'))
  registerBackends(app.api, rooms)
  registerTaskTypes(app.api, rooms)
  registerProjects(app.api, rooms)
  registerAssignments(app.api, rooms)
  registerChangeSets(app.api, rooms)
  registerConfig(app.api, rooms)
  registerInstances(app.api, rooms)
})
afterAll(() => rooms.close())
beforeEach(async () => {
  app.actor = actorWith(['admin'])
  await rooms.database.pool.query('truncate project, task_type, backend cascade')
  await rooms.changes.notify()
  await seed(rooms, { projects: ['mailer'], types: ['email.send'] })
})

const consume = {
  role: 'consumer',
  type: 'email.send',
  workers: 4,
  handler: { kind: 'http', url: 'http://127.0.0.1:4000/x' },
}
const put = (match: string | undefined, assignments: unknown[] = [consume], reason = 'because') =>
  app.request('PUT', '/projects/mailer/assignments', {
    headers: match === undefined ? {} : { 'if-match': match },
    body: { assignments, reason },
  })

test('assignments are read with an ETag, which a save must send back and gets anew', async () => {
  const read = await app.request('GET', '/projects/mailer/assignments')
  expect(read.headers.get('etag')).toBe('"0"')
  expect((await put(undefined)).status).toBe(428)
  const saved = await put('"0"')
  expect([saved.status, saved.headers.get('etag')]).toEqual([200, '"1"'])
  expect(await saved.json()).toEqual({
    project: 'mailer',
    revision: 1,
    assignments: [{ ...consume, paused: false, rateLimit: null }],
  })
  const stale = await put('"0"', [])
  expect([stale.status, stale.headers.get('content-type')]).toEqual([412, 'application/problem+json'])
  expect(await stale.json()).toMatchObject({ code: 'stale', current: { project: 'mailer', revision: 1 } })
  expect((await put('W/"1"')).headers.get('etag')).toBe('"1"')
  expect((await put('abc')).status).toBe(400)
})

test('a save needs a reason, and names each wrong field', async () => {
  expect((await put('"0"', [], ' ')).status).toBe(422)
  const refused = await put('"0"', [
    consume,
    { ...consume, handler: { kind: 'http', url: 'http://10.0.0.1/' } },
  ])
  expect(refused.status).toBe(422)
  const { errors } = (await refused.json()) as { errors: { pointer: string }[] }
  expect(errors.map((one) => one.pointer)).toEqual(['/assignments/1/type', '/assignments/1/handler/url'])
})

test('a worker polls: the document with its hash, 304 while it stands, the new one after a save', async () => {
  const path = '/projects/mailer/config'
  const first = await app.request('GET', path)
  const etag = first.headers.get('etag') ?? ''
  expect(etag).toMatch(/^"[\w-]{43}"$/)
  expect(parseConfig(await first.json())).toMatchObject({
    project: 'mailer',
    revision: 0,
    allowTargets: INSTALLATION.allowTargets,
  })
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const poll = await app.request('GET', path, { headers: { 'if-none-match': known } })
    expect([poll.status, poll.headers.get('etag'), await poll.text()]).toEqual([304, etag, ''])
  }
  const waiting = app.request('GET', `${path}?wait=30`, { headers: { 'if-none-match': etag } })
  await put('"0"')
  const changed = await waiting
  expect(changed.status).toBe(200)
  expect(await changed.json()).toMatchObject({ revision: 1, consumers: [{ type: 'email.send', workers: 4 }] })
  expect((await app.request('GET', '/projects/gone/config')).status).toBe(404)
})

test("a project's token reads its own configuration only", async () => {
  app.actor = actorWith(['worker'], { kind: 'token', project: 'shop' })
  expect((await app.request('GET', '/projects/mailer/config')).status).toBe(403)
  const beat = await app.request('PUT', '/instances/a', { body: heartbeatOf('mailer') })
  expect(beat.status).toBe(403)
})

test('an instance reports, is listed, is commanded and hears it', async () => {
  const beat = () => app.request('PUT', '/instances/host-1:42', { body: heartbeatOf('mailer') })
  expect(await (await beat()).json()).toEqual({ commands: [], desiredRevision: 0 })
  const list = await (await app.request('GET', '/instances?status=live')).json()
  expect(list).toMatchObject({
    items: [{ id: 'host-1:42', status: 'live', consumers: [], memoryBytes: 1_000_000, command: null }],
    nextCursor: null,
  })
  const told = await app.request('POST', '/instances/host-1:42/commands', { body: { command: 'stop' } })
  expect([told.status, await told.json()]).toMatchObject([202, { command: 'stop' }])
  expect(await (await beat()).json()).toMatchObject({ commands: ['stop'] })
})

test('a change set is previewed, saved, read and rolled back over HTTP', async () => {
  const draft = {
    base: { mailer: 0 },
    edits: [{ project: 'mailer', assignments: [consume] }],
    strategy: 'switch',
  }
  const preview = await app.request('POST', '/change-sets/preview', { body: draft })
  expect(await preview.json()).toMatchObject({
    projects: [{ project: 'mailer', diff: [{ summary: 'start consuming email.send (4 workers, http)' }] }],
    impact: [{ type: 'email.send', waiting: null }],
  })
  const created = await app.request('POST', '/change-sets', { body: { ...draft, reason: 'go' } })
  expect(created.status).toBe(201)
  const { id } = (await created.json()) as { id: string }
  const stale = await app.request('POST', '/change-sets', { body: { ...draft, reason: 'again' } })
  expect([stale.status, await stale.json()]).toMatchObject([412, { current: { mailer: { revision: 1 } } }])
  const undone = await app.request('POST', `/change-sets/${id}/rollback`, { body: { reason: 'back' } })
  expect([undone.status, await undone.json()]).toMatchObject([
    201,
    { projects: [{ project: 'mailer', revision: 2 }] },
  ])
  const read = await app.request('GET', `/change-sets/${id}`)
  expect(await read.json()).toMatchObject({ id, rolledBackBy: expect.any(String) })
})

test('revisions are listed with their difference, and rolled back to', async () => {
  await put('"0"')
  const back = await app.request('POST', '/projects/mailer/revisions/0/rollback', {
    body: { reason: 'oops' },
  })
  expect([back.status, back.headers.get('etag')]).toEqual([200, '"2"'])
  const page = await (await app.request('GET', '/projects/mailer/revisions?limit=1')).json()
  expect(page).toMatchObject({
    items: [{ number: 2, rollbackOf: 0, diff: [{ change: 'removed' }] }],
    nextCursor: expect.any(String),
  })
  const rollout = await (await app.request('GET', '/projects/mailer/rollout')).json()
  expect(rollout).toMatchObject({ desiredRevision: 2, live: 0, savedAt: expect.any(String) })
})

test('the registry is read and written over HTTP', async () => {
  const made = await app.request('POST', '/task-types', {
    body: { name: 'report.make', redactPaths: ['/mail'] },
  })
  expect([made.status, await made.json()]).toMatchObject([
    201,
    { name: 'report.make', backend: 'main', timeoutMs: 30_000, redactPaths: ['/mail'], payloadSchema: null },
  ])
  const patched = await app.request('PATCH', '/task-types/report.make', { body: { rateLimit: 5 } })
  expect(await patched.json()).toMatchObject({ rateLimit: 5 })
  const types = await (await app.request('GET', '/task-types?prefix=rep')).json()
  expect(types).toMatchObject({ items: [{ name: 'report.make' }], nextCursor: null })
  const backends = await (await app.request('GET', '/backends')).json()
  expect(backends).toMatchObject({ items: [{ name: 'main', taskTypes: 2, health: { state: 'connected' } }] })
  expect((await app.request('DELETE', '/backends/main')).status).toBe(409)
  expect((await app.request('DELETE', '/task-types/report.make')).status).toBe(204)
  const project = await app.request('POST', '/projects', { body: { name: 'shop' } })
  expect([project.status, await project.json()]).toMatchObject([
    201,
    { name: 'shop', revision: 0, instances: { live: 0, stale: 0 } },
  ])
  expect((await app.request('DELETE', '/projects/shop')).status).toBe(204)
  expect((await app.request('GET', '/projects/shop')).status).toBe(404)
})
