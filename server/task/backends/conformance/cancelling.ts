import { expect } from 'vitest'
import type { Bench } from './bench.ts'
import { Collector } from './collector.ts'
import type { Guarantee } from './guarantee.ts'
import { envelopeOf, idOf, outgoing, publishAll } from './messages.ts'

const HOUR_MS = 3_600_000

export function cancelling(guarantee: Guarantee, bench: Bench): void {
  guarantee('cancels a task that is ready, and none beside it', async () => {
    const [backend, other] = [await bench.backend(), await bench.backend()]
    const [queue, elsewhere] = [await bench.queue(backend), await bench.queue(backend)]
    await backend.publish([...outgoing(queue, 3), ...outgoing(elsewhere, 3)])
    expect(await other.cancel?.(queue, 't1')).toBe(true)
    expect(await other.cancel?.(queue, 't1')).toBe(false)
    const left = await (await Collector.start(backend, queue)).take(2)
    expect(left.map(({ envelope }) => idOf(envelope)).sort()).toEqual(['t0', 't2'])
    await (await Collector.start(backend, elsewhere)).take(3)
  })

  guarantee('cancels a task that is delayed, and one that waits for its retry', async () => {
    const backend = await bench.backend()
    const queue = await bench.queue(backend)
    const later = new Date(Date.now() + HOUR_MS)
    await backend.publish(outgoing(queue, 1))
    await backend.publish(outgoing(queue, 1, { prefix: 'later', dueAt: later }))
    await (await (await Collector.start(backend, queue)).next()).retry(envelopeOf('t0'), later)
    expect(await backend.cancel?.(queue, 'later0')).toBe(true)
    expect(await backend.cancel?.(queue, 't0')).toBe(true)
    const [stats] = await backend.stats([queue])
    if (stats?.delayed.quality === 'exact') expect(stats.delayed.value).toBe(0)
  })

  guarantee('does not cancel a task that runs, is done, is dead or was never there', async () => {
    const [backend, other] = [await bench.backend(), await bench.backend()]
    const queue = await bench.queue(backend)
    await backend.publish(outgoing(queue, 3))
    const collector = await Collector.start(backend, queue)
    const [done, doomed, running] = await collector.take(3)
    await done?.ack()
    await doomed?.dead(envelopeOf('t1'))
    for (const id of ['t0', 't1', 't2', 'unknown']) expect(await other.cancel?.(queue, id)).toBe(false)
    await running?.ack()
    const dead = await Collector.start(backend, queue, { from: 'dead' })
    expect(idOf((await dead.next()).envelope)).toBe('t1')
  })

  guarantee('cancels a task that was given back', async () => {
    const backend = await bench.backend()
    const queue = await bench.queue(backend)
    await backend.publish(outgoing(queue, 1))
    const collector = await Collector.start(backend, queue)
    const delivery = await collector.next()
    await collector.subscription.stop()
    await delivery.release()
    expect(await backend.cancel?.(queue, 't0')).toBe(true)
  })

  guarantee('cancels one of 5,000, while consumers take from the same queue', async () => {
    const backend = await bench.backend()
    const queue = await bench.queue(backend)
    await publishAll((batch) => backend.publish(batch), outgoing(queue, 5_000))
    const ran = new Set<string>()
    await backend.consume(queue, {
      prefetch: 20,
      onDelivery: (delivery) => {
        ran.add(idOf(delivery.envelope))
        void delivery.ack()
      },
      onError: (error) => {
        throw error
      },
    })
    const cancelled = new Set<string>()
    for (const id of ['t4999', 't4000', 't2500', 't1', 't0'])
      if (await backend.cancel?.(queue, id)) cancelled.add(id)
    await expect.poll(() => ran.size + cancelled.size, { timeout: 30_000 }).toBe(5_000)
    for (const id of cancelled) expect(ran.has(id), `${id} was cancelled and ran`).toBe(false)
  })
}
