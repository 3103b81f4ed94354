import { afterAll, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { saveAssignments } from '../assignments/save-assignments.ts'
import {
  ADMIN,
  consumer,
  createTestRooms,
  heartbeatOf,
  seed,
  type TestRooms,
} from '../assignments/test-rooms.ts'
import { recordHeartbeat } from '../instances/record-heartbeat.ts'
import { getBackend, listBackends } from './backends.ts'
import { createBackend, patchBackend, removeBackend } from './change-backend.ts'
import { createTaskType, patchTaskType } from './change-task-type.ts'
import { createProject, getProject, listProjects, patchProject, removeProject } from './projects.ts'
import { removeTaskType } from './remove-task-type.ts'
import { getTaskType, listTaskTypes } from './task-types.ts'

let rooms: TestRooms

beforeAll(async () => {
  rooms = await createTestRooms(inject('postgresUrl'))
})
afterAll(() => rooms.close())
beforeEach(async () => {
  await rooms.database.pool.query('truncate project, task_type, backend, audit_entry, queue_state cascade')
  for (const name of ['main', 'orders', 'broken', 'other']) await rooms.pool.invalidate(name)
  await seed(rooms, {})
})

const fields = {
  description: '',
  queueName: null,
  retry: { maxAttempts: 10, initialMs: 1_000, factor: 2, maxMs: 3_600_000, jitter: 0.2 },
  timeoutMs: 30_000,
  payloadSchema: null,
  redactPaths: [],
  order: 'none' as const,
  rateLimit: null,
}
const create = (name: string, more = {}) =>
  createTaskType(rooms, ADMIN, { name, fields: { ...fields, ...more } })
const register = (name: string, url?: string) =>
  createBackend(rooms, ADMIN, { name, kind: url === undefined ? 'memory' : 'postgres', url, description: '' })
const audited = async () =>
  (await rooms.database.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } })).map((one) => one.action)
const versionOf = async () =>
  Number((await rooms.database.prisma.setting.findUnique({ where: { name: 'config.version' } }))?.value ?? 0)

describe('backends', () => {
  test('are registered by a reference to their address, shown with what they can do, and audited', async () => {
    await register('orders', 'env:ORDERS_URL')
    expect(await getBackend(rooms, 'orders')).toMatchObject({
      kind: 'postgres',
      url: 'env:ORDERS_URL',
      taskTypes: 0,
      capabilities: { durable: true },
    })
    expect((await listBackends(rooms)).map((one) => one.name)).toEqual(['main', 'orders'])
    await expect(register('orders', 'env:ORDERS_URL')).rejects.toMatchObject({ status: 409 })
    expect(await audited()).toEqual(['backend.create'])
  })

  test('need an address exactly when their kind has one', async () => {
    const pointer = { status: 422, errors: [{ pointer: '/url' }] }
    const input = { name: 'x', description: '' }
    await expect(createBackend(rooms, ADMIN, { ...input, kind: 'postgres' })).rejects.toMatchObject(pointer)
    const memory = { ...input, kind: 'memory', url: 'env:X' }
    await expect(createBackend(rooms, ADMIN, memory)).rejects.toMatchObject(pointer)
    const patch = { name: 'main', url: 'env:X' }
    await expect(patchBackend(rooms, ADMIN, patch)).rejects.toMatchObject(pointer)
  })

  test('may have options where their kind has any', async () => {
    const options = { managementUrl: 'env:MANAGEMENT_URL', tls: { ca: 'file:/ca.pem' } }
    const input = { name: 'rabbit', description: '', url: 'env:RABBITMQ_URL', options }
    const unfit = { status: 422, errors: [{ pointer: '/options' }] }
    await expect(createBackend(rooms, ADMIN, { ...input, kind: 'postgres' })).rejects.toMatchObject(unfit)
    const created = await createBackend(rooms, ADMIN, { ...input, kind: 'rabbitmq' })
    expect(created).toMatchObject({ options, capabilities: { stats: { inFlight: 'estimated' } } })
    const patched = await patchBackend(rooms, ADMIN, { name: 'rabbit', options: null })
    expect(patched).toMatchObject({ options: null, capabilities: { stats: { inFlight: 'unsupported' } } })
  })

  test('are connected anew, and everybody is told, when their address changes', async () => {
    await register('orders', 'env:ORDERS_URL')
    const before = await rooms.pool.get('orders')
    const version = await versionOf()
    await patchBackend(rooms, ADMIN, { name: 'orders', description: 'of the shop' })
    expect(await rooms.pool.get('orders')).toBe(before)
    expect(await versionOf()).toBe(version)
    await patchBackend(rooms, ADMIN, { name: 'orders', url: 'env:OTHER_URL' })
    expect(await rooms.pool.get('orders')).not.toBe(before)
    expect(await versionOf()).toBe(version + 1)
  })

  test('are not removed while a task type uses them', async () => {
    await create('email.send')
    const remove = () => removeBackend(rooms, ADMIN, { name: 'main' })
    await expect(remove()).rejects.toMatchObject({ status: 409, code: 'in-use' })
    await removeTaskType(rooms, ADMIN, { name: 'email.send' })
    await remove()
    await expect(getBackend(rooms, 'main')).rejects.toMatchObject({ status: 404 })
  })
})

