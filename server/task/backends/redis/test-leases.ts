/** Leases: long tasks, busy processes, processes that die again and again, and silence. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { ChildConsumer } from '../conformance/child-consumer.ts'
import { Collector } from '../conformance/collector.ts'
import { until } from '../conformance/eventually.ts'
import { FaultRun } from '../conformance/fault-run.ts'
import { idOf, outgoing, publishAll } from '../conformance/messages.ts'
import { startTcpProxy } from '../conformance/tcp-proxy.ts'
import { NAMESPACE, type TestRoom } from './test-room.ts'

const LEASE_MS = 600
const SHORT = { leaseMs: LEASE_MS, reclaimMs: 100 }

/** Nothing else of this process runs meanwhile. */
function blockFor(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

export function leases(room: () => TestRoom): void {
  test('a task that runs for many leases is given to nobody else', async () => {
    const [one, two] = [await room().backend({ tuning: SHORT }), await room().backend({ tuning: SHORT })]
    const queue = await room().queue(one)
    await one.publish(outgoing(queue, 1))
    const delivery = await (await Collector.start(one, queue, { prefetch: 1 })).next()
    const other = await Collector.start(two, queue)
    await sleep(LEASE_MS * 4)
    expect(other.arrived).toEqual([])
    await delivery.ack()
    expect((await one.stats([queue]))[0]).toMatchObject({ ready: { value: 0 }, inFlight: { value: 0 } })
  })

  test('a process that is busy for longer than its lease loses no task, and settles none that others have', async () => {
    const backend = await room().backend({ tuning: SHORT })
    const queue = await room().queue(backend)
    await backend.publish(outgoing(queue, 3))
    const collector = await Collector.start(backend, queue, { prefetch: 3 })
    const held = await collector.take(3)
    // Somebody else, who is not busy.
    const { url } = room().node
    const child = new ChildConsumer({
      config: { kind: 'redis', url },
      options: { namespace: NAMESPACE, redis: SHORT },
      queue,
      prefetch: 3,
      workMs: 5_000,
    })
    await sleep(1_500)
    expect(child.took, 'while we keep our lease').toEqual([])
    blockFor(LEASE_MS * 4)
    await until('the other one has them', () => child.took.length === 3)
    const lost = { code: 'delivery-lost' }
    for (const delivery of held) await expect(delivery.ack()).rejects.toMatchObject(lost)
    await child.kill()
    const again = await collector.take(3)
    for (const delivery of again) {
      expect(delivery.redelivered).toBe(true)
      await delivery.ack()
    }
  }, 20_000)

  test('a process that is busy for longer than its lease keeps its tasks where nobody else is there', async () => {
    const backend = await room().backend({ tuning: SHORT })
    const queue = await room().queue(backend)
    await backend.publish(outgoing(queue, 2))
    const collector = await Collector.start(backend, queue, { prefetch: 2 })
    const held = await collector.take(2)
    blockFor(LEASE_MS * 3)
    await sleep(LEASE_MS)
    for (const delivery of held) await delivery.ack()
    expect(collector.arrived.length).toBe(2)
  })

  test('a task whose processes are killed again and again goes dead as crashed', async () => {
    const tuning = { ...SHORT, crashLimit: 2 }
    const backend = await room().backend({ tuning })
    const queue = await room().queue(backend)
    await backend.publish(outgoing(queue, 1))
    const order = {
      config: { kind: 'redis', url: room().node.url } as const,
      options: { namespace: NAMESPACE, redis: tuning },
      queue,
      prefetch: 1,
      workMs: 60_000,
    }
    for (let killed = 0; killed < 2; killed++) {
      const child = new ChildConsumer(order)
      await until('it is taken', () => child.took.length === 1)
      await child.kill()
    }
    const work = await Collector.start(backend, queue)
    const dead = await Collector.start(backend, queue, { from: 'dead' })
    const { envelope } = await dead.next()
    expect(envelope.attributes).toMatchObject({ id: 't0', deadreason: 'crashed', deadid: expect.any(String) })
    expect(work.arrived).toEqual([])
  }, 20_000)

  test('giving a task back does not count as a crash', async () => {
    const backend = await room().backend({ tuning: { ...SHORT, crashLimit: 2 } })
    const queue = await room().queue(backend)
    await backend.publish(outgoing(queue, 1))
    const collector = await Collector.start(backend, queue)
    for (let times = 0; times < 6; times++) await (await collector.next()).release()
    await (await collector.next()).ack()
  })

  test('connections that fall silent in both directions are given up, and nothing is lost', async () => {
    const proxy = await startTcpProxy(room().node.port)
    const url = `redis://127.0.0.1:${proxy.port}`
    const tuning = { ...SHORT, leaseMs: 3_000, answerWithinMs: 1_000, blockMs: 300 }
    const backend = await room().backend({ url, tuning })
    const events: string[] = []
    backend.on('disconnected', () => events.push('disconnected'))
    backend.on('connected', () => events.push('connected'))
    const queue = await room().queue(backend)
    const batch = outgoing(queue, 2_000)
    await publishAll((part) => backend.publish(part), batch)
    const run = new FaultRun(2)
    await run.consume(backend, queue, 10)
    await until('500 done', () => run.ledger.distinct >= 500 && run.inFlight > 0)
    expect(proxy.silence()).toBe(3)
    await until('all done', () => run.ledger.distinct === 2_000, 30_000)
    run.ledger.expectComplete(
      batch.map(({ envelope }) => idOf(envelope)),
      10,
    )
    expect(events).toContain('disconnected')
    expect(events.at(-1)).toBe('connected')
    await room().closeBackends()
    await proxy.close()
  }, 60_000)
}
