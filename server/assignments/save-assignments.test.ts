import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { listRevisions } from './list-revisions.ts'
import { getAssignments } from './read-assignments.ts'
import { rollbackRevision } from './rollback-revision.ts'
import { type SaveInput, saveAssignments } from './save-assignments.ts'
import { ADMIN, consumer, createTestRooms, seed, type TestRooms } from './test-rooms.ts'

let rooms: TestRooms
let project = ''
let projects = 0

beforeAll(async () => {
  rooms = await createTestRooms(inject('postgresUrl'))
  await seed(rooms, { types: ['email.send', 'email.sent', 'invoice.print'] })
})
afterAll(() => rooms.close())
beforeEach(async () => {
  projects += 1
  project = `mailer-${projects}`
  await seed(rooms, { projects: [project] })
})

const save = (input: Partial<SaveInput>) =>
  saveAssignments(rooms, ADMIN, { project, expected: [0], assignments: [], reason: 'test', ...input })
const revisionsOf = async () => {
  const page = await listRevisions(rooms, ADMIN, { project, limit: 100 })
  return page.items.map((one) => one.number)
}

describe('saving', () => {
  test('makes a new revision with an audit entry, and the set that is read back is sorted', async () => {
    const saved = await save({
      assignments: [consumer('email.send'), { role: 'producer', type: 'email.sent' }],
      reason: 'first',
    })
    expect(saved).toMatchObject({ project, revision: 1 })
    expect(await getAssignments(rooms, ADMIN, project)).toEqual(saved)
    expect(saved.assignments.map((one) => `${one.role} ${one.type}`)).toEqual([
      'producer email.sent',
      'consumer email.send',
    ])
    const audit = await rooms.database.prisma.auditEntry.findMany({ where: { targetName: project } })
    expect(audit).toMatchObject([{ action: 'assignments.save', actorName: 'ana', reason: 'first' }])
    expect(audit[0]?.after).toMatchObject({ revision: 1 })
  })

  test('that changes nothing is no new revision and leaves no trace', async () => {
    const assignments = [consumer('email.send'), consumer('invoice.print')]
    await save({ assignments })
    const again = await save({ assignments: assignments.toReversed(), expected: [1] })
    expect(again.revision).toBe(1)
    expect(await revisionsOf()).toEqual([1])
    expect(await rooms.database.prisma.auditEntry.count({ where: { targetName: project } })).toBe(1)
  })

  test('without the revision that was read is refused with 428, a stale one with 412 and the newer set', async () => {
    await expect(save({ expected: undefined })).rejects.toMatchObject({ status: 428 })
    await save({ assignments: [consumer('email.send')] })
    await expect(save({ assignments: [] })).rejects.toMatchObject({
      status: 412,
      extra: { current: { project, revision: 1, assignments: [consumer('email.send')] } },
    })
  })

  test('of many at once from the same revision, exactly one wins and the others get what won', async () => {
    const attempts = Array.from({ length: 8 }, (_, index) =>
      save({ assignments: [consumer('email.send', { workers: index + 1 })] }),
    )
    const results = await Promise.allSettled(attempts)
    const won = results.filter((one) => one.status === 'fulfilled')
    const lost = results.filter((one) => one.status === 'rejected')
    expect(won).toHaveLength(1)
    const current = await getAssignments(rooms, ADMIN, project)
    expect(current).toEqual(won[0]?.value)
    for (const { reason } of lost) expect(reason).toMatchObject({ status: 412, extra: { current } })
    expect(await revisionsOf()).toEqual([1])
  })

  test('names every problem by its JSON Pointer and stores nothing', async () => {
    const refused = save({
      assignments: [
        consumer('email.send'),
        consumer('no.such'),
        consumer('email.send', { handler: { kind: 'http', url: 'http://169.254.169.254/latest' } }),
        consumer('invoice.print', { handler: { kind: 'http', url: 'http://10.0.0.8/tasks' } }),
      ],
    })
    await expect(refused).rejects.toMatchObject({ status: 422 })
    const { errors } = (await refused.catch((error) => error)) as { errors: { pointer: string }[] }
    expect(errors.map((one) => one.pointer)).toEqual([
      '/assignments/1/type',
      '/assignments/2/type',
      '/assignments/2/handler/url',
      '/assignments/3/handler/url',
    ])
    expect(await revisionsOf()).toEqual([])
  })

  test('for another project than the token belongs to is forbidden', async () => {
    const stranger = { ...ADMIN, kind: 'token' as const, project: 'other' }
    const input = { project, expected: [0], assignments: [], reason: 'test' }
    await expect(saveAssignments(rooms, stranger, input)).rejects.toMatchObject({ status: 403 })
    await expect(getAssignments(rooms, stranger, project)).rejects.toMatchObject({ status: 403 })
  })
})

describe('revisions', () => {
  test('are listed newest first in pages, each with its difference to the one before', async () => {
    for (let number = 0; number < 5; number++)
      await save({ assignments: [consumer('email.send', { workers: number + 1 })], expected: [number] })
    const first = await listRevisions(rooms, ADMIN, { project, limit: 2 })
    expect(first.items.map((one) => [one.number, one.diff.map((diff) => diff.summary)])).toEqual([
      [5, ['consume email.send: workers 4 → 5']],
      [4, ['consume email.send: workers 3 → 4']],
    ])
    const second = await listRevisions(rooms, ADMIN, { project, limit: 2, cursor: first.nextCursor ?? '' })
    expect(second.items.map((one) => one.number)).toEqual([3, 2])
    const last = await listRevisions(rooms, ADMIN, { project, limit: 2, cursor: second.nextCursor ?? '' })
    expect(last.items.map((one) => one.diff[0]?.change)).toEqual(['added'])
    expect(last.nextCursor).toBeNull()
    await expect(listRevisions(rooms, ADMIN, { project, limit: 2, cursor: '§' })).rejects.toMatchObject({
      status: 422,
    })
  })

  test('are brought back as a new revision that says which one it brings back', async () => {
    await save({ assignments: [consumer('email.send')] })
    await save({ assignments: [consumer('email.send', { workers: 9 })], expected: [1] })
    const roll = (number: number) =>
      rollbackRevision(rooms, ADMIN, { project, number, expected: undefined, reason: 'back' })
    expect(await roll(1)).toEqual({ project, revision: 3, assignments: [consumer('email.send')] })
    const [newest] = (await listRevisions(rooms, ADMIN, { project, limit: 1 })).items
    expect(newest).toMatchObject({ number: 3, rollbackOf: 1, reason: 'back' })
    expect((await roll(0)).assignments).toEqual([])
    await expect(roll(77)).rejects.toMatchObject({ status: 404 })
    const stale = { project, number: 1, expected: [2], reason: 'back' }
    await expect(rollbackRevision(rooms, ADMIN, stale)).rejects.toMatchObject({ status: 412 })
  })
})
