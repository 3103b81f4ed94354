import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { recordHeartbeat } from '../instances/record-heartbeat.ts'
import type { Assignment } from '../store/assignments.ts'
import type { ChangeSetDraft } from './change-set-draft.ts'
import { createChangeSet } from './create-change-set.ts'
import { previewChangeSet } from './preview-change-set.ts'
import { getAssignments } from './read-assignments.ts'
import { getChangeSet } from './read-change-set.ts'
import { rollbackChangeSet } from './rollback-change-set.ts'
import { saveAssignments } from './save-assignments.ts'
import { ADMIN, consumer, createTestRooms, heartbeatOf, seed, type TestRooms } from './test-rooms.ts'

let rooms: TestRooms
const PROJECTS = ['mailer', 'monolith', 'shop']

beforeAll(async () => {
  rooms = await createTestRooms(inject('postgresUrl'))
})
afterAll(() => rooms.close())
beforeEach(async () => {
  const { pool } = rooms.database
  await pool.query('truncate project, task_type, change_set, queue_state, audit_entry cascade')
  await seed(rooms, { projects: PROJECTS, types: ['email.send', 'email.sent', 'report.make'] })
  await save('monolith', [consumer('email.send')])
  await save('shop', [{ role: 'producer', type: 'email.send' }])
})

const save = (project: string, assignments: Assignment[], expected = 0) =>
  saveAssignments(rooms, ADMIN, { project, expected: [expected], assignments, reason: 'set-up' })
const live = (project: string, id: string, more = {}) =>
  recordHeartbeat(rooms, ADMIN, { id, heartbeat: heartbeatOf(project, more) })
const move = (more: Partial<ChangeSetDraft> = {}): ChangeSetDraft => ({
  base: { mailer: 0, monolith: 1 },
  edits: [
    { project: 'mailer', assignments: [consumer('email.send', { workers: 8 })] },
    { project: 'monolith', assignments: [] },
  ],
  strategy: 'switch',
  ...more,
})
const create = (draft: ChangeSetDraft) => createChangeSet(rooms, ADMIN, { ...draft, reason: 'move e-mail' })
const revisionOf = async (project: string) => (await getAssignments(rooms, ADMIN, project)).revision
const waiting = (ready: number, delayed: number, sampledAt = rooms.clock()) =>
  rooms.database.prisma.queueState.create({
    data: { typeName: 'email.send', backendName: 'main', ready, delayed, sampledAt, quality: {}, recent: [] },
  })

