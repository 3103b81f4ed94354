import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { recordHeartbeat } from '../instances/record-heartbeat.ts'
import type { Assignment } from '../store/assignments.ts'
import type { TaskConfig } from '../task/index.ts'
import type { ConfigCache } from './config-cache.ts'
import { readConfig } from './read-config.ts'
import { saveAssignments } from './save-assignments.ts'
import { ADMIN, consumer, createTestRooms, heartbeatOf, seed, type TestRooms } from './test-rooms.ts'

let rooms: TestRooms

beforeEach(async () => {
  rooms = await createTestRooms(inject('postgresUrl'))
  await seed(rooms, { projects: ['mailer', 'monolith'], types: ['email.send'] })
})
afterEach(() => rooms.close())

const save = (workers: number, expected: number, project = 'mailer') => {
  const assignments: Assignment[] = [consumer('email.send', { workers })]
  return saveAssignments(rooms, ADMIN, { project, expected: [expected], assignments, reason: 'test' })
}
const documentOf = async (cache: ConfigCache, project = 'mailer') =>
  JSON.parse((await cache.get(project)).body) as TaskConfig
const consumerOf = async (cache: ConfigCache, project = 'mailer') =>
  (await documentOf(cache, project)).consumers[0]
const ask = (cache: ConfigCache, known: string, waitMs: number, signal = new AbortController().signal) =>
  readConfig({ configCache: cache }, ADMIN, { project: 'mailer', known, waitMs, signal })

describe('a document', () => {
  test('is read once for however many ask, and again only after a change', async () => {
    const { configCache } = rooms
    await configCache.get('mailer')
    const queries = vi.spyOn(rooms.database.pool, 'query')
    await Promise.all(Array.from({ length: 1_000 }, () => configCache.get('mailer')))
    expect(queries).not.toHaveBeenCalled()
    await save(3, 0)
    queries.mockClear()
    await Promise.all(Array.from({ length: 1_000 }, () => configCache.get('mailer')))
    const reads = queries.mock.calls.filter(
      ([query]) => (query as { name?: string }).name === 'config-source',
    )
    expect(reads).toHaveLength(1)
    expect(await documentOf(configCache)).toMatchObject({ revision: 1, consumers: [{ workers: 3 }] })
  })

  test('of a project that does not exist is refused, and not remembered', async () => {
    await expect(rooms.configCache.get('newcomer')).rejects.toMatchObject({ status: 404 })
    await seed(rooms, { projects: ['newcomer'] })
    expect(await documentOf(rooms.configCache, 'newcomer')).toMatchObject({ revision: 0, consumers: [] })
  })

  test('stays the same entry while other projects change', async () => {
    const before = await rooms.configCache.get('monolith')
    await save(3, 0)
    expect(await rooms.configCache.get('monolith')).toBe(before)
  })

  test('is paused by an override until the instant at which that ends, without any signal', async () => {
    await save(3, 0)
    const until = new Date(rooms.clock().getTime() + 60_000)
    await rooms.database.prisma.override.create({
      data: { id: randomUUID(), kind: 'pause', typeName: 'email.send', author: 'ana', until },
    })
    await rooms.changes.notify({ types: ['email.send'] })
    expect(await consumerOf(rooms.configCache)).toMatchObject({ paused: true })
    rooms.advance(59_000)
    expect(await consumerOf(rooms.configCache)).toMatchObject({ paused: true })
    rooms.advance(1_001)
    expect(await consumerOf(rooms.configCache)).toMatchObject({ paused: false })
  })

  test("gives each live instance its share of a type's limit, as instances come and go", async () => {
    await save(3, 0)
    await save(3, 0, 'monolith')
    await rooms.database.prisma.taskType.update({ where: { name: 'email.send' }, data: { rateLimit: 60 } })
    await rooms.changes.notify({ types: ['email.send'] })
    const rates = async () => [
      (await consumerOf(rooms.configCache))?.rateLimit,
      (await consumerOf(rooms.configCache, 'monolith'))?.rateLimit,
    ]
    const beat = (project: string, id: string) =>
      recordHeartbeat(rooms, ADMIN, { id, heartbeat: heartbeatOf(project) })
    expect(await rates()).toEqual([60, 60])
    await Promise.all([beat('mailer', 'a'), beat('mailer', 'b'), beat('monolith', 'c')])
    rooms.advance(5_000)
    expect(await rates()).toEqual([20, 20])
    rooms.advance(31_000)
    await beat('mailer', 'a')
    expect(await rates()).toEqual([60, 30])
  })

  test('keeps its shares when the control plane comes back after a long time', async () => {
    await save(3, 0)
    await rooms.database.prisma.taskType.update({ where: { name: 'email.send' }, data: { rateLimit: 60 } })
    for (const id of ['a', 'b', 'c'])
      await recordHeartbeat(rooms, ADMIN, { id, heartbeat: heartbeatOf('mailer') })
    rooms.advance(3_600_000)
    const { cache } = await rooms.secondCache()
    expect(await consumerOf(cache)).toMatchObject({ rateLimit: 20 })
    await recordHeartbeat(rooms, ADMIN, { id: 'a', heartbeat: heartbeatOf('mailer') })
    rooms.advance(5_000)
    expect(await consumerOf(cache)).toMatchObject({ rateLimit: 20 })
    rooms.advance(26_000)
    await recordHeartbeat(rooms, ADMIN, { id: 'a', heartbeat: heartbeatOf('mailer') })
    expect(await consumerOf(cache)).toMatchObject({ rateLimit: 60 })
  })
})

