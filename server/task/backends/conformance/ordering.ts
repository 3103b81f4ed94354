/** Tasks of one partition key, one at a time and in the order in which they were published, over all consumers. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Backend, Delivery, Outgoing, QueueSpec } from '../backend.ts'
import { createBackend } from '../registry.ts'
import { type Bench, benchOf } from './bench.ts'
import { ChildConsumer } from './child-consumer.ts'
import { Collector } from './collector.ts'
import { until } from './eventually.ts'
import type { Guarantee } from './guarantee.ts'
import { envelopeOf, idOf, publishAll } from './messages.ts'
import type { FaultyBroker } from './subject.ts'

/** Long enough for what must not arrive to have arrived. */
const QUIET_MS = 400

/** One task, with the id `<key>-<index>`; an empty key is none. */
function keyed(queue: QueueSpec, key: string, index: number, more: Partial<Outgoing> = {}): Outgoing {
  const { attributes, body } = envelopeOf(`${key}-${index}`)
  const withKey = key === '' ? attributes : { ...attributes, partitionkey: key }
  return { queue, envelope: { attributes: withKey, body }, ...more }
}

const keyOf = (delivery: Delivery) => delivery.envelope.attributes.partitionkey ?? ''

/** `perKey` tasks of each key, as they come from a producer of many things: the keys take turns. */
function interleaved(queue: QueueSpec, keys: readonly string[], perKey: number): Outgoing[] {
  return Array.from({ length: perKey }, (_, index) => keys.map((key) => keyed(queue, key, index))).flat()
}

/** Runs tasks for a moment each; every other one of those named `failing` is retried once. */
class Workers {
  readonly done: string[] = []
  readonly together: string[] = []
  readonly #running = new Set<string>()
  readonly #failed = new Set<string>()
  readonly #retried: (id: string) => boolean

  constructor(retried: (id: string) => boolean = () => false) {
    this.#retried = retried
  }

  async consume(backend: Backend, queue: QueueSpec, prefetch: number): Promise<void> {
    await backend.consume(queue, {
      prefetch,
      orderByKey: true,
      onDelivery: (delivery) => void this.#work(delivery),
      onError: (error) => {
        throw error
      },
    })
  }

  async #work(delivery: Delivery): Promise<void> {
    const [key, id] = [keyOf(delivery), idOf(delivery.envelope)]
    if (key !== '' && this.#running.has(key)) this.together.push(id)
    this.#running.add(key)
    await sleep(id.length % 4)
    this.#running.delete(key)
    if (this.#retried(id) && !this.#failed.has(id)) {
      this.#failed.add(id)
      return delivery.retry(delivery.envelope, new Date(Date.now() + 60))
    }
    this.done.push(id)
    await delivery.ack()
  }
}

/** Of one key, in the order in which they were done. */
const ofKey = (ids: readonly string[], key: string) => ids.filter((id) => id.startsWith(`${key}-`))

const inOrder = (key: string, count: number) => Array.from({ length: count }, (_, index) => `${key}-${index}`)

