/** What is particular to a queue on a log, on a real broker. The contract of all backends is proven in `kafka.test.ts`. */
import { randomBytes } from 'node:crypto'
import { Admin, Producer, stringSerializers } from '@platformatic/kafka'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { provideKafka, type TestKafka, whyNoKafka } from '../../../../scripts/test-servers/kafka.ts'
import type { Backend, QueueSpec } from '../backend.ts'
import { Collector } from '../conformance/collector.ts'
import { eventually, until } from '../conformance/eventually.ts'
import { envelopeOf, idOf, outgoing } from '../conformance/messages.ts'
import { createKafkaBackend, type KafkaBackendOptions } from './kafka-backend.ts'

const reason = whyNoKafka()
if (reason !== null) test.skip(`kafka, a queue on a log (${reason})`)
else
  describe('kafka, a queue on a log', () => {
    let kafka: TestKafka
    const open: Backend[] = []
    beforeAll(async () => {
      kafka = await provideKafka()
    }, 120_000)
    afterAll(() => kafka?.remove())
    afterEach(() => Promise.all(open.splice(0).map((backend) => backend.close())))

    async function connected(options: Partial<KafkaBackendOptions> = {}): Promise<Backend> {
      const backend = createKafkaBackend({
        url: kafka.brokers,
        namespace: 'task',
        partitions: 1,
        now: () => new Date(),
        ...options,
      })
      open.push(backend)
      await backend.connect()
      return backend
    }
    async function queueOf(backend: Backend): Promise<QueueSpec> {
      const queue = { type: `log.q${randomBytes(5).toString('hex')}` }
      await backend.declare(queue)
      return queue
    }
    async function foreign<T>(use: (producer: Producer<string, string, string, string>) => Promise<T>) {
      const producer = new Producer({
        clientId: 'foreign',
        bootstrapBrokers: [kafka.brokers],
        serializers: stringSerializers,
      })
      await use(producer)
      await producer.close()
    }

    test('a restart runs nothing again that was done above the first task that is not', async () => {
      const one = await connected()
      const queue = await queueOf(one)
      await one.publish(outgoing(queue, 500))
      const collector = await Collector.start(one, queue)
      const held = await collector.take(500)
      const open = [0, 7, 250, 499]
      await Promise.all(held.filter((_, index) => !open.includes(index)).map((delivery) => delivery.ack()))
      await one.close()
      const again = await Collector.start(await connected(), queue)
      const back = await again.take(open.length)
      expect(back.map(({ envelope }) => idOf(envelope)).sort()).toEqual(open.map((at) => `t${at}`).sort())
      expect(back.every(({ redelivered }) => redelivered)).toBe(true)
      const [stats] = await one.stats([queue]).catch(() => [undefined])
      expect(stats).toBeUndefined()
      expect(again.arrived.length).toBe(open.length)
    })

    test('a long task survives that its partition goes to another, and blocks none of the others', async () => {
      const [one, two] = [await connected({ partitions: 4 }), await connected()]
      const queue = await queueOf(one)
      await one.publish(outgoing(queue, 40))
      const first = await Collector.start(one, queue, { prefetch: 40 })
      const running = await first.take(40)
      const second = await Collector.start(two, queue)
      // So many more that some come to each.
      await eventually(async () => {
        await one.publish(outgoing(queue, 8, { prefix: `more${randomBytes(3).toString('hex')}` }))
        if (second.arrived.length === 0) throw new Error('nothing moved yet')
      }, 20_000)
      for (const delivery of running) await delivery.ack()
      for (const delivery of second.arrived) await delivery.ack()
      await first.subscription.stop()
      const ids = [...first.ids, ...second.ids]
      expect(new Set(ids).size).toBe(ids.length)
      expect(second.ids.filter((id) => id.startsWith('t'))).toEqual([])
    }, 40_000)

    test('a delay longer than the tiers is walked in rounds, never early', async () => {
      const backend = await connected()
      const queue = await queueOf(backend)
      const collector = await Collector.start(backend, queue)
      const dueAt = new Date(Date.now() + 2_600)
      await backend.publish(outgoing(queue, 3, { dueAt }))
      await backend.publish(outgoing(queue, 1, { prefix: 'day', dueAt: new Date(Date.now() + 86_400_000) }))
      await collector.take(3)
      expect(Date.now()).toBeGreaterThanOrEqual(dueAt.getTime())
      await eventually(async () => expect((await backend.stats([queue]))[0]?.delayed.value).toBe(1))
    })

    test('reads foreign records: CloudEvents headers, plain ones, and bare JSON', async () => {
      const backend = await connected()
      const queue = await queueOf(backend)
      const topic = `task.${queue.type}`
      await foreign((producer) =>
        producer.send({
          messages: [
            {
              topic,
              key: 'customer-7',
              value: '{"n":1}',
              headers: {
                ce_id: 'x1',
                ce_type: queue.type,
                ce_source: '/elsewhere',
                ce_specversion: '1.0',
                'content-type': 'application/json',
                traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
              },
            },
            { topic, value: '{"n":2}' },
            { topic, value: 'no json' },
          ],
        }),
      )
      const [event, bare, broken] = await (await Collector.start(backend, queue)).take(3)
      expect(event?.envelope.attributes).toEqual({
        id: 'x1',
        type: queue.type,
        source: '/elsewhere',
        specversion: '1.0',
        datacontenttype: 'application/json',
        partitionkey: 'customer-7',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      })
      expect(bare?.envelope.attributes).toEqual({})
      expect(Buffer.from(bare?.envelope.body ?? []).toString()).toBe('{"n":2}')
      expect(Buffer.from(broken?.envelope.body ?? []).toString()).toBe('no json')
    })

    test('hands out nothing of a transaction that was given up', async () => {
      const backend = await connected()
      const queue = await queueOf(backend)
      const topic = `task.${queue.type}`
      for (const [value, commit] of [
        ['given up', false],
        ['kept', true],
      ] as const) {
        const producer = new Producer({
          clientId: 'foreign',
          bootstrapBrokers: [kafka.brokers],
          serializers: stringSerializers,
          idempotent: true,
          transactionalId: `t${randomBytes(4).toString('hex')}`,
          retries: 10,
          retryDelay: 300,
        })
        const transaction = await producer.beginTransaction()
        await transaction.send({ messages: [{ topic, value }] })
        await (commit ? transaction.commit() : transaction.abort())
        await producer.close()
      }
      const collector = await Collector.start(backend, queue)
      const delivery = await collector.next(20_000)
      expect(Buffer.from(delivery.envelope.body).toString()).toBe('kept')
      await delivery.ack()
      expect(collector.arrived.length).toBe(1)
    }, 40_000)

    test('deletes what is done, and keeps what is not', async () => {
      const backend = await connected({ tuning: { deleteEveryMs: 200 } })
      const queue = await queueOf(backend)
      await backend.publish(outgoing(queue, 20))
      const collector = await Collector.start(backend, queue)
      for (const delivery of (await collector.take(20)).slice(0, 15)) await delivery.ack()
      const admin = new Admin({ clientId: 'look', bootstrapBrokers: [kafka.brokers] })
      const start = async () => {
        const partitions = [{ partitionIndex: 0, timestamp: -2n }]
        const [topic] = await admin.listOffsets({ topics: [{ name: `task.${queue.type}`, partitions }] })
        return Number(topic?.partitions[0]?.offset)
      }
      await eventually(async () => expect(await start()).toBe(15))
      await admin.close()
    })

    test('a purge reaches what a running consumer has fetched and not handed out', async () => {
      const [backend, operator] = [await connected(), await connected()]
      const queue = await queueOf(backend)
      await backend.publish(outgoing(queue, 100))
      const collector = await Collector.start(backend, queue, { prefetch: 2 })
      const held = await collector.take(2)
      await eventually(async () => expect((await operator.stats([queue]))[0]?.inFlight.value).toBe(2))
      expect(await operator.purge(queue)).toBe(98)
      await backend.publish(outgoing(queue, 1, { prefix: 'after' }))
      await eventually(async () => expect((await operator.stats([queue]))[0]?.ready.value).toBe(1))
      for (const delivery of held) await delivery.ack()
      expect(idOf((await collector.next()).envelope)).toBe('after0')
    })

    test('says what is wrong: no topic, too many replicas, too large, no address', async () => {
      const backend = await connected()
      const none = { type: 'log.none', queueName: `none${randomBytes(4).toString('hex')}` }
      const missing = expect.objectContaining({
        code: 'queue-mismatch',
        message: expect.stringContaining(none.queueName),
      })
      await expect(backend.declare(none)).rejects.toEqual(missing)
      await expect(backend.publish(outgoing(none, 1))).rejects.toEqual(missing)
      await expect(Collector.start(backend, none)).rejects.toEqual(missing)
      const replicated = await connected({ replicationFactor: 5 })
      await expect(queueOf(replicated)).rejects.toMatchObject({
        code: 'queue-mismatch',
        message: expect.stringContaining('replication factor'),
      })
      const queue = await queueOf(backend)
      const large = { queue, envelope: envelopeOf('large', Buffer.alloc(11 * 1_048_576)) }
      await expect(backend.publish([large, ...outgoing(queue, 2)])).rejects.toMatchObject({
        code: 'publish-failed',
        accepted: ['t0', 't1'],
      })
      await expect(connected({ url: 'kafka://broker' })).rejects.toMatchObject({ code: 'config-invalid' })
    }, 60_000)
    test('both of a key go to one partition, whoever publishes', async () => {
      const backend = await connected({ partitions: 8 })
      const queue = await queueOf(backend)
      const collector = await Collector.start(backend, queue, { orderByKey: true })
      const keyed = (id: string) => {
        const { attributes, body } = envelopeOf(id)
        return { queue, envelope: { attributes: { ...attributes, partitionkey: 'order 42' }, body } }
      }
      await backend.publish([keyed('a'), keyed('b')])
      const first = await collector.next()
      await until('only one of the key', () => collector.arrived.length === 1)
      await first.ack()
      expect(idOf((await collector.next()).envelope)).toBe('b')
    })
  })
