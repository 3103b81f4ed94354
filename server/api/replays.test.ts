import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { addType } from '../replays/test-replays.ts'
import { addFailures } from '../store/test-failures.ts'
import type { ReplayPreview, ReplayView } from './contract/replays.ts'
import { createTestApi, type TestApi } from './test-api.ts'

const TYPE = 'invoice.render'
let api: TestApi
let operator: string
let wakes = 0
beforeAll(async () => {
  api = await createTestApi(inject('postgresUrl'), { wakeReplays: () => void wakes++ })
  const { prisma } = api.database
  await prisma.backend.create({ data: { name: 'main', kind: 'memory' } })
  await addType({ prisma }, TYPE, {
    payloadSchema: { type: 'object', properties: { order: { type: 'integer' } } },
    redactPaths: ['/to'],
  })
  operator = await api.token(['operate', 'read'])
})
afterAll(() => api.close())
beforeEach(async () => {
  await api.database.pool.query('truncate replay, failure, failure_count, audit_entry cascade')
  wakes = 0
})

const post = async <T = ReplayView>(body: unknown, token = operator) => {
  const response = await api.request('POST', '/api/v1/replays', { body, token })
  return { status: response.status, body: (await response.json()) as T }
}
const get = async <T>(path: string) => {
  const response = await api.request('GET', `/api/v1/replays${path}`, { token: operator })
  return { status: response.status, body: (await response.json()) as T }
}
type Problem = { code: string; detail: string; errors: { pointer: string; detail: string }[]; ids?: string[] }
type Page<T> = { items: T[]; nextCursor: string | null }

const fail = (...ids: string[]) =>
  addFailures(
    api.database,
    ids.map((id) => ({ deadId: id, taskId: `task of ${id}` })),
    TYPE,
  )
const ids = (...these: string[]) => ({ selection: { ids: these } })

describe('who may', () => {
  it('is who may operate; a viewer may look', async () => {
    await fail('d1')
    const viewer = await api.token(['read'])
    expect((await post(ids('d1'), viewer)).status).toBe(403)
    const { body } = await post(ids('d1'))
    for (const act of ['pause', 'resume', 'cancel'])
      expect((await api.request('POST', `/api/v1/replays/${body.id}/${act}`, { token: viewer })).status).toBe(
        403,
      )
    expect((await api.request('GET', '/api/v1/replays', { token: viewer })).status).toBe(200)
    expect((await api.request('GET', `/api/v1/replays/${body.id}/tasks`, { token: viewer })).status).toBe(200)
    expect((await api.request('GET', '/api/v1/replays')).status).toBe(401)
  })
})

