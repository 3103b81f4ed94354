import { randomUUID } from 'node:crypto'
import { type ChannelModel, connect } from 'amqplib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { provideRabbit, type TestRabbit, whyNoRabbit } from '../../scripts/test-servers/rabbitmq.ts'
import type { Drains } from '../drain/drains.ts'
import { addBackend, addTypes, poolOf } from '../queues/test-registry.ts'
import { createTestDatabase, type TestDatabase } from '../store/test-database.ts'
import { type Backend, createBackend } from '../task/index.ts'
import { startArchiver } from './archiver.ts'
import { runArchiver } from './test-archiver.ts'
import { bury, letterOf } from './test-letters.ts'

const log = { warn: vi.fn(), info: vi.fn() }
let type: string
let rabbit: TestRabbit
let database: TestDatabase
let broker: Backend
let bare: ChannelModel
let archiver: Drains | null = null

const stored = () => database.prisma.failure.count({ where: { typeName: type } })
const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 50 })

/** What the broker holds of the dead queue, taken and not: it only tells once nobody consumes. */
async function leftInBroker(): Promise<number> {
  const channel = await bare.createChannel()
  const { messageCount } = await channel.checkQueue(`task.${type}.dead`)
  await channel.close()
  return messageCount
}

const start = () =>
  startArchiver({
    ...{ database, backends: poolOf({ main: broker }), log, now: () => new Date(), newId: randomUUID },
    everyMs: 50,
  })

async function stop(): Promise<void> {
  await archiver?.stop()
  archiver = null
}

function archivesRabbit(): void {
  beforeAll(async () => {
    rabbit = await provideRabbit()
    database = await createTestDatabase(inject('postgresUrl'))
    broker = await createBackend({ kind: 'rabbitmq', url: rabbit.url }, { namespace: 'task' })
    await broker.connect()
    bare = await connect(rabbit.url)
    await addBackend(database, 'main', 'rabbitmq')
    await database.prisma.backend.update({ where: { name: 'main' }, data: { url: 'env:RABBITMQ_URL' } })
  }, 120_000)
  afterAll(async () => {
    await broker?.close()
    await bare?.close()
    await database?.drop()
    await rabbit?.remove()
  })
  beforeEach(async () => {
    await database.prisma.taskType.deleteMany()
    type = `extra.a${randomUUID().slice(0, 8)}`
    await addTypes(database, [{ name: type }])
    await broker.declare({ type })
  })
  afterEach(stop)

  test('letters of workers come with all that they tell', async () => {
    await bury(broker, type, [
      letterOf({ deadId: 'w1', id: 'ä-1', type, response: { status: 503, body: 'Grüße' } }),
    ])
    archiver = start()
    await eventually(async () => expect(await stored()).toBe(1))
    expect(await database.prisma.failure.findUnique({ where: { deadId: 'w1' } })).toMatchObject({
      ...{ taskId: 'ä-1', backendName: 'main', projectName: 'billing', attempt: 3 },
      info: { response: { status: 503, body: 'Grüße' } },
    })
    await stop()
    expect(await leftInBroker()).toBe(0)
  })

  test('what the broker gave up by itself is stored once, also when it comes again', async () => {
    const envelope = { attributes: { id: 'lost-1', type, specversion: '1.0' }, body: Buffer.from('{}') }
    await broker.publish([{ queue: { type }, envelope }])
    const subscription = await broker.consume(
      { type },
      { prefetch: 1, onError: () => undefined, onDelivery: (delivery) => void delivery.release() },
    )
    await eventually(async () => expect(await leftInBroker()).toBe(1))
    await subscription.stop()
    // Taken, and given back: it comes a second time.
    const taken = Promise.withResolvers<string | undefined>()
    const first = await broker.consume(
      { type },
      {
        ...{ prefetch: 1, from: 'dead', onError: taken.reject },
        onDelivery: (delivery) =>
          void delivery.release().then(() => taken.resolve(delivery.envelope.attributes.deadid)),
      },
    )
    const deadId = (await taken.promise) ?? 'none'
    await first.stop()
    archiver = start()
    await eventually(async () => expect(await stored()).toBe(1))
    const failure = await database.prisma.failure.findFirst({ where: { typeName: type } })
    expect(failure).toMatchObject({ deadId, taskId: 'lost-1', reason: 'crashed', errorName: 'BrokerGaveUp' })
    expect(failure?.projectName).toBeNull()
  })

  test('what a foreign program put into the dead queue is kept byte for byte', async () => {
    const channel = await bare.createConfirmChannel()
    const bytes = Buffer.from([0, 1, 2, 255, 0])
    channel.sendToQueue(`task.${type}.dead`, bytes, { headers: { cloudEvents_id: 'f\u0001\0', other: 'x' } })
    channel.sendToQueue(`task.${type}.dead`, bytes)
    channel.sendToQueue(`task.${type}.dead`, bytes)
    await channel.waitForConfirms()
    archiver = start()
    await eventually(async () => expect(await stored()).toBe(3))
    const kept = await database.prisma.failure.findMany({ where: { typeName: type } })
    expect(kept.map((failure) => Buffer.from(failure.body))).toEqual([bytes, bytes, bytes])
    await stop()
    expect(await leftInBroker()).toBe(0)
  })

  test('an archiver that is killed amid 2,000 loses none and stores none twice', async () => {
    await bury(
      broker,
      type,
      Array.from({ length: 2_000 }, () => letterOf({ type })),
    )
    const order = { databaseUrl: database.url, brokerUrl: rabbit.url }
    expect(await runArchiver({ ...order, dieAfter: 7 }).ended).toBe('SIGKILL')
    const before = await stored()
    expect(before).toBeGreaterThanOrEqual(7)
    await eventually(async () => expect(await leftInBroker()).toBeGreaterThan(2_000 - before))
    const second = runArchiver(order)
    await eventually(async () => expect(await stored()).toBe(2_000))
    second.child.kill('SIGTERM')
    expect(await second.ended).toBe(0)
    expect(await leftInBroker()).toBe(0)
    const counts = await database.prisma.failureCount.aggregate({
      ...{ _sum: { count: true }, where: { typeName: type } },
    })
    expect(counts._sum.count).toBe(2_000n)
  }, 120_000)
}

const reason = whyNoRabbit()
if (reason !== null) test.skip(`the archiver on RabbitMQ (${reason})`)
else describe('the archiver on RabbitMQ', () => archivesRabbit())
