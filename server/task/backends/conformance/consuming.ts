import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Bench } from './bench.ts'
import { Collector } from './collector.ts'
import { eventually, until } from './eventually.ts'
import type { Guarantee } from './guarantee.ts'
import { idOf, outgoing, publishAll } from './messages.ts'

export function consuming(guarantee: Guarantee, bench: Bench): void {
  guarantee('hands out what is published after the consumer began', async () => {
    const [producer, consumer] = [await bench.backend(), await bench.backend()]
    const queue = await bench.queue(producer)
    const collector = await Collector.start(consumer, queue)
    await producer.publish(outgoing(queue, 1))
    expect(idOf((await collector.next()).envelope)).toBe('t0')
  })

  guarantee('hands out no more than the prefetch, and one more for each that is settled', async () => {
    const backend = await bench.backend()
    const queue = await bench.queue(backend)
    await backend.publish(outgoing(queue, 30))
    const collector = await Collector.start(backend, queue, { prefetch: 3 })
    for (let settled = 0; settled < 27; settled++) {
      const delivery = await collector.next()
      expect(collector.arrived.length).toBeLessThanOrEqual(settled + 3)
      await delivery.ack()
    }
    await collector.take(3)
    expect(new Set(collector.ids).size).toBe(30)
  })

  guarantee('follows the prefetch up and down while it runs', async () => {
    const backend = await bench.backend()
    const queue = await bench.queue(backend)
    await backend.publish(outgoing(queue, 40))
    const collector = await Collector.start(backend, queue, { prefetch: 1 })
    const [first] = await collector.take(1)
    collector.subscription.setPrefetch(10)
    const more = await collector.take(9)
    collector.subscription.setPrefetch(2)
    for (const delivery of more) await delivery.ack()
    const [second] = await collector.take(1)
    expect(collector.arrived.length).toBe(11)
    await first?.ack()
    await second?.ack()
    await collector.take(2)
    expect(collector.arrived.length).toBe(13)
  })

  guarantee('lets two consumers share without giving anything to both', async () => {
    const [one, two] = [await bench.backend(), await bench.backend()]
    const queue = await bench.queue(one)
    const collectors = [
      await Collector.start(one, queue, { prefetch: 5 }),
      await Collector.start(two, queue, { prefetch: 5 }),
    ]
    await publishAll((batch) => one.publish(batch), outgoing(queue, 400))
    let acknowledged = 0
    const work = collectors.map(async (collector) => {
      while (acknowledged < 400) {
        const delivery = await collector.next(2_000).catch(() => null)
        if (delivery === null) break
        await sleep(1)
        await delivery.ack()
        acknowledged++
      }
    })
    await until('400 acknowledged', () => acknowledged === 400, 20_000)
    const all = collectors.flatMap(({ ids }) => ids)
    expect(all.length).toBe(400)
    expect(new Set(all).size).toBe(400)
    for (const { ids } of collectors) expect(ids.length).toBeGreaterThan(0)
    await Promise.all(work)
  })

  guarantee('stops: takes nothing more, what is held can be settled, the rest goes to others', async () => {
    const [one, two] = [await bench.backend(), await bench.backend()]
    const queue = await bench.queue(one)
    await one.publish(outgoing(queue, 20))
    const leaving = await Collector.start(one, queue, { prefetch: 5 })
    const held = await leaving.take(5)
    await leaving.subscription.stop()
    const staying = await Collector.start(two, queue)
    await staying.take(15)
    for (const delivery of held) await delivery.ack()
    expect(leaving.arrived.length).toBe(5)
    expect(new Set([...leaving.ids, ...staying.ids]).size).toBe(20)
    expect(staying.arrived.length).toBe(15)
  })

  guarantee('gives back what is not settled when it closes', async () => {
    const [one, two] = [await bench.backend(), await bench.backend()]
    const queue = await bench.queue(one)
    await one.publish(outgoing(queue, 10))
    const held = await (await Collector.start(one, queue, { prefetch: 4 })).take(4)
    await one.close()
    const others = await (await Collector.start(two, queue)).take(10)
    const handedOut = new Set(held.map(({ envelope }) => idOf(envelope)))
    expect(new Set(others.map(({ envelope }) => idOf(envelope))).size).toBe(10)
    for (const { envelope, redelivered } of others)
      if (handedOut.has(idOf(envelope))) expect(redelivered).toBe(true)
  })

  guarantee(
    'works off a backlog of 10,000 with delayed tasks beside it',
    async () => {
      const backend = await bench.backend()
      const queue = await bench.queue(backend)
      const later = new Date(Date.now() + 3_600_000)
      await publishAll(
        (batch) => backend.publish(batch),
        outgoing(queue, 1_000, { prefix: 'later', dueAt: later }),
      )
      await publishAll((batch) => backend.publish(batch), outgoing(queue, 10_000))
      const seen = new Set<string>()
      let count = 0
      await backend.consume(queue, {
        prefetch: 100,
        onDelivery: (delivery) => {
          count++
          void delivery.ack().then(() => seen.add(idOf(delivery.envelope)))
        },
        onError: (error) => {
          throw error
        },
      })
      await until('10,000 done', () => seen.size === 10_000, 60_000)
      expect(count).toBe(10_000)
      await eventually(async () => {
        const [stats] = await backend.stats([queue])
        if (stats?.ready.quality === 'exact') expect(stats.ready.value).toBe(0)
        if (stats?.delayed.quality === 'exact') expect(stats.delayed.value).toBe(1_000)
      })
    },
    120_000,
  )
}
