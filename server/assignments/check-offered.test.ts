import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { recordHeartbeat } from '../instances/record-heartbeat.ts'
import type { Assignment } from '../store/assignments.ts'
import { previewChangeSet } from './preview-change-set.ts'
import { rollbackRevision } from './rollback-revision.ts'
import { saveAssignments } from './save-assignments.ts'
import { ADMIN, consumer, createTestRooms, heartbeatOf, seed, type TestRooms } from './test-rooms.ts'

let rooms: TestRooms
beforeAll(async () => {
  rooms = await createTestRooms(inject('postgresUrl'))
})
afterAll(() => rooms.close())
beforeEach(async () => {
  await rooms.database.pool.query('truncate project, task_type, change_set, audit_entry cascade')
  await seed(rooms, { projects: ['mailer', 'support'], types: ['email.send', 'ticket.open'] })
})

const live = (project: string, id: string, more = {}) =>
  recordHeartbeat(rooms, ADMIN, { id, heartbeat: heartbeatOf(project, more) })
const offering = { customHandlers: ['acme.note', 'acme.ticket'] }
const ticket = (more = {}): Assignment =>
  consumer('ticket.open', {
    handler: { kind: 'custom', name: 'acme.ticket', options: { token: 'env:T', ...more } },
  })
const save = (assignments: Assignment[], revision = 0) =>
  saveAssignments(rooms, ADMIN, { project: 'support', expected: [revision], assignments, reason: 'test' })
const preview = (assignments: Assignment[]) =>
  previewChangeSet(rooms, ADMIN, {
    ...{ base: { support: 0 }, strategy: 'switch' as const },
    edits: [{ project: 'support', assignments }],
  })
const ELSEWHERE = 'No live instance of support offers acme.ticket; it is offered by: mailer (2 instances).'
const NOWHERE =
  'No live instance of support offers acme.ticket; it is offered by none: start a worker with --handlers.'

test('is saved where a live instance has it, with its options, and the difference names them', async () => {
  await live('support', 'a', offering)
  await live('support', 'b', { customHandlers: [] })
  expect((await save([ticket()])).assignments).toEqual([ticket()])
  const { projects } = await previewChangeSet(rooms, ADMIN, {
    ...{ base: { support: 1 }, strategy: 'switch' as const },
    edits: [{ project: 'support', assignments: [ticket({ level: 2 })] }],
  })
  expect(projects[0]?.diff[0]?.summary).toContain('options level')
})

test('is refused at its name where the live instances lack it and others have it', async () => {
  await live('mailer', 'a', offering)
  await live('mailer', 'b', offering)
  await live('support', 'c', { customHandlers: ['acme.note'] })
  const errors = [{ pointer: '/assignments/1/handler/name', detail: ELSEWHERE }]
  await expect(save([consumer('email.send'), ticket()])).rejects.toMatchObject({ status: 422, errors })
  await expect(preview([ticket()])).rejects.toMatchObject({
    errors: [{ pointer: '/edits/0/assignments/0/handler/name', detail: ELSEWHERE }],
  })
})

test('is refused where nobody has it: with instances that do not tell, and without any', async () => {
  const refusal = { status: 422, errors: [{ pointer: '/assignments/0/handler/name', detail: NOWHERE }] }
  await expect(save([ticket()])).rejects.toMatchObject(refusal)
  await live('support', 'a')
  await expect(save([ticket()])).rejects.toMatchObject(refusal)
})

test('is saved without a live instance when another project has it, with a warning', async () => {
  await live('mailer', 'a', offering)
  const { warnings } = await preview([ticket()])
  expect(warnings.map(({ code }) => code)).toContain('no-live-instance')
  expect((await save([ticket()])).revision).toBe(1)
})

test('does not count instances that are lost', async () => {
  await live('support', 'a', offering)
  rooms.advance(10 * rooms.heartbeatIntervalMs)
  await expect(save([ticket()])).rejects.toMatchObject({ errors: [{ detail: NOWHERE }] })
})

test('that stands already keeps nobody from changing it, or something else, while its workers are down', async () => {
  await live('support', 'a', offering)
  await save([ticket()])
  await live('support', 'a', { ...offering, state: 'stopped' })
  const paused = { ...ticket(), paused: true } as Assignment
  expect((await save([consumer('email.send'), paused], 1)).revision).toBe(2)
  await save([], 2)
  const input = { project: 'support', number: 2, expected: undefined, reason: 'back' }
  await expect(rollbackRevision(rooms, ADMIN, input)).rejects.toMatchObject({ errors: [{ detail: NOWHERE }] })
})