describe('task types', () => {
  test('have their queue before they exist, in the only backend when they name none', async () => {
    await register('orders', 'env:ORDERS_URL')
    const type = await create('email.send', { backend: 'orders' })
    expect(type).toMatchObject({ name: 'email.send', backend: 'orders', retry: { maxAttempts: 10 } })
    const backend = await rooms.pool.get('orders')
    const [stats] = await backend.stats([{ type: 'email.send' }])
    expect(stats?.ready.value).toBe(0)
    await expect(create('report.make')).rejects.toMatchObject({
      status: 422,
      errors: [{ pointer: '/backend', detail: expect.stringContaining('main, orders') }],
    })
    const withDefault = { ...rooms, defaultBackend: 'main' }
    const made = await createTaskType(withDefault, ADMIN, { name: 'report.make', fields })
    expect(made.backend).toBe('main')
  })

  test('are refused while their backend is away: nothing is stored', async () => {
    await register('broken', 'env:BROKEN')
    await expect(create('email.send', { backend: 'broken' })).rejects.toMatchObject({
      status: 503,
      code: 'backend-unavailable',
      message: expect.stringContaining('broken'),
    })
    await expect(getTaskType(rooms, 'email.send')).rejects.toMatchObject({ status: 404 })
  })

  test('are refused with every problem at its pointer', async () => {
    const pointers = (more: object) =>
      create('email.send', more).catch((error) => error.errors.map((one: { pointer: string }) => one.pointer))
    expect(await pointers({ payloadSchema: { type: 'no-such-type' }, backend: 'gone' })).toEqual([
      '/backend',
      '/payloadSchema',
    ])
    expect(await pointers({ payloadSchema: { pattern: '(' } })).toEqual(['/payloadSchema'])
  })

  test('keep what a change does not name, and everybody who is assigned is told', async () => {
    await create('email.send', { payloadSchema: { type: 'object' } })
    const version = await versionOf()
    const patched = await patchTaskType(rooms, ADMIN, { name: 'email.send', patch: { timeoutMs: 500 } })
    expect(patched).toMatchObject({ timeoutMs: 500, payloadSchema: { type: 'object' } })
    expect(await versionOf()).toBe(version + 1)
    const cleared = await patchTaskType(rooms, ADMIN, { name: 'email.send', patch: { payloadSchema: null } })
    expect(cleared.payloadSchema).toBeNull()
    await expect(patchTaskType(rooms, ADMIN, { name: 'gone', patch: {} })).rejects.toMatchObject({
      status: 404,
    })
    expect(await audited()).toEqual(['task-type.create', 'task-type.change', 'task-type.change'])
  })

  test('are not removed while assigned, or while tasks wait in their queue', async () => {
    await create('email.send')
    await seed(rooms, { projects: ['mailer'] })
    const save = (expected: number, assignments: Parameters<typeof saveAssignments>[2]['assignments']) =>
      saveAssignments(rooms, ADMIN, { project: 'mailer', expected: [expected], assignments, reason: 'test' })
    await save(0, [consumer('email.send')])
    const remove = () => removeTaskType(rooms, ADMIN, { name: 'email.send' })
    await expect(remove()).rejects.toMatchObject({ status: 409, extra: { projects: ['mailer'] } })
    await save(1, [])
    const backend = await rooms.pool.get('main')
    const queue = { type: 'email.send' }
    await backend.publish([{ queue, envelope: { attributes: { id: '1' }, body: new Uint8Array() } }])
    await expect(remove()).rejects.toMatchObject({ status: 409, code: 'not-empty', extra: { waiting: 1 } })
    await backend.purge(queue)
    await remove()
    await expect(getTaskType(rooms, 'email.send')).rejects.toMatchObject({ status: 404 })
  })

  test('that moved are not removed, nor their former backend, while tasks are left there', async () => {
    await register('other')
    await create('email.send', { backend: 'other' })
    const queue = { type: 'email.send' }
    const former = await rooms.pool.get('other')
    await former.publish([{ queue, envelope: { attributes: { id: '1' }, body: new Uint8Array() } }])
    await patchTaskType(rooms, ADMIN, { name: 'email.send', patch: { backend: 'main' } })
    const sampled = { typeName: 'email.send', backendName: 'other', ready: 1, quality: {}, recent: [] }
    await rooms.database.prisma.queueState.create({ data: sampled })
    const left = { status: 409, code: 'not-empty' }
    await expect(removeTaskType(rooms, ADMIN, { name: 'email.send' })).rejects.toMatchObject(left)
    await expect(removeBackend(rooms, ADMIN, { name: 'other' })).rejects.toMatchObject(left)
    await former.purge(queue)
    await removeTaskType(rooms, ADMIN, { name: 'email.send' })
    await removeBackend(rooms, ADMIN, { name: 'other' })
  })

  test('changed by several at once keep every change that was answered, and the others are refused', async () => {
    await create('email.send')
    const patches = [{ timeoutMs: 500 }, { rateLimit: 9 }, { description: 'x' }, { redactPaths: ['/a'] }]
    const results = await Promise.allSettled(
      patches.map((patch) => patchTaskType(rooms, ADMIN, { name: 'email.send', patch })),
    )
    const stands = await getTaskType(rooms, 'email.send')
    results.forEach((result, index) => {
      if (result.status === 'fulfilled') expect(stands).toMatchObject(patches[index] ?? {})
      else expect(result.reason).toMatchObject({ status: 409, code: 'changed' })
    })
    expect(results.some((result) => result.status === 'fulfilled')).toBe(true)
  })

  test('are not touched by a patch that changes nothing', async () => {
    const type = await create('email.send')
    const version = await versionOf()
    expect(await patchTaskType(rooms, ADMIN, { name: 'email.send', patch: { timeoutMs: 30_000 } })).toEqual(
      type,
    )
    expect(await versionOf()).toBe(version)
  })

  test('are listed by name in pages that neither skip nor repeat, below a prefix', async () => {
    const names = Array.from({ length: 25 }, (_, index) => `a.type-${String(index).padStart(2, '0')}`)
    await seed(rooms, { types: [...names, 'b.other'] })
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listTaskTypes(rooms, { prefix: 'a.', limit: 10, cursor })
      seen.push(...page.items.map((one) => one.name))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(seen).toEqual(names)
  })
})