describe('a change set', () => {
  test('makes a revision of each edited project, with one author, reason and audit entry', async () => {
    const id = await create(move())
    const view = await getChangeSet(rooms, ADMIN, id)
    expect(view).toMatchObject({ id, author: 'ana', reason: 'move e-mail', rolledBackBy: null })
    expect(view.projects.map((one) => [one.project, one.revision, one.diff[0]?.summary])).toEqual([
      ['mailer', 1, 'start consuming email.send (8 workers, http)'],
      ['monolith', 2, 'stop consuming email.send (4 workers, http)'],
    ])
    const audit = await rooms.database.prisma.auditEntry.findMany({ where: { targetName: id } })
    expect(audit).toMatchObject([{ action: 'change-set.create', reason: 'move e-mail' }])
  })

  test('with one project that moved on saves nothing, and tells the newer set of that project', async () => {
    const refused = create(move({ base: { mailer: 0, monolith: 0 } }))
    await expect(refused).rejects.toMatchObject({
      status: 412,
      extra: { current: { monolith: { project: 'monolith', revision: 1 } } },
    })
    const { extra } = (await refused.catch((error) => error)) as { extra: { current: object } }
    expect(Object.keys(extra.current)).toEqual(['monolith'])
    expect(await revisionOf('mailer')).toBe(0)
  })

  test('with one invalid edit saves nothing, and points at it', async () => {
    const edits = [
      { project: 'mailer', assignments: [consumer('email.send')] },
      { project: 'monolith', assignments: [consumer('no.such')] },
    ]
    await expect(create(move({ edits }))).rejects.toMatchObject({
      status: 422,
      errors: [{ pointer: '/edits/1/assignments/0/type' }],
    })
    expect(await revisionOf('mailer')).toBe(0)
    expect(await rooms.database.prisma.changeSet.count()).toBe(0)
  })

  test('must name the base of each project once, projects that exist, and change something', async () => {
    const mailer = { project: 'mailer', assignments: [] }
    const pointers = (draft: Partial<ChangeSetDraft>) =>
      create(move(draft)).catch((error) => error.errors.map((one: { pointer: string }) => one.pointer))
    expect(await pointers({ base: {}, edits: [mailer] })).toEqual(['/base/mailer'])
    expect(await pointers({ base: { mailer: 0 }, edits: [mailer, mailer] })).toEqual(['/edits/1/project'])
    expect(await pointers({ base: { mailer: 0, gone: 0 }, edits: [mailer] })).toEqual(['/base/gone'])
    expect(await pointers({ base: { mailer: 0 }, edits: [mailer] })).toEqual(['/edits'])
    expect(await rooms.database.prisma.changeSet.count()).toBe(0)
  })

  test('of several that overlap at once, each project ends with the edits of exactly one', async () => {
    const results = await Promise.allSettled(
      [1, 2, 3, 4].map((workers) => {
        const edits = ['monolith', 'mailer'].map((project) => ({
          project,
          assignments: [consumer('email.send', { workers })],
        }))
        return create(move({ edits: workers % 2 === 0 ? edits : edits.toReversed() }))
      }),
    )
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    const [mailer, monolith] = await Promise.all([
      getAssignments(rooms, ADMIN, 'mailer'),
      getAssignments(rooms, ADMIN, 'monolith'),
    ])
    expect(mailer.assignments).toEqual(monolith.assignments)
  })

  test('shows its roll-out: live instances that have applied the revision or a later one', async () => {
    const id = await create(move())
    await live('mailer', 'a', { appliedRevision: 1 })
    await live('mailer', 'b', { appliedRevision: 0 })
    await live('mailer', 'c', { appliedRevision: 1, state: 'stopped' })
    const view = await getChangeSet(rooms, ADMIN, id)
    expect(view.projects[0]).toMatchObject({ project: 'mailer', live: 2, applied: 1 })
    await expect(getChangeSet(rooms, ADMIN, randomUUID())).rejects.toMatchObject({ status: 404 })
  })
})

describe('rolling back', () => {
  const rollback = (id: string) => rollbackChangeSet(rooms, ADMIN, { id, reason: 'too slow' })

  test('brings every project to where it stood, as a new change set, once', async () => {
    const id = await create(move())
    const undone = await rollback(id)
    expect((await getAssignments(rooms, ADMIN, 'monolith')).assignments).toEqual([consumer('email.send')])
    expect((await getAssignments(rooms, ADMIN, 'mailer')).assignments).toEqual([])
    expect((await getChangeSet(rooms, ADMIN, id)).rolledBackBy).toBe(undone)
    expect((await getChangeSet(rooms, ADMIN, undone)).projects.map((one) => one.revision)).toEqual([2, 3])
    await expect(rollback(id)).rejects.toMatchObject({ status: 409, code: 'rolled-back' })
  })

  test('is refused with the newer sets, and touches nothing, when a project has moved on', async () => {
    const id = await create(move())
    await save('mailer', [consumer('email.send', { workers: 2 })], 1)
    await expect(rollback(id)).rejects.toMatchObject({
      status: 412,
      extra: { current: { mailer: { revision: 2 } } },
    })
    expect(await revisionOf('monolith')).toBe(2)
    expect((await getChangeSet(rooms, ADMIN, id)).rolledBackBy).toBeNull()
  })
})