describe('creating a replay', () => {
  it('claims its tasks, wakes the runner and says how it stands', async () => {
    await fail('d1', 'd2', 'd3')
    const { status, body } = await post({ ...ids('d1', 'd3'), reason: 'after the fix', ratePerSecond: 0.5 })
    expect(status).toBe(202)
    expect(body).toMatchObject({
      ...{ state: 'running', author: 'test', reason: 'after the fix', selection: { ids: ['d1', 'd3'] } },
      ...{ edited: false, types: [TYPE], waiting: null, holdUntil: null, endedAt: null },
      options: { ratePerSecond: 0.5, maxAttempts: 1, holdSeconds: 0 },
      progress: {
        ...{ selected: 2, sent: 0, resent: 0, succeeded: 0, failedAgain: 0, running: 0, pending: 2 },
        ...{ skipped: 0, cancelled: 0, unknown: 0 },
      },
    })
    expect(wakes).toBe(1)
    const failures = await api.database.prisma.failure.findMany({ orderBy: { deadId: 'asc' } })
    expect(failures.map(({ status: of, replayId }) => [of, replayId])).toEqual([
      ['replaying', body.id],
      ['dead', null],
      ['replaying', body.id],
    ])
    expect(await get(`/${body.id}`)).toEqual({ status: 200, body })
    expect(await api.database.prisma.auditEntry.findMany()).toMatchObject([
      { action: 'replay.create', targetKind: 'replay', targetName: body.id, reason: 'after the fix' },
    ])
  })

  it('by filter leaves the selection to the runner; a hold is told with its end', async () => {
    await fail('d1')
    const { body } = await post({ selection: { filter: { type: [TYPE] } }, holdSeconds: 30 })
    expect(body).toMatchObject({ state: 'selecting', progress: { selected: null, pending: 0 } })
    const held = await post({ ...ids('d1'), holdSeconds: 30 })
    expect(held.body.state).toBe('holding')
    expect(Date.parse(held.body.holdUntil ?? '') - Date.parse(held.body.createdAt)).toBe(30_000)
  })

  it('is refused as a whole for ids that do not exist, each by its pointer', async () => {
    await fail('d1')
    const { status, body } = await post<Problem>(ids('none', 'd1', 'neither'))
    expect(status).toBe(422)
    expect(body.errors).toEqual([
      { pointer: '/selection/ids/0', detail: 'there is no failure "none"' },
      { pointer: '/selection/ids/2', detail: 'there is no failure "neither"' },
    ])
    expect((await get<Page<ReplayView>>('')).body.items).toEqual([])
  })

  it('is refused as a whole for tasks that are not dead, and names them', async () => {
    await fail('d1', 'd2', 'd3', 'd4')
    await post(ids('d1'))
    const { database } = api
    await database.pool.query(`update failure set status = 'archived' where "deadId" = 'd2'`)
    await database.pool.query(`update failure set status = 'replayed' where "deadId" = 'd3'`)
    const { status, body } = await post<Problem>(ids('d1', 'd2', 'd3', 'd4'))
    expect(status).toBe(409)
    expect(body.ids?.toSorted()).toEqual(['d1', 'd2', 'd3'])
    expect(body.detail).toMatch(/^Nothing was sent: not all of these are dead; /)
    for (const words of ['1 is in another replay', '1 is replayed already', '1 is archived'])
      expect(body.detail).toContain(words)
    expect(await database.prisma.failure.findUnique({ where: { deadId: 'd4' } })).toMatchObject({
      status: 'dead',
    })
  })

  it('gives a task to one of two who ask for it at the same time', async () => {
    await fail(...Array.from({ length: 50 }, (_, index) => `d${index}`))
    const all = Array.from({ length: 50 }, (_, index) => `d${index}`)
    const answers = await Promise.all([post(ids(...all)), post(ids(...all.toReversed())), post(ids(...all))])
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409])
    expect((await get<Page<ReplayView>>('')).body.items).toHaveLength(1)
  })

  it.each<[unknown, string]>([
    [{}, '/selection'],
    [{ selection: { filter: {} } }, '/selection/filter'],
    [{ selection: { filter: { type: [] } } }, '/selection/filter'],
    [{ selection: { filter: { type: [TYPE] }, frozenAt: '2999-01-01T00:00:00Z' } }, '/selection/frozenAt'],
    [{ ...ids('d1'), ratePerSecond: 0 }, '/ratePerSecond'],
    [{ ...ids('d1'), maxAttempts: 0 }, '/maxAttempts'],
    [{ ...ids('d1'), holdSeconds: 3_601 }, '/holdSeconds'],
    [{ ...ids('d1', 'd2'), payload: {} }, '/payload'],
    [{ selection: { filter: { type: [TYPE] } }, payload: {} }, '/payload'],
    [{ ...ids('d1'), payload: { order: 'x' } }, '/payload/order'],
    [{ ...ids('d1'), payload: { to: '[redacted]' } }, '/payload/to'],
    [ids(...Array.from({ length: 1_001 }, (_, index) => `d${index}`)), '/selection/ids'],
  ])('refuses %j at %s', async (body, pointer) => {
    await fail('d1', 'd2')
    const answer = await post<Problem>(body)
    expect(answer.status).toBe(422)
    expect(answer.body.errors.map((error) => error.pointer)).toEqual([pointer])
    expect((await get<Page<ReplayView>>('')).body.items).toEqual([])
  })

  it('refuses an edited payload that is too large, and takes one that fits', async () => {
    await fail('d1')
    expect((await post<Problem>({ ...ids('d1'), payload: { note: 'x'.repeat(1_048_576) } })).status).toBe(413)
    expect((await post({ ...ids('d1'), payload: { order: 2 } })).body).toMatchObject({ edited: true })
  })
})