describe('another control plane on the same database', () => {
  test('hears of a save by notification, and wakes who waits there', async () => {
    const { cache } = await rooms.secondCache()
    const { etag } = await cache.get('mailer')
    const answer = ask(cache, etag, 30_000)
    await save(7, 0)
    const { modified, entry } = await answer
    expect(modified).toBe(true)
    expect(JSON.parse(entry.body)).toMatchObject({ revision: 1, consumers: [{ workers: 7 }] })
  })

  test('that missed the notification sees the save at its next check of the version', async () => {
    const second = await rooms.secondCache()
    await second.changes.close()
    // Its first check of all, at the connect, may still forget what was read before.
    await vi.waitFor(async () =>
      expect(await second.cache.get('mailer')).toBe(await second.cache.get('mailer')),
    )
    await save(7, 0)
    expect(await documentOf(second.cache)).toMatchObject({ revision: 0 })
    rooms.advance(1_000)
    expect(await documentOf(second.cache)).toMatchObject({ revision: 1 })
  })
})

describe('the question of a worker', () => {
  test('is answered at once when it knows nothing, or something else, or does not want to wait', async () => {
    const { etag } = await rooms.configCache.get('mailer')
    expect((await ask(rooms.configCache, '"other"', 30_000)).modified).toBe(true)
    expect((await ask(rooms.configCache, `W/${etag}`, 0)).modified).toBe(false)
  })

  test('that waits ends without news when its time is over, its caller is gone, or we close', async () => {
    const { configCache } = rooms
    const { etag } = await configCache.get('mailer')
    expect((await ask(configCache, etag, 20)).modified).toBe(false)
    const gone = new AbortController()
    const waiting = ask(configCache, etag, 60_000, gone.signal)
    gone.abort()
    expect((await waiting).modified).toBe(false)
    const last = ask(configCache, etag, 60_000)
    configCache.close()
    expect((await last).modified).toBe(false)
  })

  test('that waits is not woken by a change that leaves its document as it was', async () => {
    const { etag } = await rooms.configCache.get('mailer')
    const waiting = ask(rooms.configCache, etag, 300)
    await rooms.changes.notify()
    expect((await waiting).modified).toBe(false)
  })
})
