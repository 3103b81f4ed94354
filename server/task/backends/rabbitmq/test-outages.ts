/** Alarms, silence and death of the broker, and changes under load. */
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { until } from '../conformance/eventually.ts'
import { FaultRun } from '../conformance/fault-run.ts'
import { envelopeOf, idOf, outgoing, publishAll } from '../conformance/messages.ts'
import { startTcpProxy } from '../conformance/tcp-proxy.ts'
import type { TestRoom } from './test-room.ts'

/** A queue that is younger may lose what it confirmed when the broker is killed (seen with 3.10.8). */
const AGED_MS = 10_000

/** Of the consumer that is cut off. */
const PREFETCH = 10

export function outages(room: () => TestRoom): void {
  test('an alarm blocks publishing but not acknowledging, is told, and ends', async () => {
    const backend = await room().backend()
    const queue = await room().queue(backend)
    const reasons: (string | null)[] = []
    backend.on('blocked', (reason) => reasons.push(reason))
    await backend.publish(outgoing(queue, 5))
    await room().node.control('set_vm_memory_high_watermark', '0.000001')
    try {
      // The broker tells a connection only once it publishes.
      const unconfirmed = backend.publish(outgoing(queue, 1, { prefix: 'during' }))
      await until('it is told', () => reasons.length === 1)
      await expect(backend.publish(outgoing(queue, 1, { prefix: 'refused' }))).rejects.toMatchObject({
        code: 'backend-unavailable',
        message: expect.stringContaining('takes no publishes'),
      })
      const run = new FaultRun(1)
      await run.consume(backend, queue, 5)
      await until('5 are acknowledged', () => run.ledger.distinct === 5 && run.inFlight === 0)
      expect(run.refused.size).toBe(0)
      await room().node.control('set_vm_memory_high_watermark', '0.4')
      await unconfirmed
      await until('the one from before comes', () => run.ledger.distinct === 6)
      expect(reasons.at(-1)).toBeNull()
    } finally {
      await room().node.control('set_vm_memory_high_watermark', '0.4')
    }
  }, 60_000)

  test('connections that fall silent in both directions are given up, and nothing is lost', async () => {
    const proxy = await startTcpProxy(room().node.port)
    const url = new URL(room().node.url)
    url.port = String(proxy.port)
    const backend = await room().backend({ url: url.href, tuning: { heartbeatSeconds: 1 } })
    const events: string[] = []
    backend.on('disconnected', () => events.push('disconnected'))
    backend.on('connected', () => events.push('connected'))
    const queue = await room().queue(backend)
    const batch = outgoing(queue, 2_000)
    await publishAll((part) => backend.publish(part), batch)
    const run = new FaultRun(2)
    await run.consume(backend, queue, PREFETCH)
    await until('500 done', () => run.ledger.distinct >= 500 && run.inFlight > 0)
    expect(proxy.silence()).toBe(2)
    await until('all done', () => run.ledger.distinct === 2_000, 30_000)
    run.ledger.expectComplete(
      batch.map(({ envelope }) => idOf(envelope)),
      // What was on its way to us arrives after the last acknowledgement that got through.
      PREFETCH,
    )
    expect(events).toContain('disconnected')
    expect(events.at(-1)).toBe('connected')
    await room().closeBackends()
    await proxy.close()
  }, 60_000)

  test('a publish under way when its connection is cut is confirmed on the next one', async () => {
    const proxy = await startTcpProxy(room().node.port)
    const url = new URL(room().node.url)
    url.port = String(proxy.port)
    const backend = await room().backend({ url: url.href })
    const queue = await room().queue(backend)
    const batch = outgoing(queue, 5_000)
    const published = backend.publish(batch)
    await sleep(20)
    expect(proxy.cut()).toBe(2)
    await published
    const run = new FaultRun(0)
    await run.consume(await room().backend(), queue, 200)
    await until('all came', () => run.ledger.distinct === 5_000, 20_000)
    await room().closeBackends()
    await proxy.close()
  })

  test('the prefetch may change at any moment under load: nothing is lost, nothing comes twice', async () => {
    const backend = await room().backend()
    const queue = await room().queue(backend)
    const batch = outgoing(queue, 6_000)
    await publishAll((part) => backend.publish(part), batch)
    let [held, most, settled] = [0, 0, 0]
    const seen = new Map<string, number>()
    const subscription = await backend.consume(queue, {
      prefetch: 1,
      onDelivery: async (delivery) => {
        most = Math.max(most, ++held)
        seen.set(idOf(delivery.envelope), (seen.get(idOf(delivery.envelope)) ?? 0) + 1)
        await sleep(2)
        held--
        await delivery.ack()
        settled++
      },
      onError: (error) => {
        throw error
      },
    })
    for (const prefetch of [5, 40, 3, 208, 190, 8, 9, 10, 11, 12, 1, 100]) {
      subscription.setPrefetch(prefetch)
      await sleep(150)
      most = held
      await sleep(50)
      expect(most).toBeLessThanOrEqual(prefetch)
    }
    await until('all came', () => settled === 6_000, 30_000)
    expect(seen.size).toBe(6_000)
    expect([...seen.values()].filter((times) => times > 1)).toEqual([])
  }, 60_000)

  describe('the broker', () => {
    test('keeps what it confirmed when it is killed, waiting, delayed and dead', async () => {
      const backend = await room().backend()
      const queue = await room().queue(backend)
      const declaredAt = performance.now()
      const dueAt = new Date(Date.now() + AGED_MS + 30_000)
      await backend.publish([{ queue, envelope: envelopeOf('delayed'), dueAt }])
      await sleep(AGED_MS - (performance.now() - declaredAt))
      const batch = outgoing(queue, 3_000)
      await publishAll((part) => backend.publish(part), batch)
      await room().node.crash()
      await room().node.start()
      const run = new FaultRun(0)
      const other = await room().backend()
      await run.consume(other, queue, 100)
      await until('all came, the delayed one last', () => run.ledger.distinct === 3_001, 60_000)
      expect(Date.now()).toBeGreaterThanOrEqual(dueAt.getTime())
      run.ledger.expectComplete([...batch.map(({ envelope }) => idOf(envelope)), 'delayed'], 0)
    }, 120_000)
  })
}
