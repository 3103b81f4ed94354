import { afterAll, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { getRollout } from '../assignments/read-rollout.ts'
import { saveAssignments } from '../assignments/save-assignments.ts'
import {
  ADMIN,
  consumer,
  createTestRooms,
  heartbeatOf,
  seed,
  type TestRooms,
} from '../assignments/test-rooms.ts'
import type { Heartbeat } from '../task/index.ts'
import { commandInstance } from './command-instance.ts'
import { forgetOldInstances } from './forget-instances.ts'
import { type ListInput, listInstances } from './list-instances.ts'
import { recordHeartbeat } from './record-heartbeat.ts'

let rooms: TestRooms

beforeAll(async () => {
  rooms = await createTestRooms(inject('postgresUrl'))
})
afterAll(() => rooms.close())
beforeEach(async () => {
  await rooms.database.pool.query('truncate project, task_type, backend, audit_entry cascade')
  await seed(rooms, { projects: ['mailer', 'shop'], types: ['email.send'] })
})

const beat = (id: string, more: Partial<Heartbeat> = {}, project = 'mailer') =>
  recordHeartbeat(rooms, ADMIN, { id, heartbeat: heartbeatOf(project, more) })
const list = async (input: Partial<ListInput> = {}) =>
  (await listInstances(rooms, ADMIN, { limit: 100, ...input })).items
const one = async (id: string) => (await list()).find((instance) => instance.id === id)

describe('a heartbeat', () => {
  test('is answered with the desired revision, and shown as it was reported', async () => {
    const assignments = [consumer('email.send')]
    await saveAssignments(rooms, ADMIN, { project: 'mailer', expected: [0], assignments, reason: 'test' })
    expect(await beat('a', { unresolvedSecrets: ['env:X'] })).toEqual({ commands: [], desiredRevision: 1 })
    expect(await one('a')).toMatchObject({
      project: 'mailer',
      status: 'live',
      stale: true,
      desiredRevision: 1,
      report: { unresolvedSecrets: ['env:X'], memoryBytes: 1_000_000 },
    })
    await beat('a', { appliedRevision: 1, appliedEtag: '"x"' })
    expect(await one('a')).toMatchObject({
      stale: false,
      appliedEtag: '"x"',
      report: { unresolvedSecrets: [] },
    })
  })

  test('of a version that tells less of its consumers is as good as one that tells of failing handlers', async () => {
    const old = {
      ...{ type: 'email.send', state: 'running' as const, workers: 8, running: [], runningCount: 0 },
      ...{ succeeded: 1, retried: 0, dead: 0, latencyMs: null, error: null, restarts: 0 },
    }
    const at = new Date().toISOString()
    const failing = { since: at, at, count: 3, status: 503, error: 'The target answered 503' }
    const told = { ...old, lastMinute: { attempts: 3, failed: 3 }, failing, errorCode: null }
    await beat('old', { consumers: [old] })
    await beat('new', { consumers: [told] })
    expect(await one('old')).toMatchObject({ report: { consumers: [old] } })
    expect(await one('new')).toMatchObject({ report: { consumers: [told] } })
  })

  test('of an unknown project is refused, and so is the id of another project', async () => {
    await expect(beat('a', {}, 'gone')).rejects.toMatchObject({ status: 404 })
    await beat('a')
    await expect(beat('a', {}, 'shop')).rejects.toMatchObject({ status: 409 })
    expect(await one('a')).toMatchObject({ project: 'mailer' })
    const token = { ...ADMIN, project: 'shop' }
    const input = { id: 'b', heartbeat: heartbeatOf('mailer') }
    await expect(recordHeartbeat(rooms, token, input)).rejects.toMatchObject({ status: 403 })
  })
})

describe('heartbeats at once', () => {
  test('are stored in few statements, each with its own answer', async () => {
    const statements = vi.spyOn(rooms.database.pool, 'query')
    const projects = ['mailer', 'shop', 'gone']
    const answers = await Promise.allSettled(
      Array.from({ length: 300 }, (_, n) => beat(`i-${n}`, {}, projects[n % 3])),
    )
    expect(statements.mock.calls.length).toBeLessThanOrEqual(2)
    expect(answers.map((one) => one.status)).toEqual(
      Array.from({ length: 300 }, (_, n) => (n % 3 === 2 ? 'rejected' : 'fulfilled')),
    )
    expect(await list({ limit: 500 })).toHaveLength(200)
  })

  test('of one instance are kept in order', async () => {
    const beats = Array.from({ length: 5 }, (_, n) => beat('a', { appliedRevision: n }))
    await Promise.all([beat('other'), ...beats])
    expect(await one('a')).toMatchObject({ appliedRevision: 4 })
  })

  test('are not lost with one among them that cannot be stored', async () => {
    const results = await Promise.allSettled([beat('a'), beat('b', { host: 'nul \0' }), beat('c'), beat('d')])
    expect(results.map((result) => result.status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ])
    expect(results[1]).toMatchObject({ reason: { status: 422 } })
    expect((await list()).map((instance) => instance.id).sort()).toEqual(['a', 'c', 'd'])
  })
})

describe('an instance', () => {
  test('is lost after three missed heartbeats, live again with the next, and stopped when it says so', async () => {
    await beat('a')
    rooms.advance(29_999)
    expect(await one('a')).toMatchObject({ status: 'live' })
    rooms.advance(1)
    expect(await one('a')).toMatchObject({ status: 'lost', stale: false })
    await beat('a')
    expect(await one('a')).toMatchObject({ status: 'live' })
    await beat('a', { state: 'stopped' })
    expect(await one('a')).toMatchObject({ status: 'stopped' })
  })

  test('hears a command until it has obeyed', async () => {
    await beat('a')
    const told = await commandInstance(rooms, ADMIN, { id: 'a', command: 'drain' })
    expect(told).toMatchObject({ id: 'a', command: 'drain' })
    expect((await beat('a')).commands).toEqual(['drain'])
    expect((await beat('a')).commands).toEqual(['drain'])
    expect((await beat('a', { state: 'draining' })).commands).toEqual([])
    await commandInstance(rooms, ADMIN, { id: 'a', command: 'stop' })
    expect((await beat('a', { state: 'draining' })).commands).toEqual(['stop'])
    expect((await beat('a', { state: 'stopped' })).commands).toEqual([])
    expect((await beat('a')).commands).toEqual([])
    const audit = await rooms.database.prisma.auditEntry.findMany({ where: { targetName: 'a' } })
    expect(audit.map((entry) => entry.action)).toEqual(['instance.drain', 'instance.stop'])
  })

  test('that does not live cannot be told anything', async () => {
    await beat('a')
    rooms.advance(31_000)
    const tell = (id: string) => commandInstance(rooms, ADMIN, { id, command: 'stop' })
    await expect(tell('a')).rejects.toMatchObject({ status: 409, code: 'not-live' })
    await expect(tell('b')).rejects.toMatchObject({ status: 404 })
  })

  test('is forgotten an hour after it stopped, or a day after it was lost', async () => {
    await beat('stopped', { state: 'stopped' })
    await beat('lost')
    rooms.advance(3_600_001)
    await beat('live')
    expect(await forgetOldInstances(rooms)).toBe(1)
    rooms.advance(23 * 3_600_000)
    await beat('live')
    expect(await forgetOldInstances(rooms)).toBe(1)
    expect((await list()).map((instance) => instance.id)).toEqual(['live'])
  })
})

describe('the list', () => {
  test('goes by project, then newest start, in pages that neither skip nor repeat while heartbeats come', async () => {
    const startOf = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()
    for (const [id, minute] of [
      ['a', 1],
      ['b', 2],
      ['c', 2],
      ['d', 3],
    ] as const)
      await beat(id, { startedAt: startOf(minute) })
    await beat('s', { startedAt: startOf(0) }, 'shop')
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listInstances(rooms, ADMIN, { limit: 2, cursor })
      seen.push(...page.items.map((instance) => instance.id))
      cursor = page.nextCursor ?? undefined
      await beat('a', { startedAt: startOf(1) })
    } while (cursor !== undefined)
    expect(seen).toEqual(['d', 'b', 'c', 'a', 's'])
  })

  test('is filtered by project and status, and by the project of a token', async () => {
    await beat('old')
    rooms.advance(31_000)
    await beat('a')
    await beat('gone', { state: 'stopped' })
    await beat('s', {}, 'shop')
    const ids = async (input: Partial<ListInput>) => (await list(input)).map((instance) => instance.id)
    expect(await ids({ status: 'live' })).toEqual(['a', 's'])
    expect(await ids({ status: 'lost' })).toEqual(['old'])
    expect(await ids({ status: 'stopped' })).toEqual(['gone'])
    expect(await ids({ project: 'shop' })).toEqual(['s'])
    const token = { ...ADMIN, project: 'shop' }
    expect((await listInstances(rooms, token, { limit: 10 })).items.map((item) => item.id)).toEqual(['s'])
  })
})

test('a roll-out tells desired from applied, those that lag behind first', async () => {
  const assignments = [consumer('email.send')]
  await saveAssignments(rooms, ADMIN, { project: 'mailer', expected: [0], assignments, reason: 'test' })
  await beat('lost', { appliedRevision: 1 })
  rooms.advance(31_000)
  await beat('current', { appliedRevision: 1 })
  await beat('stale')
  await beat('stopped', { state: 'stopped' })
  const rollout = await getRollout(rooms, ADMIN, 'mailer')
  expect(rollout).toMatchObject({ desiredRevision: 1, live: 2, applied: 1, savedAt: expect.any(Date) })
  expect(rollout.instances.map(({ id, current, lost }) => [id, current, lost])).toEqual([
    ['stale', false, false],
    ['current', true, false],
    ['lost', true, true],
  ])
  expect(await getRollout(rooms, ADMIN, 'shop')).toMatchObject({ desiredRevision: 0, savedAt: null })
  await expect(getRollout(rooms, ADMIN, 'gone')).rejects.toMatchObject({ status: 404 })
})
