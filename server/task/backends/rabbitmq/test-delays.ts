/** The delay ladder, seen from outside. */
import { describe, expect, test } from 'vitest'
import { readDeadLetter } from '../../wire/dead-letter.ts'
import type { Delivery, QueueSpec } from '../backend.ts'
import { Collector } from '../conformance/collector.ts'
import { eventually, until } from '../conformance/eventually.ts'
import { envelopeOf, idOf } from '../conformance/messages.ts'
import { RABBITMQ_CAPABILITIES } from './capabilities.ts'
import { deadQueue, type TestRoom, workQueue } from './test-room.ts'

/** How late a task may come on a busy machine, beyond the resolution. */
const LATE_MS = 2_000

export function delays(room: () => TestRoom): void {
  describe('delays', () => {
    test('of many lengths at once are never early, and soon after', async () => {
      const backend = await room().backend()
      const queue = await room().queue(backend)
      const due = new Map<string, number>()
      const late: number[] = []
      await backend.consume(queue, {
        prefetch: 500,
        onDelivery: ({ envelope }) => {
          late.push(Date.now() - (due.get(idOf(envelope)) ?? Number.NaN))
        },
        onError: (error) => {
          throw error
        },
      })
      // Odd numbers, so that every combination of rungs up to 4 s is walked.
      const batch = Array.from({ length: 200 }, (_, index) => {
        const dueAt = new Date(Date.now() + 20 + ((index * 37) % 200) * 31)
        due.set(`d${index}`, dueAt.getTime())
        return { queue, envelope: envelopeOf(`d${index}`), dueAt }
      })
      await backend.publish(batch)
      await until('all have come', () => late.length === 200, 20_000)
      expect(Math.min(...late), 'earliest').toBeGreaterThanOrEqual(0)
      expect(Math.max(...late), 'latest').toBeLessThan(RABBITMQ_CAPABILITIES.delayResolutionMs + LATE_MS)
    })

    test('of two types whose names end alike do not mix', async () => {
      const backend = await room().backend()
      const [short, long] = [{ type: 'delays.a' }, { type: 'x.delays.a' }]
      for (const queue of [short, long]) await backend.declare(queue)
      const dueAt = new Date(Date.now() + 200)
      await backend.publish([{ queue: short, envelope: envelopeOf('short'), dueAt }])
      await backend.publish([{ queue: long, envelope: envelopeOf('long'), dueAt }])
      const [ofShort, ofLong] = [await Collector.start(backend, short), await Collector.start(backend, long)]
      await Promise.all([ofShort.next(), ofLong.next()])
      expect([ofShort.ids, ofLong.ids]).toEqual([['short'], ['long']])
    })

    test('over several hops carry no traces of the broker, and the attempt in our own header', async () => {
      const backend = await room().backend()
      const queue = await room().queue(backend)
      await backend.publish([{ queue, envelope: envelopeOf('hop') }])
      const collector = await Collector.start(backend, queue)
      for (let attempt = 2; attempt <= 6; attempt++) {
        const { attributes, body } = (await collector.next()).envelope
        const next = { attributes: { ...attributes, attempt: String(attempt) }, body }
        await (collector.arrived.at(-1) as Delivery).retry(next, new Date(Date.now() + 150))
      }
      const last = await collector.next()
      expect(last.envelope.attributes.attempt).toBe('6')
      await last.dead(last.envelope)
      const headers = await headersOfFirst(deadQueue(queue))
      expect(Object.keys(headers).filter((name) => name.includes('death'))).toEqual([])
      expect(headers.cloudEvents_attempt).toBe('6')
    })

    async function headersOfFirst(queue: string): Promise<Record<string, unknown>> {
      const channel = await room().channel()
      const message = await eventually(async () => {
        const got = await channel.get(queue, { noAck: true })
        if (got === false) throw new Error(`nothing in ${queue}`)
        return got
      })
      return message.properties.headers ?? {}
    }

    test('that come early by another clock are waited for', async () => {
      const skewed = await room().backend({ now: () => new Date(Date.now() + 5_000) })
      const backend = await room().backend()
      const queue = await room().queue(backend)
      const collector = await Collector.start(backend, queue)
      // The publisher's clock is five seconds ahead: to it, less than a second is left.
      const dueAt = new Date(Date.now() + 5_700)
      await skewed.publish([{ queue, envelope: envelopeOf('skewed'), dueAt }])
      await collector.next(15_000)
      expect(Date.now()).toBeGreaterThanOrEqual(dueAt.getTime())
    })

    test('over a rung that somebody deleted fail once, and it is made again', async () => {
      const backend = await room().backend()
      const queue = await room().queue(backend)
      const later = () => [{ queue, envelope: envelopeOf('later'), dueAt: new Date(Date.now() + 100) }]
      await backend.publish(later())
      const channel = await room().channel()
      await channel.deleteExchange('task.delay.125ms')
      await expect(backend.publish(later())).rejects.toMatchObject({
        code: 'queue-mismatch',
        context: { name: 'task.delay.125ms' },
      })
      await backend.publish(later())
      await (await Collector.start(backend, queue)).take(2)
    })

    test('for a type whose queue was deleted are parked, and hold up nobody', async () => {
      const backend = await room().backend()
      const [gone, stays] = [await room().queue(backend), await room().queue(backend)]
      const dueAt = new Date(Date.now() + 500)
      const lost = Array.from({ length: 50 }, (_, n) => ({
        queue: gone,
        envelope: envelopeOf(`gone${n}`),
        dueAt,
      }))
      await backend.publish(lost)
      const channel = await room().channel()
      await channel.deleteQueue(workQueue(gone))
      const collector = await Collector.start(backend, stays)
      await backend.publish([
        { queue: stays, envelope: envelopeOf('stays'), dueAt: new Date(Date.now() + 900) },
      ])
      expect(idOf((await collector.next()).envelope)).toBe('stays')
      await eventually(async () =>
        expect((await channel.checkQueue('task.delay.unroutable')).messageCount).toBe(50),
      )
    })
  })

  test('a task that is delivered to its limit and never settled is dead as crashed, once', async () => {
    const backend = await room().backend()
    const queue = await room().queue(backend)
    await backend.publish([{ queue, envelope: envelopeOf('poison') }])
    const collector = await Collector.start(backend, queue)
    const archive = await Collector.start(backend, queue, { from: 'dead' })
    await releaseUntil(collector, () => archive.arrived.length > 0)
    const first = await archive.next()
    await first.release()
    const again = await archive.next()
    const [letter, repeated] = [readDeadLetter(first.envelope), readDeadLetter(again.envelope)]
    expect(letter).toMatchObject({
      reason: 'crashed',
      info: { error: { message: expect.stringContaining(workQueue(queue)) } },
      original: { attributes: { id: 'poison', attempt: '1' } },
    })
    expect(letter.deadId).toMatch(/^[0-9a-f]{32}$/)
    expect(repeated.deadId).toBe(letter.deadId)
    expect(collector.arrived.length).toBe(21)
  })

  async function releaseUntil(collector: Collector, done: () => boolean): Promise<void> {
    while (!done()) {
      const delivery = await collector.next(1_000).catch(() => null)
      await delivery?.release()
    }
  }

  test('a backend without the management API tells what is ready, and admits what it does not know', async () => {
    const backend = await room().backend()
    const [queue, none]: QueueSpec[] = [await room().queue(backend), { type: 'stats.none' }]
    if (queue === undefined || none === undefined) throw new Error('expected two')
    await backend.publish([{ queue, envelope: envelopeOf('one') }])
    const [stats, unknown] = await backend.stats([queue, none])
    expect(stats).toMatchObject({
      ready: { value: 1, quality: 'exact' },
      inFlight: { value: null, quality: 'unsupported' },
      delayed: { value: null, quality: 'unsupported' },
      dead: { value: 0, quality: 'estimated' },
      enqueuedTotal: null,
    })
    expect(unknown?.ready.value).toBeNull()
    await expect(backend.peek(queue, 'ready', 1)).rejects.toMatchObject({ code: 'backend-unsupported' })
  })
}
