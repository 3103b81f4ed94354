import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../store/test-database.ts'
import { createFleetCache } from './fleet-cache.ts'
import { createQueueBoard, type QueueBoard } from './queue-board.ts'
import { addBackend, addInstance, addProject, addTypes } from './test-registry.ts'

let database: TestDatabase
let board: QueueBoard
let nowMs = 0

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  await addBackend(database, 'main')
  await addTypes(database, [{ name: 'a' }, { name: 'b' }])
  await addProject(database, 'mailer', { consumes: ['a', 'b'], workers: 8 })
  await addInstance(database, 'mailer', [
    { type: 'a', workers: 8, runningCount: 2 },
    { type: 'b', workers: 8, runningCount: 0, state: 'crashed', error: 'no handler' },
  ])
  await addInstance(database, 'mailer', [{ type: 'a', workers: 8, runningCount: 3 }])
  await addInstance(database, 'mailer', [{ type: 'a', workers: 8, runningCount: 9 }], new Date(0))
})
afterAll(() => database.drop())
beforeEach(async () => {
  nowMs = 0
  await database.pool.query('update task_type set description = $1', ['old'])
  const liveness = { clock: () => new Date(), heartbeatIntervalMs: 10_000 }
  const monotonic = () => nowMs
  const fleet = createFleetCache({ database, liveness, monotonic })
  board = createQueueBoard({ database, liveness, fleet, monotonic })
})

const describeTypes = (text: string) => database.pool.query('update task_type set description = $1', [text])
const shown = async () => (await board.all())[0]?.view.description

describe('the board of queues', () => {
  it('adds up what the live instances of each consumer report, in the list and alone', async () => {
    const [a, b] = (await board.all()).map((entry) => entry.view)
    expect(a?.consumers).toMatchObject([{ project: 'mailer', workers: 8, instances: 2, running: 5 }])
    expect(b?.health.reasons.map((reason) => reason.message)).toContain(
      'the consumer in project mailer crashed in 1 of 2 instances: no handler',
    )
    expect((await board.one('a'))?.consumers).toEqual(a?.consumers)
    const messages = (view: typeof b | null) => view?.health.reasons.map((reason) => reason.message)
    expect(messages(await board.one('b'))).toEqual(messages(b))
    expect(await board.one('c')).toBeNull()
  })

  it('keeps JSON that says the same as the view', async () => {
    for (const { view, json } of await board.all()) expect(JSON.parse(json.toString())).toEqual(view)
  })

  it('is read once for all who ask at the same time', async () => {
    const query = vi.spyOn(database.pool, 'query')
    await Promise.all([board.all(), board.all(), board.all()])
    const once = query.mock.calls.length
    await board.all()
    expect(query.mock.calls.length).toBe(once)
    query.mockRestore()
  })

  it('shows what it has while it reads anew, but not for long', async () => {
    await board.all()
    await describeTypes('new')
    expect(await shown()).toBe('old')
    nowMs = 2_001
    expect(await shown()).toBe('old')
    await vi.waitFor(async () => expect(await shown()).toBe('new'), 10_000)
    await describeTypes('newer')
    nowMs = 20_000
    expect(await shown()).toBe('newer')
  })

  it('reads anew in the background once expired', async () => {
    await board.all()
    await describeTypes('new')
    await board.expire()
    expect(await shown()).toBe('old')
    await vi.waitFor(async () => expect(await shown()).toBe('new'), 10_000)
  })

  it('is ready before those who look at it are told, and is not made anew for nobody', async () => {
    await board.all()
    nowMs = 1_000
    await describeTypes('new')
    await board.expire()
    expect(await shown()).toBe('new')
    nowMs = 32_000
    const query = vi.spyOn(database.pool, 'query')
    await board.expire()
    expect(query).not.toHaveBeenCalled()
    query.mockRestore()
  })

  it('never shows after an invalidation what was begun before it', async () => {
    const before = board.all()
    board.invalidate()
    await describeTypes('new')
    expect(await shown()).toBe('new')
    await before
    expect(await shown()).toBe('new')
  })

  it('tells when the database is away and nothing may be shown any more', async () => {
    await board.all()
    nowMs = 20_000
    const query = vi.spyOn(database.pool, 'query').mockImplementation(() => {
      throw new Error('away')
    })
    await expect(board.all()).rejects.toThrow('away')
    query.mockRestore()
    expect(await shown()).toBe('old')
  })
})