describe('a dry run', () => {
  const dry = (body: object) => post<ReplayPreview>({ ...body, dryRun: true })

  it('tells what would be sent, what would keep it from running, and changes nothing', async () => {
    await fail('d1', 'd2')
    await addFailures(api.database, [{ deadId: 'd3', reason: 'expired' }], 'gone.type')
    const { status, body } = await dry({ selection: { filter: { group: 'cause-1' } } })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      dryRun: true,
      selected: { value: 3, capped: false },
      types: [
        { type: 'gone.type', count: { value: 1, capped: false } },
        { type: TYPE, count: { value: 2, capped: false } },
      ],
    })
    expect(body.warnings).toEqual([
      { code: 'type-gone', type: 'gone.type', message: expect.stringContaining('no longer exists') },
      { code: 'no-consumer', type: TYPE, message: expect.stringContaining('No project consumes') },
      {
        code: 'expiry-dropped',
        type: null,
        message: expect.stringContaining('1 task died because it had expired'),
      },
    ])
    expect((await get<Page<ReplayView>>('')).body.items).toEqual([])
    expect(await api.database.prisma.failure.count({ where: { status: 'dead' } })).toBe(3)
    expect(await api.database.prisma.auditEntry.count()).toBe(0)
    expect(wakes).toBe(0)
  })

  it('warns of the first thing that stands in the way of a type, until nothing does', async () => {
    await fail('d1')
    const { prisma } = api.database
    const codes = async () => (await dry(ids('d1'))).body.warnings.map(({ code }) => code)
    await prisma.project.create({ data: { name: 'billing' } })
    const assignment = { projectName: 'billing', typeName: TYPE, role: 'consumer' as const }
    await prisma.assignment.create({ data: { ...assignment, workers: 1, handler: {}, paused: true } })
    expect(await codes()).toEqual(['paused'])
    await prisma.assignment.updateMany({ data: { paused: false } })
    expect(await codes()).toEqual(['no-live-instance'])
    const seen = { startedAt: new Date(), lastSeenAt: new Date() }
    await prisma.instance.create({
      data: {
        ...{ id: 'i1', projectName: 'billing', host: 'h', pid: 1, version: '1', appliedRevision: 1 },
        ...{ state: 'running', report: {}, ...seen },
      },
    })
    expect(await codes()).toEqual([])
    await prisma.override.create({ data: { id: randomUUID(), kind: 'pause', typeName: TYPE, author: 'ana' } })
    expect(await codes()).toEqual(['paused'])
  })

  it('refuses what the replay itself would refuse', async () => {
    await fail('d1')
    expect((await dry(ids('none'))).status).toBe(422)
    expect((await dry({ ...ids('d1'), payload: { order: 'x' } })).status).toBe(422)
    await post(ids('d1'))
    expect((await dry(ids('d1'))).status).toBe(409)
  })
})

