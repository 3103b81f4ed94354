import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Backend } from '../backend.ts'
import { Collector } from '../conformance/collector.ts'
import { eventually, until } from '../conformance/eventually.ts'
import { idOf, outgoing, publishAll } from '../conformance/messages.ts'
import { createPostgresBackend } from './postgres-backend.ts'
import { createScratchDatabase, type ScratchDatabase } from './scratch-database.ts'
import type { PostgresTuning } from './tuning.ts'

let database: ScratchDatabase
beforeAll(async () => {
  database = await createScratchDatabase(inject('postgresUrl'))
})
afterAll(() => database.drop())

const open: Backend[] = []
async function backendOf(tuning: Partial<PostgresTuning> = {}): Promise<Backend> {
  const backend = createPostgresBackend({ url: database.url, namespace: 'task', tuning })
  open.push(backend)
  await backend.connect()
  return backend
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((backend) => backend.close()))
})

describe('order', () => {
  test('is first in, first out for one worker, across batches and claims', async () => {
    const backend = await backendOf()
    const queue = { type: 'order.fifo' }
    await publishAll((batch) => backend.publish(batch), outgoing(queue, 1_200))
    const collector = await Collector.start(backend, queue, { prefetch: 1 })
    for (let index = 0; index < 1_200; index++) {
      const delivery = await collector.next()
      expect(idOf(delivery.envelope)).toBe(`t${index}`)
      await delivery.ack()
    }
  })
})

describe('waking up', () => {
  test('does not wait for the poll when another process publishes', async () => {
    const [producer, consumer] = [await backendOf(), await backendOf({ pollMs: 600_000 })]
    const queue = { type: 'wake.notify' }
    const collector = await Collector.start(consumer, queue)
    await producer.publish(outgoing(queue, 1))
    await collector.next(5_000)
    await producer.publish(outgoing(queue, 1, { prefix: 'later', dueAt: new Date(Date.now() + 300) }))
    await collector.next(5_000)
  })

  test('finds by polling what nobody announced', async () => {
    const consumer = await backendOf({ pollMs: 100 })
    const collector = await Collector.start(consumer, { type: 'wake.poll' })
    await database.query(
      `insert into signalbox_queue.task (queue, attributes, body) values ('task.wake.poll', '{"id":"sql"}', '{}')`,
    )
    expect(idOf((await collector.next(5_000)).envelope)).toBe('sql')
  })
})

describe('the lease', () => {
  test('keeps what it holds through many renewals, while others look for expired ones', async () => {
    const tuning = { leaseMs: 400, heartbeatMs: 50, pollMs: 50 }
    const [holder, other] = [await backendOf(tuning), await backendOf(tuning)]
    const queue = { type: 'lease.keep' }
    await holder.publish(outgoing(queue, 3))
    const held = await (await Collector.start(holder, queue)).take(3)
    const thief = await Collector.start(other, queue)
    const renewals = new Set<string>()
    await eventually(async () => {
      const { rows } = await database.query(
        'select max(expires_at)::text as at from signalbox_queue.consumer',
      )
      expect(renewals.add(rows[0].at).size).toBeGreaterThan(20)
    })
    expect(thief.arrived.length).toBe(0)
    await Promise.all(held.map((delivery) => delivery.ack()))
  })

  test('that was taken away is replaced: old deliveries are fenced off, new ones arrive', async () => {
    const backend = await backendOf({ leaseMs: 2_000, heartbeatMs: 50 })
    const queue = { type: 'lease.replaced' }
    const collector = await Collector.start(backend, queue)
    await backend.publish(outgoing(queue, 2))
    const [old] = await collector.take(2)
    await database.query(
      `update signalbox_queue.task set consumer = null where queue = 'task.lease.replaced'`,
    )
    await database.query('delete from signalbox_queue.consumer')
    const [again, more] = await collector.take(2)
    await expect(old?.ack()).rejects.toMatchObject({ code: 'delivery-lost' })
    await again?.ack()
    await more?.ack()
    expect((await backend.stats([queue]))[0]).toMatchObject({ ready: { value: 0 }, inFlight: { value: 0 } })
  })
})

describe('a hostile neighbour', () => {
  test('that holds an old snapshot does not stop the work', async () => {
    const backend = await backendOf()
    const queue = { type: 'neighbour.snapshot' }
    const reader = new pg.Client({ connectionString: database.url })
    await reader.connect()
    await reader.query('begin isolation level repeatable read')
    await reader.query('select count(*) from signalbox_queue.task')
    const rates: number[] = []
    for (let round = 0; round < 3; round++) {
      await publishAll((batch) => backend.publish(batch), outgoing(queue, 3_000, { prefix: `r${round}-` }))
      const startedAt = performance.now()
      let done = 0
      const subscription = await backend.consume(queue, {
        prefetch: 100,
        onDelivery: (delivery) => void delivery.ack().then(() => done++),
        onError: (error) => {
          throw error
        },
      })
      await until('3,000 done', () => done === 3_000, 30_000)
      rates.push(3_000 / (performance.now() - startedAt))
      await subscription.stop()
    }
    await reader.query('rollback')
    await reader.end()
    expect(Math.max(...rates) / (rates.at(-1) ?? 0)).toBeLessThan(20)
  }, 60_000)

  test('that locks a waiting row delays that row alone', async () => {
    const backend = await backendOf({ pollMs: 50 })
    const queue = { type: 'neighbour.lock' }
    await backend.publish(outgoing(queue, 3))
    const locker = new pg.Client({ connectionString: database.url })
    await locker.connect()
    await locker.query('begin')
    await locker.query(
      `select id from signalbox_queue.task where queue = 'task.neighbour.lock' and attributes->>'id' = 't0' for update`,
    )
    const collector = await Collector.start(backend, queue)
    await collector.take(2)
    expect(collector.ids).toEqual(['t1', 't2'])
    await locker.query('rollback')
    await locker.end()
    expect(idOf((await collector.next()).envelope)).toBe('t0')
  })
})

describe('publishing', () => {
  test('joins what many callers publish at once, and each hears of its own', async () => {
    const backend = await backendOf()
    const queue = { type: 'publish.many' }
    await Promise.all(
      Array.from({ length: 500 }, (_, index) =>
        backend.publish(outgoing(queue, 1, { prefix: `c${index}-` })),
      ),
    )
    expect((await backend.stats([queue]))[0]?.ready.value).toBe(500)
  })

  test('keeps attributes that JSON in Postgres is particular about', async () => {
    const backend = await backendOf()
    const queue = { type: 'publish.odd' }
    const attributes = { id: 'odd', nul: 'a\u0000b', quote: '"\\', surrogate: '\ud800' }
    await backend.publish([{ queue, envelope: { attributes, body: Buffer.from('x') } }])
    const { envelope } = await (await Collector.start(backend, queue)).next()
    expect(envelope.attributes).toEqual(attributes)
  })

  test('accepts a time beyond what Postgres reads', async () => {
    const backend = await backendOf()
    const queue = { type: 'publish.far' }
    await backend.publish(outgoing(queue, 1, { dueAt: new Date(8_640_000_000_000_000) }))
    expect((await backend.stats([queue]))[0]?.delayed.value).toBe(1)
  })
})
