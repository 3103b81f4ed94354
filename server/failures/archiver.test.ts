import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import type { Drains } from '../drain/drains.ts'
import { addBackend, addTypes, poolOf } from '../queues/test-registry.ts'
import type { Database } from '../store/database.ts'
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../store/test-database.ts'
import { type Backend, createBackend, type Delivery } from '../task/index.ts'
import { createChoice, startArchiver } from './archiver.ts'
import { runArchiver } from './test-archiver.ts'
import { bury, letterOf } from './test-letters.ts'

const TYPE = 'invoice.render'
const log = { warn: vi.fn(), info: vi.fn() }
let database: TestDatabase
/** The broker has a database of its own, so that either can be away without the other. */
let queues: { url: string; drop(): Promise<void> }
let broker: Backend
let running: Drains[] = []

const openBroker = async (): Promise<Backend> => {
  const backend = await createBackend({ kind: 'postgres', url: queues.url }, { namespace: 'task' })
  await backend.connect()
  return backend
}
function start(
  backends: Record<string, Backend | Error> = { main: broker },
  on: Database = database,
): Drains {
  const archiver = startArchiver({
    database: on,
    backends: poolOf(backends),
    log,
    now: () => new Date(),
    newId: randomUUID,
    everyMs: 50,
  })
  running.push(archiver)
  return archiver
}

const letters = (count: number) => Array.from({ length: count }, (_, n) => letterOf({ deadId: `d${n}` }))
const stored = () => database.prisma.failure.count()
const counted = async () =>
  Number((await database.prisma.failureCount.aggregate({ _sum: { count: true } }))._sum.count)
const waiting = async (type = TYPE, backend = broker) => (await backend.stats([{ type }]))[0]?.dead.value
const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 25_000, interval: 20 })

