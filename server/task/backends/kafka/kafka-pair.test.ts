/** Two brokers: who is let in, who is not and what they are told, and what a broker's death does to running tasks. */
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Admin } from '@platformatic/kafka'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { whyNoKafkaNode } from '../../../../scripts/test-servers/kafka.ts'
import {
  KAFKA_PASSWORD,
  KAFKA_USER,
  type KafkaPair,
  startKafkaPair,
} from '../../../../scripts/test-servers/kafka-pair.ts'
import type { Backend, QueueSpec } from '../backend.ts'
import { Collector } from '../conformance/collector.ts'
import { until } from '../conformance/eventually.ts'
import { idOf, outgoing } from '../conformance/messages.ts'
import type { KafkaTarget } from './client-options.ts'
import { createKafkaBackend } from './kafka-backend.ts'

const MECHANISMS = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const
const WRONG = 'not-the-password'

const reason = whyNoKafkaNode()
if (reason !== null) test.skip(`kafka, two brokers (${reason})`)
else
  describe('kafka, two brokers', () => {
    let pair: KafkaPair
    const open: Backend[] = []
    beforeAll(async () => {
      pair = await startKafkaPair()
    }, 180_000)
    afterAll(() => pair?.remove())
    afterEach(() => Promise.all(open.splice(0).map((backend) => backend.close())))

    async function connected(target: KafkaTarget): Promise<Backend> {
      const now = () => new Date()
      const backend = createKafkaBackend({
        ...target,
        namespace: 'task',
        partitions: 4,
        replicationFactor: 2,
        now,
        tuning: { sessionTimeoutMs: 3_000, heartbeatMs: 500 },
      })
      open.push(backend)
      await backend.connect()
      return backend
    }
    async function queueOf(backend: Backend): Promise<QueueSpec> {
      const queue = { type: `pair.q${randomBytes(5).toString('hex')}` }
      await backend.declare(queue)
      return queue
    }
    async function runsOne(backend: Backend): Promise<void> {
      const queue = await queueOf(backend)
      const collector = await Collector.start(backend, queue)
      await backend.publish(outgoing(queue, 1))
      await (await collector.next(20_000)).ack()
    }
    const withUser = (mechanism: (typeof MECHANISMS)[number], password: string): KafkaTarget => ({
      url: pair.doors.sasl,
      tls: { ca: pair.certificate.cert },
      sasl: { mechanism, username: KAFKA_USER, password },
    })
    async function refusal(target: KafkaTarget): Promise<unknown> {
      const startedAt = performance.now()
      const error = await connected(target).catch((caught: unknown) => caught)
      expect(performance.now() - startedAt).toBeLessThan(5_000)
      expect(error).toMatchObject({ code: 'backend-unavailable', retryable: true })
      return (error as Error).message
    }

    test.each(MECHANISMS)('lets in a user with a password: %s, over TLS', async (mechanism) => {
      await runsOne(await connected(withUser(mechanism, KAFKA_PASSWORD)))
    })

    test.each(MECHANISMS)('says that a password is wrong, and never shows it: %s', async (mechanism) => {
      const message = await refusal(withUser(mechanism, WRONG))
      expect(message).toContain('refused the user name or the password')
      expect(message).not.toContain(WRONG)
    })

    test('lets in who shows a certificate that the brokers trust', async () => {
      const { cert, key } = pair.certificate
      await runsOne(await connected({ url: pair.doors.certificate, tls: { ca: cert, cert, key } }))
    })

    test('says what is wrong with the way in, at once', async () => {
      const { doors, certificate } = pair
      const [ca, { cert, key }] = [certificate.cert, certificate]
      const sasl = { mechanism: 'PLAIN', username: KAFKA_USER, password: KAFKA_PASSWORD } as const
      expect(await refusal({ url: doors.certificate, tls: { ca } })).toContain('"tls.cert"')
      expect(await refusal({ url: doors.certificate, tls: { cert, key } })).toContain('"tls.ca"')
      expect(await refusal({ url: doors.plain, tls: { ca } })).toContain('does not speak TLS')
      expect(await refusal({ url: doors.certificate })).toContain('the backend has no "tls"')
      expect(await refusal({ url: doors.sasl, tls: { ca } })).toContain('("sasl")')
      expect(await refusal({ url: doors.plain, sasl })).toContain('asks for no user')
    })

    /** Publishes again what was refused, as its caller does. */
    async function publishOn(backend: Backend, queue: QueueSpec, published: Set<string>, prefix: string) {
      const batch = outgoing(queue, 10, { prefix })
      const deadline = performance.now() + 30_000
      for (;;)
        try {
          await backend.publish(batch)
          for (const { envelope } of batch) published.add(idOf(envelope))
          return
        } catch (error) {
          expect(error).toMatchObject({ retryable: true })
          if (performance.now() > deadline) throw error
          await sleep(50)
        }
    }
    async function leaders(queue: QueueSpec): Promise<number[]> {
      const admin = new Admin({ clientId: 'look', bootstrapBrokers: pair.doors.plain.split(',') })
      const topic = `task.${queue.type}`
      const { topics } = await admin.metadata({ topics: [topic], forceUpdate: true })
      await admin.close()
      return Object.values(topics.get(topic)?.partitions ?? {}).map(({ leader }) => leader)
    }

    test('loses nothing when a broker that leads partitions is killed, and goes on with the other', async () => {
      const [publisher, consumer] = [
        await connected({ url: pair.doors.plain }),
        await connected({ url: pair.doors.plain }),
      ]
      const queue = await queueOf(publisher)
      expect(await leaders(queue)).toContain(2)
      const [published, done] = [new Set<string>(), new Set<string>()]
      let running = 0
      await consumer.consume(queue, {
        prefetch: 20,
        onError: (error) => {
          throw error
        },
        onDelivery: async (delivery) => {
          running++
          await sleep(20)
          const id = idOf(delivery.envelope)
          // What is lost to us comes back, and is done then.
          await delivery.ack().then(
            () => done.add(id),
            () => undefined,
          )
          running--
        },
      })
      for (let n = 0; n < 10; n++) await publishOn(publisher, queue, published, `before${n}-`)
      await until('tasks run', () => done.size > 0 && running > 0)
      await pair.second.crash()
      for (let n = 0; n < 10; n++) await publishOn(publisher, queue, published, `after${n}-`)
      await until('all are done', () => [...published].every((id) => done.has(id)), 40_000)
      expect(published.size).toBe(200)
      expect(new Set(await leaders(queue))).toEqual(new Set([1]))
    }, 90_000)

    test('a broker of the list that is away is no obstacle at the start', async () => {
      await pair.second.crash()
      const second = pair.doors.plain.split(',').reverse().join(',')
      await runsOne(await connected({ url: second }))
    })
  })
