import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { QueueStats } from '../backend.ts'
import type { Capabilities, Figure, Quality } from '../capabilities.ts'
import type { Bench } from './bench.ts'
import { Collector } from './collector.ts'
import { eventually } from './eventually.ts'
import type { Guarantee } from './guarantee.ts'
import { envelopeOf, idOf, outgoing } from './messages.ts'

const HOUR_MS = 3_600_000

/** What the capability record promises must be so; what it does not promise must not be claimed. */
function expectFigure(figure: Figure, promised: Quality, truth: number): void {
  expect(figure.quality).toBe(promised)
  expect(figure.value).toBe(promised === 'unsupported' ? null : truth)
}

export function inspecting(guarantee: Guarantee, bench: Bench, capabilities: Capabilities): void {
  guarantee('counts what is ready, in flight, delayed and dead as it is', async () => {
    const [worker, observer] = [await bench.backend(), await bench.backend()]
    const [queue, empty] = [await bench.queue(worker), await bench.queue(worker)]
    await worker.publish(outgoing(queue, 9))
    await worker.publish(outgoing(queue, 3, { prefix: 'later', dueAt: new Date(Date.now() + HOUR_MS) }))
    const collector = await Collector.start(worker, queue, { prefetch: 4 })
    const [done, doomed, again] = await collector.take(4)
    await collector.subscription.stop()
    await done?.ack()
    await doomed?.dead(envelopeOf('letter'))
    await again?.retry(envelopeOf('again'), new Date(Date.now() + HOUR_MS))
    await eventually(async () => {
      const [stats, none] = (await observer.stats([queue, empty])) as [QueueStats, QueueStats]
      const promised = capabilities.stats
      expectFigure(stats.ready, promised.ready, 5)
      expectFigure(stats.inFlight, promised.inFlight, 1)
      expectFigure(stats.delayed, promised.delayed, 4)
      expectFigure(stats.dead, promised.dead, 1)
      for (const state of ['ready', 'inFlight', 'delayed', 'dead'] as const)
        expectFigure(none[state], promised[state], 0)
      if (promised.totals === 'exact') {
        expect(stats.enqueuedTotal).toBe(12)
        expect(stats.completedTotal).toBe(2)
      }
      if (promised.totals === 'unsupported')
        expect([stats.enqueuedTotal, stats.completedTotal]).toEqual([null, null])
    })
  })

  guarantee.where('oldestAge')(
    'tells the age of the oldest task that is ready, not of delayed ones',
    async () => {
      const backend = await bench.backend()
      const queue = await bench.queue(backend)
      const ageOf = async () => (await backend.stats([queue]))[0]?.oldestAgeMs.value ?? Number.NaN
      await backend.publish(outgoing(queue, 1, { dueAt: new Date(Date.now() + HOUR_MS) }))
      expect(await ageOf()).toBe(0)
      const before = Date.now()
      await backend.publish(outgoing(queue, 1, { prefix: 'old' }))
      await eventually(async () => expect(await ageOf()).toBeGreaterThan(50))
      await backend.publish(outgoing(queue, 1, { prefix: 'young' }))
      const age = await ageOf()
      expect(age).toBeGreaterThan(50)
      expect(age).toBeLessThanOrEqual(Date.now() - before + 5)
    },
  )

  guarantee.where('peek')('shows tasks without taking them, oldest first', async () => {
    const backend = await bench.backend()
    const queue = await bench.queue(backend)
    const dueAt = new Date(Date.now() + HOUR_MS)
    await backend.publish(outgoing(queue, 5))
    await backend.publish(outgoing(queue, 1, { prefix: 'later', dueAt }))
    const peeked = await backend.peek(queue, 'ready', 3)
    expect(peeked.map(({ envelope }) => idOf(envelope))).toEqual(['t0', 't1', 't2'])
    expect(Buffer.from(peeked[0]?.envelope.body ?? []).toString()).toBe('{"id":"t0"}')
    const [delayed] = await backend.peek(queue, 'delayed', 10)
    expect(delayed).toMatchObject({ state: 'delayed', dueAt })
    const collector = await Collector.start(backend, queue, { prefetch: 1 })
    await (await collector.next()).dead(envelopeOf('letter'))
    await collector.next()
    const held = await backend.peek(queue, 'inFlight', 10)
    expect(held.map(({ envelope }) => idOf(envelope))).toContain('t1')
    const [dead] = await backend.peek(queue, 'dead', 10)
    expect(dead && idOf(dead.envelope)).toBe('letter')
  })

  guarantee.where('find')('finds a task by its id, wherever it waits, without taking it', async () => {
    const backend = await bench.backend()
    const queue = await bench.queue(backend)
    const prefix = randomUUID()
    const dueAt = new Date(Date.now() + HOUR_MS)
    await backend.publish(outgoing(queue, 2, { prefix }))
    await backend.publish(outgoing(queue, 1, { prefix: `${prefix}-later`, dueAt }))
    const find = (id: string) => backend.find?.(id)
    expect(await find(`${prefix}0`)).toMatchObject({ state: 'ready', envelope: { body: Buffer.alloc(0) } })
    expect(await find(`${prefix}-later0`)).toMatchObject({ state: 'delayed', dueAt })
    expect(await find(`${prefix}-none`)).toBeNull()
    const collector = await Collector.start(backend, queue, { prefetch: 1 })
    const taken = await collector.next()
    await collector.subscription.stop()
    expect(await find(idOf(taken.envelope))).toMatchObject({ state: 'inFlight' })
    await taken.dead(taken.envelope)
    expect(await find(idOf(taken.envelope))).toMatchObject({ state: 'dead' })
  })

  guarantee.where('purge')(
    'removes what waits and tells how many, but nothing that is held or dead',
    async () => {
      const [backend, other] = [await bench.backend(), await bench.backend()]
      const queue = await bench.queue(backend)
      await backend.publish(outgoing(queue, 8))
      await backend.publish(outgoing(queue, 2, { prefix: 'later', dueAt: new Date(Date.now() + HOUR_MS) }))
      const collector = await Collector.start(backend, queue, { prefetch: 2 })
      const [doomed, kept] = await collector.take(2)
      await collector.subscription.stop()
      await doomed?.dead(envelopeOf('letter'))
      expect(await other.purge(queue)).toBe(capabilities.purgesDelayed ? 8 : 6)
      expect(await other.purge(queue)).toBe(0)
      await kept?.ack()
      const archive = await Collector.start(other, queue, { from: 'dead' })
      expect(idOf((await archive.next()).envelope)).toBe('letter')
    },
  )
}
