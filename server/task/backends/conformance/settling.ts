import { expect } from 'vitest'
import type { Capabilities } from '../capabilities.ts'
import type { Bench } from './bench.ts'
import { Collector } from './collector.ts'
import type { Guarantee } from './guarantee.ts'
import { envelopeOf, idOf, outgoing } from './messages.ts'

/** How late a delayed task may come on a busy machine, beyond the backend's resolution. */
const LATE_MS = 3_000

export function settling(guarantee: Guarantee, bench: Bench, capabilities: Capabilities): void {
  guarantee('does not deliver again what was acknowledged', async () => {
    const backend = await bench.backend()
    const queue = await bench.queue(backend)
    await backend.publish(outgoing(queue, 2))
    const collector = await Collector.start(backend, queue, { prefetch: 1 })
    await (await collector.next()).ack()
    await collector.next()
    await backend.close()
    const other = await bench.backend()
    const rest = await Collector.start(other, queue)
    expect(idOf((await rest.next()).envelope)).toBe(collector.ids[1])
    expect(rest.arrived.length).toBe(1)
  })

  guarantee('settles a delivery once', async () => {
    const backend = await bench.backend()
    const queue = await bench.queue(backend)
    await backend.publish(outgoing(queue, 1))
    const delivery = await (await Collector.start(backend, queue)).next()
    await delivery.ack()
    const lost = expect.objectContaining({ code: 'delivery-lost' })
    await expect(delivery.ack()).rejects.toEqual(lost)
    await expect(delivery.retry(envelopeOf('x'), new Date())).rejects.toEqual(lost)
    await expect(delivery.dead(envelopeOf('x'))).rejects.toEqual(lost)
    await expect(delivery.release()).rejects.toEqual(lost)
  })

  guarantee('delivers a retry as the new message, never before it is due and soon after', async () => {
    const [one, two] = [await bench.backend(), await bench.backend()]
    const queue = await bench.queue(one)
    const delays = [0, 30, 120, 250, 500, 900, 1_400]
    await one.publish(outgoing(queue, delays.length))
    const first = await Collector.start(one, queue, { prefetch: delays.length })
    const due = new Map<string, number>()
    const held = await first.take(delays.length)
    await first.subscription.stop()
    const arrivals: [string, number][] = []
    await two.consume(queue, {
      prefetch: 100,
      onDelivery: ({ envelope }) => {
        arrivals.push([idOf(envelope), Date.now()])
      },
      onError: (error) => {
        throw error
      },
    })
    await Promise.all(
      held.map(async (delivery, index) => {
        const id = `retried${index}`
        due.set(id, Date.now() + (delays[index] ?? 0))
        await delivery.retry(envelopeOf(id), new Date(due.get(id) ?? 0))
      }),
    )
    await expect.poll(() => arrivals.length, { timeout: 15_000 }).toBe(delays.length)
    expect(new Set(arrivals.map(([id]) => id))).toEqual(new Set(due.keys()))
    for (const [id, at] of arrivals) {
      const lateMs = at - (due.get(id) ?? Number.NaN)
      expect(lateMs).toBeGreaterThanOrEqual(0)
      expect(lateMs).toBeLessThan(capabilities.delayResolutionMs + LATE_MS)
    }
  })

  guarantee('holds a task back until its time, and others do not wait behind it', async () => {
    const [producer, consumer] = [await bench.backend(), await bench.backend()]
    const queue = await bench.queue(producer)
    const collector = await Collector.start(consumer, queue)
    const dueAt = new Date(Date.now() + 700)
    await producer.publish(outgoing(queue, 1, { prefix: 'later', dueAt }))
    await producer.publish(outgoing(queue, 1, { prefix: 'now' }))
    await producer.publish(outgoing(queue, 1, { prefix: 'past', dueAt: new Date(Date.now() - 60_000) }))
    const [one, two, three] = await collector.take(3)
    expect(Date.now()).toBeGreaterThanOrEqual(dueAt.getTime())
    const early = [one, two].map((delivery) => delivery && idOf(delivery.envelope))
    expect(early.sort()).toEqual(['now0', 'past0'])
    expect(three && idOf(three.envelope)).toBe('later0')
  })

  guarantee('moves a dead task to the dead queue with its letter, and only there', async () => {
    const backend = await bench.backend()
    const queue = await bench.queue(backend)
    await backend.publish(outgoing(queue, 1))
    const work = await Collector.start(backend, queue)
    const bytes = Buffer.from([0, 255, 1])
    const letter = {
      attributes: { ...envelopeOf('t0').attributes, deadid: 'd1', deadreason: 'malformed', deadinfo: 'e30=' },
      body: bytes,
    }
    await (await work.next()).dead(letter)
    const archive = await Collector.start(backend, queue, { from: 'dead' })
    const delivery = await archive.next()
    expect(delivery.envelope.attributes).toEqual(letter.attributes)
    expect(Buffer.from(delivery.envelope.body)).toEqual(bytes)
    await delivery.ack()
    await backend.publish(outgoing(queue, 1, { prefix: 'next' }))
    expect(idOf((await work.next()).envelope)).toBe('next0')
    expect(archive.arrived.length).toBe(1)
  })

  guarantee('keeps a dead letter that the archive gives back', async () => {
    const backend = await bench.backend()
    const queue = await bench.queue(backend)
    await backend.publish(outgoing(queue, 1))
    await (await (await Collector.start(backend, queue)).next()).dead(envelopeOf('letter'))
    const archive = await Collector.start(backend, queue, { from: 'dead' })
    await (await archive.next()).release()
    const again = await archive.next()
    expect(again.redelivered).toBe(true)
    await again.retry(envelopeOf('letter'), new Date(Date.now() + 100))
    await (await archive.next()).ack()
    expect(archive.ids).toEqual(['letter', 'letter', 'letter'])
  })

  guarantee('delivers a released task again, and says that it may have been seen', async () => {
    const backend = await bench.backend()
    const queue = await bench.queue(backend)
    await backend.publish(outgoing(queue, 1))
    const collector = await Collector.start(backend, queue)
    await (await collector.next()).release()
    const again = await collector.next()
    expect(again.redelivered).toBe(true)
    await again.ack()
    expect(collector.ids).toEqual(['t0', 't0'])
  })

  guarantee('settles many at the same time', async () => {
    const backend = await bench.backend()
    const queue = await bench.queue(backend)
    await backend.publish(outgoing(queue, 400))
    const collector = await Collector.start(backend, queue)
    const held = await collector.take(400)
    const soon = new Date()
    await Promise.all(
      held.map((delivery, index) => {
        if (index % 4 === 0) return delivery.ack()
        if (index % 4 === 1) return delivery.dead(envelopeOf(`dead${index}`))
        if (index % 4 === 2) return delivery.retry(envelopeOf(`again${index}`), soon)
        return delivery.release()
      }),
    )
    const again = await collector.take(200)
    const dead = await (await Collector.start(backend, queue, { from: 'dead' })).take(100)
    expect(new Set(again.map(({ envelope }) => idOf(envelope))).size).toBe(200)
    expect(new Set(dead.map(({ envelope }) => idOf(envelope))).size).toBe(100)
  })
}