describe('the archiver', () => {
  beforeEach(async () => {
    database = await createTestDatabase(inject('postgresUrl'))
    queues = await createEmptyDatabase(inject('postgresUrl'))
    broker = await openBroker()
    await addBackend(database, 'main', 'postgres')
    await addTypes(database, [{ name: TYPE }])
    log.warn.mockClear()
  })
  afterEach(async () => {
    await Promise.all(running.splice(0).map((archiver) => archiver.stop()))
    await broker.close()
    await Promise.all([database.drop(), queues.drop()])
    running = []
  })

  it('takes the dead tasks of every type out of the broker', async () => {
    await addTypes(database, [{ name: 'email.send' }])
    await bury(broker, TYPE, letters(3))
    await bury(broker, 'email.send', [letterOf({ deadId: 'e', type: 'email.send' })])
    start()
    await eventually(async () => expect(await stored()).toBe(4))
    await eventually(async () => expect([await waiting(), await waiting('email.send')]).toEqual([0, 0]))
    expect(await database.prisma.failure.findUnique({ where: { deadId: 'e' } })).toMatchObject({
      typeName: 'email.send',
      backendName: 'main',
    })
  })

  it('shares 2,000 dead tasks with another one: none lost, none stored twice', async () => {
    await bury(broker, TYPE, letters(2_000))
    const second = await openBroker()
    try {
      start()
      start({ main: second })
      await eventually(async () => expect(await waiting()).toBe(0))
      expect([await stored(), await counted()]).toEqual([2_000, 2_000])
    } finally {
      await Promise.all(running.splice(0).map((archiver) => archiver.stop()))
      await second.close()
    }
  })

  it('leaves dead tasks in the broker while its database is away, and loses none', async () => {
    const name = new URL(database.url).pathname.slice(1)
    const admin = await createTestDatabase(inject('postgresUrl'))
    try {
      start()
      await eventually(async () => expect(running[0]?.running).toBe(1))
      await admin.pool.query(`alter database ${name} with allow_connections false`)
      await admin.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
      )
      await bury(broker, TYPE, letters(250))
      await eventually(async () => expect(log.warn).toHaveBeenCalled())
      expect(await waiting()).toBe(250)
    } finally {
      await admin.pool.query(`alter database ${name} with allow_connections true`)
      await admin.drop()
    }
    await eventually(async () => expect(await waiting()).toBe(0))
    expect([await stored(), await counted()]).toEqual([250, 250])
  })

  it('stores once what it had stored when it broke off before it could acknowledge', async () => {
    await bury(broker, TYPE, letters(150))
    const dying = await openBroker()
    const acknowledging = Promise.withResolvers<void>()
    const never = new Promise<void>(() => undefined)
    const mute = (delivery: Delivery): Delivery => ({
      ...delivery,
      ack() {
        acknowledging.resolve()
        return never
      },
    })
    const consume: Backend['consume'] = (queue, options) =>
      dying.consume(queue, { ...options, onDelivery: (delivery) => options.onDelivery(mute(delivery)) })
    start({ main: Object.create(dying, { consume: { value: consume } }) as Backend })
    await acknowledging.promise
    running = []
    await dying.close()
    expect(await stored()).toBeGreaterThan(0)
    start()
    await eventually(async () => expect(await waiting()).toBe(0))
    expect([await stored(), await counted()]).toEqual([150, 150])
  })

  it('takes them also out of a backend that the type has left, but nothing of a type that is gone', async () => {
    const former = await createBackend({ kind: 'memory' }, { namespace: randomUUID() })
    await former.connect()
    await addBackend(database, 'former')
    await bury(former, TYPE, letters(2))
    await bury(broker, 'gone', [letterOf()])
    const sampled = { ready: 0, inFlight: 0, delayed: 0, dead: 2, quality: {}, recent: [] }
    await database.prisma.queueState.create({ data: { typeName: TYPE, backendName: 'former', ...sampled } })
    await database.prisma.queueState.create({ data: { typeName: 'gone', backendName: 'main', ...sampled } })
    start({ main: broker, former })
    await eventually(async () => expect(await waiting(TYPE, former)).toBe(0))
    expect(await database.prisma.failure.findMany({ select: { backendName: true } })).toEqual([
      { backendName: 'former' },
      { backendName: 'former' },
    ])
    expect(await waiting('gone')).toBe(1)
    await former.close()
  })

  it('killed amid 2,000 dead tasks, between a commit and its acknowledgement, loses none and stores none twice', async () => {
    await database.prisma.backend.update({ where: { name: 'main' }, data: { url: 'env:DATABASE_URL' } })
    const own = await createBackend({ kind: 'postgres', url: database.url }, { namespace: 'task' })
    await own.connect()
    await bury(own, TYPE, letters(2_000))
    const order = { databaseUrl: database.url, brokerUrl: database.url }
    expect(await runArchiver({ ...order, dieAfter: 7 }).ended).toBe('SIGKILL')
    const before = await stored()
    expect(before).toBeGreaterThanOrEqual(7)
    expect(before).toBeLessThan(2_000)
    // More wait than are missing: some are stored and were not acknowledged.
    expect(await waiting(TYPE, own)).toBeGreaterThan(2_000 - before)
    const second = runArchiver(order)
    await vi.waitFor(async () => expect(await waiting(TYPE, own)).toBe(0), { timeout: 60_000, interval: 100 })
    expect([await stored(), await counted()]).toEqual([2_000, 2_000])
    second.child.kill('SIGTERM')
    expect(await second.ended).toBe(0)
    await own.close()
  }, 90_000)
})

describe('which queues are drained', () => {
  const queue = (n: number, mayHoldDead: boolean) => ({
    type: `t${n}`,
    backend: 'main',
    queueName: null,
    mayHoldDead,
  })
  const typesOf = (wanted: ReturnType<ReturnType<typeof createChoice>>) =>
    wanted.map(({ queue: { type } }) => type)

  it('is all of them up to a hundred', () => {
    const choose = createChoice({ now: () => new Date() })
    expect(choose(Array.from({ length: 100 }, (_, n) => queue(n, false)))).toHaveLength(100)
  })

  it('is of more than that those with dead tasks, and those for a minute longer', () => {
    let nowMs = 0
    const choose = createChoice({ now: () => new Date(nowMs) })
    const many = (withDead: number) => Array.from({ length: 2_000 }, (_, n) => queue(n, n === withDead))
    expect(typesOf(choose(many(7)))).toEqual(['t7'])
    nowMs = 59_000
    expect(typesOf(choose(many(9)))).toEqual(['t7', 't9'])
    nowMs = 61_000
    expect(typesOf(choose(many(-1)))).toEqual(['t9'])
  })

  it('names an existing queue where the type has one', () => {
    const choose = createChoice({ now: () => new Date() })
    expect(choose([{ ...queue(1, true), queueName: 'legacy' }])).toEqual([
      { backend: 'main', queue: { type: 't1', queueName: 'legacy' }, from: 'dead' },
    ])
  })
})
