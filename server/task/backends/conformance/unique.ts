import { expect } from 'vitest'
import type { Backend, Outgoing, QueueSpec } from '../backend.ts'
import type { Bench } from './bench.ts'
import { Collector } from './collector.ts'
import { eventually } from './eventually.ts'
import type { Guarantee } from './guarantee.ts'
import { envelopeOf, idOf, outgoing } from './messages.ts'

const HOUR_MS = 3_600_000

const keyed = (queue: QueueSpec, id: string, uniqueKey = 'invoice 7', dueAt?: Date): Outgoing => ({
  queue,
  envelope: envelopeOf(id),
  uniqueKey,
  ...(dueAt === undefined ? {} : { dueAt }),
})

/** Once the key is free another task can have it; that may show a moment after the settlement. */
async function expectFree(backend: Backend, queue: QueueSpec): Promise<void> {
  await eventually(async () => expect(await backend.publish([keyed(queue, 'next')])).toEqual([]))
}

async function expectHeldBy(backend: Backend, queue: QueueSpec, of: string): Promise<void> {
  expect(await backend.publish([keyed(queue, 'again')])).toEqual([{ id: 'again', of }])
}

export function unique(guarantee: Guarantee, bench: Bench): void {
  guarantee('stores one task per unique key of a batch, and names the duplicates', async () => {
    const backend = await bench.backend()
    const [queue, other] = [await bench.queue(backend), await bench.queue(backend)]
    const duplicates = await backend.publish([
      keyed(queue, 'first'),
      ...outgoing(queue, 1, { prefix: 'plain' }),
      keyed(queue, 'second'),
      keyed(queue, 'another key', 'Grüße "\\ 😀'),
      keyed(other, 'another queue'),
    ])
    expect(duplicates).toEqual([{ id: 'second', of: 'first' }])
    const came = await (await Collector.start(backend, queue)).take(3)
    expect(came.map(({ envelope }) => idOf(envelope)).sort()).toEqual(['another key', 'first', 'plain0'])
  })

  guarantee('adds no attribute to a task for its unique key', async () => {
    const backend = await bench.backend()
    const queue = await bench.queue(backend)
    await backend.publish([keyed(queue, 'first')])
    const { envelope } = await (await Collector.start(backend, queue)).next()
    expect(envelope.attributes).toEqual(envelopeOf('first').attributes)
  })

  guarantee('lets one of many publishers win a unique key', async () => {
    const backends = [await bench.backend(), await bench.backend(), await bench.backend()]
    const [first] = backends as [Backend]
    const queue = await bench.queue(first)
    const attempts = Array.from({ length: 30 }, async (_, index) => {
      const backend = backends[index % backends.length] as Backend
      return backend.publish([keyed(queue, `p${index}`)])
    })
    const duplicates = (await Promise.all(attempts)).flat()
    expect(duplicates.length).toBe(29)
    const holder = (await (await Collector.start(first, queue)).next()).envelope
    expect(new Set(duplicates.map(({ of }) => of))).toEqual(new Set([idOf(holder)]))
  })

  guarantee('keeps a unique key while its task is delayed, runs, and waits for its retry', async () => {
    const backend = await bench.backend()
    const queue = await bench.queue(backend)
    await backend.publish([keyed(queue, 't', undefined, new Date(Date.now() + 200))])
    await expectHeldBy(backend, queue, 't')
    const collector = await Collector.start(backend, queue)
    const delivery = await collector.next()
    await expectHeldBy(backend, queue, 't')
    await delivery.retry(envelopeOf('t'), new Date(Date.now() + 200))
    await expectHeldBy(backend, queue, 't')
    const again = await collector.next()
    await expectHeldBy(backend, queue, 't')
    await again.release()
    const last = await collector.next()
    await expectHeldBy(backend, queue, 't')
    await last.ack()
    await expectFree(backend, queue)
  })

  guarantee('frees a unique key when its task is acknowledged, or dead', async () => {
    const backend = await bench.backend()
    const queue = await bench.queue(backend)
    const collector = await Collector.start(backend, queue)
    await backend.publish([keyed(queue, 'done')])
    await (await collector.next()).ack()
    await eventually(async () => expect(await backend.publish([keyed(queue, 'doomed')])).toEqual([]))
    await (await collector.next()).dead(envelopeOf('doomed'))
    await expectFree(backend, queue)
  })

  guarantee('frees unique keys when their tasks are purged', async () => {
    const backend = await bench.backend()
    const queue = await bench.queue(backend)
    const later = new Date(Date.now() + HOUR_MS)
    await backend.publish([keyed(queue, 'ready', 'a'), keyed(queue, 'delayed', 'b', later)])
    await backend.purge(queue)
    const again = [keyed(queue, 'ready 2', 'a'), keyed(queue, 'delayed 2', 'b', later)]
    expect(await backend.publish(again)).toEqual([])
  })

  guarantee.where('cancel')('frees a unique key when its task is cancelled', async () => {
    const backend = await bench.backend()
    const queue = await bench.queue(backend)
    await backend.publish([
      keyed(queue, 'ready', 'a'),
      keyed(queue, 'delayed', 'b', new Date(Date.now() + HOUR_MS)),
    ])
    expect(await backend.cancel?.(queue, 'ready')).toBe(true)
    expect(await backend.cancel?.(queue, 'delayed')).toBe(true)
    expect(await backend.publish([keyed(queue, 'ready 2', 'a'), keyed(queue, 'delayed 2', 'b')])).toEqual([])
  })
}