describe('projects', () => {
  test('are created once, changed, and removed when nothing hangs on them', async () => {
    await createProject(rooms, ADMIN, { name: 'mailer', description: '' })
    const again = createProject(rooms, ADMIN, { name: 'mailer', description: '' })
    await expect(again).rejects.toMatchObject({ status: 409 })
    const changed = await patchProject(rooms, ADMIN, { name: 'mailer', description: 'sends mail' })
    expect(changed.description).toBe('sends mail')
    await recordHeartbeat(rooms, ADMIN, { id: 'a', heartbeat: heartbeatOf('mailer') })
    const remove = () => removeProject(rooms, ADMIN, { name: 'mailer' })
    await expect(remove()).rejects.toMatchObject({ status: 409, code: 'in-use' })
    rooms.advance(31_000)
    await remove()
    await expect(getProject(rooms, ADMIN, 'mailer')).rejects.toMatchObject({ status: 404 })
    expect(await audited()).toEqual(['project.create', 'project.change', 'project.delete'])
  })

  test('show what they produce and consume, and how many instances live and lag behind', async () => {
    await seed(rooms, { projects: ['mailer'], types: ['email.send', 'email.sent'] })
    const assignments = [consumer('email.send'), { role: 'producer' as const, type: 'email.sent' }]
    await saveAssignments(rooms, ADMIN, { project: 'mailer', expected: [0], assignments, reason: 'test' })
    const beat = (id: string, more: object) =>
      recordHeartbeat(rooms, ADMIN, { id, heartbeat: heartbeatOf('mailer', more) })
    await beat('lost', { appliedRevision: 0 })
    rooms.advance(31_000)
    await beat('a', { appliedRevision: 1 })
    await beat('b', { appliedRevision: 0 })
    await beat('c', { appliedRevision: 1, state: 'stopped' })
    const project = await getProject(rooms, ADMIN, 'mailer')
    expect(project).toMatchObject({ revision: 1, produces: 1, consumes: 1, live: 2, stale: 1 })
  })

  test("are hidden from another project's token, which may change nothing of the registry", async () => {
    await seed(rooms, { projects: ['mailer', 'shop'] })
    const token = { ...ADMIN, kind: 'token' as const, project: 'shop' }
    const page = await listProjects(rooms, token, { limit: 10 })
    expect(page.items.map((one) => one.name)).toEqual(['shop'])
    for (const refused of [
      getProject(rooms, token, 'mailer'),
      createProject(rooms, token, { name: 'x', description: '' }),
      createBackend(rooms, token, { name: 'x', kind: 'memory', description: '' }),
      createTaskType(rooms, token, { name: 'x', fields }),
    ])
      await expect(refused).rejects.toMatchObject({ status: 403 })
  })

  test('500 with 10,000 instances and 2,000 types are counted in one statement', async () => {
    await rooms.database.pool.query(`
      insert into project (name, "updatedAt") select 'p-' || to_char(n, 'FM000'), now() from generate_series(0, 499) n;
      insert into task_type (name, backend, retry, "timeoutMs", "updatedAt")
        select 't-' || n, 'main', '{}', 1000, now() from generate_series(0, 1999) n;
      insert into assignment (project, type, role)
        select 'p-' || to_char(n % 500, 'FM000'), 't-' || n, 'producer' from generate_series(0, 1999) n`)
    await rooms.database.pool.query(
      `insert into instance (id, project, host, pid, version, "startedAt", "lastSeenAt", "appliedRevision", state, report)
        select 'i-' || n, 'p-' || to_char(n % 500, 'FM000'), 'h', 1, '1', $1, $1, n % 2, 'running', '{}'
        from generate_series(0, 9999) n`,
      [rooms.clock()],
    )
    const queries = vi.spyOn(rooms.database.pool, 'query')
    const page = await listProjects(rooms, ADMIN, { limit: 500 })
    expect(queries).toHaveBeenCalledOnce()
    expect(page.items).toHaveLength(500)
    expect(page.items[0]).toMatchObject({ name: 'p-000', produces: 4, consumes: 0, live: 20 })
    expect(page.items.reduce((sum, one) => sum + one.stale, 0)).toBe(5_000)
  })
})