export function ordering(guarantee: Guarantee, bench: Bench): void {
  const started = async (prefetch = 100) => {
    const backend = await bench.backend()
    const queue = await bench.queue(backend)
    const collector = await Collector.start(backend, queue, { prefetch, orderByKey: true })
    return { backend, queue, collector }
  }

  guarantee(
    'runs the tasks of each key one at a time and in order, over two consumers and through retries',
    async () => {
      const [one, two] = [await bench.backend(), await bench.backend()]
      const queue = await bench.queue(one)
      const keys = Array.from({ length: 12 }, (_, index) => `k${index}`)
      const workers = new Workers((id) => id.endsWith('3'))
      for (const backend of [one, two]) await workers.consume(backend, queue, 8)
      const batch = [...interleaved(queue, keys, 15), ...inOrder('', 40).map((_, n) => keyed(queue, '', n))]
      await publishAll((part) => one.publish(part), batch)
      await until('everything done', () => workers.done.length === batch.length, 40_000)
      expect(workers.together).toEqual([])
      for (const key of keys) expect(ofKey(workers.done, key)).toEqual(inOrder(key, 15))
    },
    60_000,
  )

  guarantee('keeps the place of a task that is retried: its key waits, all others go on', async () => {
    const { backend, queue, collector } = await started()
    const other = await Collector.start(await bench.backend(), queue, { orderByKey: true })
    const arrived = () => [...collector.arrived, ...other.arrived]
    const named = (id: string) => arrived().filter(({ envelope }) => idOf(envelope) === id)
    await backend.publish([keyed(queue, 'a', 0), keyed(queue, 'a', 1), keyed(queue, 'b', 0)])
    await until('the first of each key', () => arrived().length === 2)
    const dueAt = new Date(Date.now() + 700)
    const [first] = named('a-0')
    await first?.retry(first.envelope, dueAt)
    await named('b-0')[0]?.ack()
    await backend.publish([keyed(queue, 'b', 1), keyed(queue, '', 0), keyed(queue, 'a', 2)])
    await until('what does not wait', () => arrived().length === 4)
    expect(Date.now()).toBeLessThan(dueAt.getTime())
    expect(named('a-1')).toEqual([])
    await until('the retried one', () => named('a-0').length === 2)
    expect(Date.now()).toBeGreaterThanOrEqual(dueAt.getTime())
    expect([...named('a-1'), ...named('a-2')]).toEqual([])
    // Either of the two may have it now.
    await named('a-0')
      .find((delivery) => delivery !== first)
      ?.ack()
    await until('its follower', () => named('a-1').length === 1)
    expect(named('a-2')).toEqual([])
  })

  guarantee(
    'goes on with a key when its task is dead, and begins with it again when it is given back',
    async () => {
      const { backend, queue, collector } = await started()
      await backend.publish([0, 1, 2].map((index) => keyed(queue, 'a', index)))
      await (await collector.next()).release()
      const again = await collector.next()
      await again.dead(again.envelope)
      await (await collector.next()).ack()
      await collector.next()
      expect(collector.ids).toEqual(['a-0', 'a-0', 'a-1', 'a-2'])
    },
  )

  guarantee('lets nothing wait behind the many tasks of a key that is busy', async () => {
    const { backend, queue, collector } = await started(10)
    const many = Array.from({ length: 2_000 }, (_, index) => keyed(queue, 'busy', index))
    await publishAll((part) => backend.publish(part), many)
    await collector.next()
    await backend.publish([keyed(queue, 'idle', 0), keyed(queue, '', 0)])
    await collector.take(2, 5_000)
    await sleep(QUIET_MS)
    expect(collector.ids.sort()).toEqual(['-0', 'busy-0', 'idle-0'])
  })

  guarantee('gives a task that was published for later its place when it is due', async () => {
    const { backend, queue, collector } = await started()
    const dueAt = new Date(Date.now() + 600)
    await backend.publish([keyed(queue, 'a', 0, { dueAt }), keyed(queue, 'a', 1)])
    await (await collector.next()).ack()
    expect(Date.now()).toBeLessThan(dueAt.getTime())
    await (await collector.next()).ack()
    expect(Date.now()).toBeGreaterThanOrEqual(dueAt.getTime())
    expect(collector.ids).toEqual(['a-1', 'a-0'])
  })
}

export function orderingFaults(guarantee: Guarantee, brokerOf: () => FaultyBroker): void {
  const bench = benchOf(() => createBackend(brokerOf().config, brokerOf().options))

  guarantee(
    'keeps the order of each key when a consumer is killed',
    async () => {
      const { config, options, takeoverMs } = brokerOf()
      const producer = await bench.backend()
      const queue = await bench.queue(producer)
      const keys = Array.from({ length: 10 }, (_, index) => `k${index}`)
      await producer.publish(interleaved(queue, keys, 20))
      const order = { config, options, queue, prefetch: 20, workMs: 30, orderByKey: true }
      const child = new ChildConsumer(order)
      const underWay = () => child.took.length - child.acked.length
      await until('40 done by the child', () => child.done.length >= 40 && underWay() > 0, 30_000)
      await child.kill()
      expect(underWay(), 'in flight when it was killed').toBeGreaterThan(0)
      const workers = new Workers()
      await workers.consume(await bench.backend(), queue, 20)
      const all = () => [...child.done, ...workers.done]
      await until('all 200 done', () => new Set(all()).size === 200, takeoverMs + 20_000)
      expect(workers.together).toEqual([])
      for (const key of keys) {
        const order = ofKey(all(), key)
        // What was in flight may have been done and not acknowledged: then it comes once more, next.
        const once = order.filter((id, index) => id !== order[index - 1])
        expect(once).toEqual(inOrder(key, 20))
      }
    },
    90_000,
  )
}