describe('following a replay', () => {
  it('that does not exist answers 404, and an id that is none 422', async () => {
    const unknown = randomUUID()
    for (const path of [`/${unknown}`, `/${unknown}/tasks`]) expect((await get(path)).status).toBe(404)
    for (const act of ['pause', 'resume', 'cancel'])
      expect(
        (await api.request('POST', `/api/v1/replays/${unknown}/${act}`, { token: operator })).status,
      ).toBe(404)
    expect((await get('/x')).status).toBe(422)
  })

  it('lists replays newest first, in pages, also of one state', async () => {
    const made: string[] = []
    for (const id of ['d1', 'd2', 'd3']) {
      await fail(id)
      made.unshift((await post({ ...ids(id), holdSeconds: id === 'd2' ? 60 : 0 })).body.id)
      api.advance(1_000)
    }
    const first = await get<Page<ReplayView>>('?limit=2')
    expect(first.body.items.map(({ id }) => id)).toEqual(made.slice(0, 2))
    const rest = await get<Page<ReplayView>>(`?limit=2&cursor=${first.body.nextCursor}`)
    expect(rest.body.items.map(({ id }) => id)).toEqual(made.slice(2))
    expect(rest.body.nextCursor).toBeNull()
    const holding = await get<Page<ReplayView>>('?state=holding')
    expect(holding.body.items.map(({ id }) => id)).toEqual([made[1]])
    expect((await get('?cursor=strange')).status).toBe(422)
  })

  it('lists its tasks by failure, in pages; what is being sent is pending still', async () => {
    const all = Array.from({ length: 5 }, (_, index) => `d${index}`)
    await fail(...all)
    const { body } = await post(ids(...all))
    const { pool } = api.database
    await pool.query(
      `update replay_task set state = 'sending', "sentCount" = 1 where "deadId" in ('d1', 'd2')`,
    )
    await pool.query(
      `update replay_task set state = 'failed-again', detail = 'exhausted: boom', "sentCount" = 1 where "deadId" = 'd3'`,
    )
    type Task = { deadId: string; state: string; detail: string | null }
    const page = async (query: string) => (await get<Page<Task>>(`/${body.id}/tasks${query}`)).body
    const first = await page('?state=pending&limit=3')
    expect(first.items.map(({ deadId, state }) => [deadId, state])).toEqual([
      ['d0', 'pending'],
      ['d1', 'pending'],
      ['d2', 'pending'],
    ])
    const rest = await page(`?state=pending&limit=3&cursor=${first.nextCursor}`)
    expect(rest.items.map(({ deadId }) => deadId)).toEqual(['d4'])
    expect((await page('?state=failed-again')).items).toMatchObject([
      { deadId: 'd3', detail: 'exhausted: boom' },
    ])
    expect((await page('')).items.map(({ deadId }) => deadId)).toEqual(all)
    expect((await get(`/${body.id}/tasks?state=sending`)).status).toBe(422)
  })

  it('pauses, resumes and cancels it; what makes no sense is a conflict', async () => {
    await fail('d1')
    const { body } = await post(ids('d1'))
    const act = async (name: string) => {
      const response = await api.request('POST', `/api/v1/replays/${body.id}/${name}`, { token: operator })
      return [response.status, ((await response.json()) as { state?: string }).state]
    }
    expect(await act('resume')).toEqual([409, 'running'])
    expect(await act('pause')).toEqual([200, 'paused'])
    expect(await act('resume')).toEqual([200, 'running'])
    expect(await act('cancel')).toEqual([200, 'cancelled'])
    expect(await act('cancel')).toEqual([409, 'cancelled'])
    expect(await api.database.prisma.failure.findMany()).toMatchObject([{ deadId: 'd1', status: 'dead' }])
  })

  it('stands in the history of each queue that it fills', async () => {
    await fail('d1')
    await post({ ...ids('d1'), reason: 'after the fix' })
    api.advance(1_000)
    const history = await api.request('GET', `/api/v1/queues/${TYPE}/history`, { token: operator })
    const { annotations } = (await history.json()) as { annotations: { kind: string; label: string }[] }
    expect(annotations).toMatchObject([{ kind: 'replay', label: 'replay of 1 task by test: after the fix' }])
  })
})
