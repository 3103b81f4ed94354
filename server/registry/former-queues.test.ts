import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { saveAssignments } from '../assignments/save-assignments.ts'
import { ADMIN, consumer, createTestRooms, type TestRooms } from '../assignments/test-rooms.ts'
import { readFormerQueues } from '../store/former-queues.ts'
import { type QueueSample, queuesToSample, writeSamples } from '../store/samples.ts'
import { createBackend, removeBackend } from './change-backend.ts'
import { createTaskType, patchTaskType } from './change-task-type.ts'
import { endDrained, stopDraining } from './former-queues.ts'
import { createProject } from './projects.ts'

let rooms: TestRooms
const TYPE = 'email.send'

beforeAll(async () => {
  rooms = await createTestRooms(inject('postgresUrl'))
})
afterAll(() => rooms.close())
beforeEach(async () => {
  await rooms.database.pool.query('truncate project, task_type, backend, audit_entry, queue_state cascade')
  for (const name of ['old', 'new']) {
    await rooms.pool.invalidate(name)
    await createBackend(rooms, ADMIN, { name, kind: 'memory', description: '' })
  }
  const retry = { maxAttempts: 10, initialMs: 1_000, factor: 2, maxMs: 3_600_000, jitter: 0.2 }
  const fields = { ...{ description: '', queueName: null, retry, timeoutMs: 30_000, payloadSchema: null } }
  await createTaskType(rooms, ADMIN, {
    name: TYPE,
    fields: { ...fields, redactPaths: [], order: 'none', rateLimit: null, backend: 'old' },
  })
  await createProject(rooms, ADMIN, { name: 'mailer', description: '' })
  await saveAssignments(rooms, ADMIN, {
    project: 'mailer',
    expected: [0],
    reason: 'start',
    assignments: [consumer(TYPE)],
  })
})

const move = (backend: string) => patchTaskType(rooms, ADMIN, { name: TYPE, patch: { backend } })
const documentOf = async () => JSON.parse(String((await rooms.configCache.get('mailer')).body))
const former = async () => (await readFormerQueues(rooms.database)).map(({ backend }) => backend)
const later = (minutes: number) => new Date(Date.now() + minutes * 60_000)

const figures = (more: Partial<QueueSample>): QueueSample => ({
  ...{ type: TYPE, backend: 'old', ready: 0, inFlight: 0, delayed: 0, dead: 0, oldestAgeMs: null },
  ...{ enqueuedTotal: null, completedTotal: null, inPerSecond: null, outPerSecond: null },
  ...{ quality: {}, error: null },
  ...more,
})
async function endAfterSample(more: Partial<QueueSample>, minutes = 10) {
  await writeSamples(rooms.database, later(minutes), [figures(more)])
  await endDrained(rooms, later(minutes))
  return former()
}

test('a type that moves is consumed from its former backend, too, until that has been seen empty', async () => {
  await move('new')
  expect(await documentOf()).toMatchObject({
    backends: { new: { kind: 'memory' }, old: { kind: 'memory' } },
    consumers: [{ type: TYPE, backend: 'new', alsoFrom: [{ backend: 'old' }] }],
  })
  expect((await queuesToSample(rooms.database)).map(({ backend }) => backend)).toEqual(['new', 'old'])

  expect(await endAfterSample({ ready: 3 })).toEqual(['old'])
  expect(await endAfterSample({ inFlight: 1 })).toEqual(['old'])
  expect(await endAfterSample({ delayed: null })).toEqual(['old'])
  expect(await endAfterSample({ error: 'no answer' })).toEqual(['old'])
  expect(await endAfterSample({}, 1)).toEqual(['old'])
  expect(await endAfterSample({})).toEqual([])
  const { consumers, backends } = await documentOf()
  expect(consumers[0]).not.toHaveProperty('alsoFrom')
  expect(backends).not.toHaveProperty('old')
})

test('a type that comes back leaves the other queue to be drained', async () => {
  await move('new')
  await move('old')
  expect(await former()).toEqual(['new'])
})

test('a backend is not removed while a type is drained from it; that can be ended by hand, once', async () => {
  await move('new')
  await expect(removeBackend(rooms, ADMIN, { name: 'old' })).rejects.toMatchObject({
    status: 409,
    message: expect.stringContaining(TYPE),
  })
  await stopDraining(rooms, ADMIN, { type: TYPE, backend: 'old' })
  const again = stopDraining(rooms, ADMIN, { type: TYPE, backend: 'old' })
  await expect(again).rejects.toMatchObject({ status: 409 })
  await expect(stopDraining(rooms, ADMIN, { type: 'no', backend: 'old' })).rejects.toMatchObject({
    status: 404,
  })
  const [entry] = await rooms.database.prisma.auditEntry.findMany({ orderBy: { id: 'desc' }, take: 1 })
  expect(entry).toMatchObject({ action: 'task-type.stop-draining', before: { backend: 'old' } })
  await removeBackend(rooms, ADMIN, { name: 'old' })
})
