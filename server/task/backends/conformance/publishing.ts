import { expect } from 'vitest'
import type { Bench } from './bench.ts'
import { Collector } from './collector.ts'
import type { Guarantee } from './guarantee.ts'
import { envelopeOf, idOf, outgoing } from './messages.ts'
import type { Subject } from './subject.ts'

export function publishing(
  guarantee: Guarantee,
  bench: Bench,
  makeExistingQueue: Subject['makeExistingQueue'],
): void {
  guarantee('delivers what was published, attributes and bytes as they were', async () => {
    const backend = await bench.backend()
    const queue = await bench.queue(backend)
    const envelope = {
      attributes: { ...envelopeOf('a').attributes, subject: 'Grüße "x" \\ 😀', partitionkey: 'k 1' },
      body: Buffer.from('{"greeting":"Grüße"}'),
    }
    await backend.publish([{ queue, envelope }])
    const { envelope: received, redelivered } = await (await Collector.start(backend, queue)).next()
    expect(received.attributes).toEqual(envelope.attributes)
    expect(Buffer.from(received.body)).toEqual(envelope.body)
    expect(redelivered).toBe(false)
  })

  guarantee('keeps bytes that are no JSON, no UTF-8, or nothing at all', async () => {
    const backend = await bench.backend()
    const queue = await bench.queue(backend)
    const bodies = [
      Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
      Buffer.from('{"a":'),
      Buffer.alloc(0),
    ]
    await backend.publish(bodies.map((body, index) => ({ queue, envelope: envelopeOf(`m${index}`, body) })))
    const received = await (await Collector.start(backend, queue)).take(3)
    for (const { envelope } of received)
      expect(Buffer.from(envelope.body)).toEqual(bodies[Number(idOf(envelope).slice(1))])
  })

  guarantee('takes a batch for several queues', async () => {
    const backend = await bench.backend()
    const [one, two] = [await bench.queue(backend), await bench.queue(backend)]
    await backend.publish([...outgoing(one, 3, { prefix: 'one' }), ...outgoing(two, 2, { prefix: 'two' })])
    const first = await (await Collector.start(backend, one)).take(3)
    const second = await (await Collector.start(backend, two)).take(2)
    expect(first.map(({ envelope }) => idOf(envelope)).sort()).toEqual(['one0', 'one1', 'one2'])
    expect(second.map(({ envelope }) => idOf(envelope)).sort()).toEqual(['two0', 'two1'])
  })

  guarantee('takes an empty batch, and declares the same queue twice', async () => {
    const backend = await bench.backend()
    const queue = await bench.queue(backend)
    await backend.declare(queue)
    await backend.publish([])
    await backend.publish(outgoing(queue, 1))
    await (await Collector.start(backend, queue)).next()
  })

  guarantee('carries a payload of 1 MiB', async () => {
    const backend = await bench.backend()
    const queue = await bench.queue(backend)
    const body = Buffer.alloc(1_048_576, 'signalbox')
    await backend.publish([{ queue, envelope: envelopeOf('big', body) }])
    const { envelope } = await (await Collector.start(backend, queue)).next()
    expect(Buffer.from(envelope.body).equals(body)).toBe(true)
  })

  guarantee('uses an existing queue by its name', async () => {
    const backend = await bench.backend()
    const { type } = await bench.queue(backend)
    const queue = { type, queueName: `legacy_${type}` }
    await makeExistingQueue?.(queue.queueName)
    await backend.declare(queue)
    await backend.publish(outgoing(queue, 1, { prefix: 'legacy' }))
    const { envelope } = await (await Collector.start(backend, queue)).next()
    expect(idOf(envelope)).toBe('legacy0')
  })

  guarantee('refuses to work once it is closed', async () => {
    const backend = await bench.backend()
    const queue = await bench.queue(backend)
    await backend.close()
    const closed = expect.objectContaining({ code: 'closed' })
    await expect(backend.publish(outgoing(queue, 1))).rejects.toEqual(closed)
    await expect(Collector.start(backend, queue)).rejects.toEqual(closed)
  })
}