describe('a preview', () => {
  const preview = (draft: ChangeSetDraft) => previewChangeSet(rooms, ADMIN, draft)
  const codes = async (draft: ChangeSetDraft) =>
    (await preview(draft)).warnings.map((one) => `${one.level} ${one.code}`)

  test('counts workers over live instances and tasks at the last sample, and saves nothing', async () => {
    await live('monolith', 'a')
    await live('monolith', 'b')
    await live('mailer', 'c')
    await waiting(1_200, 40)
    const { projects, impact, warnings } = await preview(move())
    expect(projects).toMatchObject([
      { project: 'mailer', fromRevision: 0, toRevision: 1, liveInstances: 1 },
      { project: 'monolith', fromRevision: 1, toRevision: 2, liveInstances: 2 },
    ])
    expect(impact).toEqual([
      {
        type: 'email.send',
        workersBefore: 8,
        workersAfter: 8,
        waiting: 1_240,
        producers: ['shop'],
        consumersAfter: ['mailer'],
      },
    ])
    expect(warnings).toEqual([])
    expect(await revisionOf('mailer')).toBe(0)
  })

  test('warns of a type that is left without a consumer, with what waits', async () => {
    await waiting(1_200, 40)
    const draft = move({ base: { monolith: 1 }, edits: [{ project: 'monolith', assignments: [] }] })
    expect((await preview(draft)).warnings).toEqual([
      {
        level: 'danger',
        code: 'orphaned',
        project: null,
        type: 'email.send',
        message: 'leaves email.send without a consumer; 1,240 tasks waiting',
      },
    ])
  })

  test('says unknown, not zero, when no sample is fresh', async () => {
    await waiting(5, 0, new Date(rooms.clock().getTime() - 3_600_000))
    const draft = move({ base: { monolith: 1 }, edits: [{ project: 'monolith', assignments: [] }] })
    const { impact, warnings } = await preview(draft)
    expect(impact[0]?.waiting).toBeNull()
    expect(warnings[0]?.message).toBe('leaves email.send without a consumer; how many tasks wait is unknown')
  })

  test('warns of a move to a project without live instances, and of another handler', async () => {
    await live('monolith', 'a')
    const handler = { kind: 'function' as const }
    const edits = [
      { project: 'mailer', assignments: [consumer('email.send', { handler })] },
      { project: 'monolith', assignments: [] },
    ]
    expect(await codes(move({ edits }))).toEqual(['danger no-live-instance', 'caution handler-changes'])
  })

  test('warns of secrets and functions that live instances say they lack', async () => {
    await live('mailer', 'a', { unresolvedSecrets: ['env:KEY'], functions: ['other'] })
    await live('mailer', 'b', { functions: ['report.make'] })
    const signed = { kind: 'http' as const, url: 'http://127.0.0.1:4000/tasks', secret: 'env:KEY' }
    const draft = move({
      base: { mailer: 0 },
      edits: [
        {
          project: 'mailer',
          assignments: [
            consumer('email.send', { handler: signed }),
            consumer('report.make', { handler: { kind: 'function' } }),
          ],
        },
      ],
    })
    const { warnings } = await preview(draft)
    expect(warnings.map((one) => [one.level, one.code, one.message])).toEqual([
      ['danger', 'unresolved-secret', 'env:KEY does not resolve on 1 of 2 live instances of mailer'],
      ['danger', 'unknown-handler', '1 of 2 live instances of mailer have no function "report.make"'],
      ['caution', 'no-producer', 'no project produces report.make'],
    ])
  })

  test('is refused as the save would be', async () => {
    await expect(preview(move({ base: { mailer: 3, monolith: 1 } }))).rejects.toMatchObject({ status: 412 })
    const stranger = { ...ADMIN, project: 'mailer' }
    await expect(previewChangeSet(rooms, stranger, move())).rejects.toMatchObject({ status: 403 })
  })
})
