import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { provideRabbit, type TestRabbit, whyNoRabbit } from '../../scripts/test-servers/rabbitmq.ts'
import { latestSamples } from '../store/samples.ts'
import { createTestDatabase, type TestDatabase } from '../store/test-database.ts'
import { type Backend, createBackend, type Delivery } from '../task/index.ts'
import { createSampler } from './sample-queues.ts'
import { addBackend, addTypes, poolOf } from './test-registry.ts'

const TYPE = `meter.read${process.pid}`
const envelope = (id: number) => ({
  attributes: { id: `t-${id}`, type: TYPE, source: '/x', specversion: '1.0' },
  body: new Uint8Array(),
})

interface BrokerQueue {
  readonly messages: number
  readonly messages_ready: number
  readonly messages_unacknowledged: number
}

/** What the broker's own management says of a queue. */
async function askBroker(managementUrl: string, name: string): Promise<BrokerQueue> {
  const { origin, username, password } = new URL(managementUrl)
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const response = await fetch(`${origin}/api/queues/%2F/${name}`, { headers: { authorization } })
  return (await response.json()) as BrokerQueue
}

const reason = whyNoRabbit()
if (reason !== null) test.skip(`the sampler on rabbitmq (${reason})`)
else
  describe('the sampler on rabbitmq', () => {
    let rabbit: TestRabbit
    let database: TestDatabase
    let broker: Backend
    beforeAll(async () => {
      rabbit = await provideRabbit()
      database = await createTestDatabase(inject('postgresUrl'))
      const managementUrl = rabbit.managementUrl ?? undefined
      broker = await createBackend(
        { kind: 'rabbitmq', url: rabbit.url, ...(managementUrl === undefined ? {} : { managementUrl }) },
        { namespace: 'task' },
      )
      await broker.connect()
      await addBackend(database, 'main', 'rabbitmq')
      await addTypes(database, [{ name: TYPE }])
    }, 120_000)
    afterAll(async () => {
      await broker?.close()
      await database?.drop()
      await rabbit?.remove()
    })

    test('writes down what the broker’s management says: ready, unacknowledged and dead', async (context) => {
      const { managementUrl } = rabbit
      if (managementUrl === null) return context.skip('the broker was given without its management API')
      const taken: Delivery[] = []
      await broker.declare({ type: TYPE })
      await broker.publish(
        Array.from({ length: 12 }, (_, id) => ({ queue: { type: TYPE }, envelope: envelope(id) })),
      )
      const subscription = await broker.consume(
        { type: TYPE },
        { prefetch: 5, onDelivery: (delivery) => void taken.push(delivery), onError: () => undefined },
      )
      await vi.waitFor(() => expect(taken).toHaveLength(5), 20_000)
      for (const delivery of taken.splice(0, 2)) await delivery.dead(delivery.envelope)

      const sample = createSampler({ database, backends: poolOf({ main: broker }), now: () => new Date() })
      const compare = async () => {
        await sample()
        const [ours] = await latestSamples(database, [TYPE])
        const work = await askBroker(managementUrl, `task.${TYPE}`)
        const dead = await askBroker(managementUrl, `task.${TYPE}.dead`)
        return {
          ours: { ready: ours?.ready, inFlight: ours?.inFlight, dead: ours?.dead },
          broker: {
            ready: work.messages_ready,
            inFlight: work.messages_unacknowledged,
            dead: dead.messages,
          },
        }
      }
      const figures = { ready: 5, inFlight: 5, dead: 2 }
      const options = { timeout: 25_000, interval: 500 }
      await vi.waitFor(
        async () => expect(await compare()).toEqual({ ours: figures, broker: figures }),
        options,
      )
      await subscription.stop()
    })
  })
