/** Delayed tasks: any number of movers, each moves a task once and none moves it early. */
import { expect, test } from 'vitest'
import { ChildConsumer } from '../conformance/child-consumer.ts'
import { until } from '../conformance/eventually.ts'
import { envelopeOf, idOf } from '../conformance/messages.ts'
import { NAMESPACE, type TestRoom } from './test-room.ts'

export function delays(room: () => TestRoom): void {
  test('of 2,000 tasks that become due in many processes none is moved twice, early or never', async () => {
    const backend = await room().backend()
    const queue = await room().queue(backend)
    const order = {
      config: { kind: 'redis', url: room().node.url } as const,
      options: { namespace: NAMESPACE },
      queue,
      prefetch: 50,
      workMs: 0,
    }
    const children = [new ChildConsumer(order), new ChildConsumer(order)]
    const dueAtMs = new Map<string, number>()
    const startMs = Date.now() + 1_500
    const batch = Array.from({ length: 2_000 }, (_, index) => {
      const id = `t${index}`
      dueAtMs.set(id, startMs + (index % 50) * 20)
      return { queue, envelope: envelopeOf(id), dueAt: new Date(dueAtMs.get(id) ?? 0) }
    })
    await backend.publish(batch)
    let early = 0
    const ours: string[] = []
    await backend.consume(queue, {
      prefetch: 50,
      onDelivery: (delivery) => {
        const id = idOf(delivery.envelope)
        if (Date.now() < (dueAtMs.get(id) ?? Number.POSITIVE_INFINITY)) early++
        ours.push(id)
        void delivery.ack()
      },
      onError: (error) => {
        throw error
      },
    })
    const all = () => [...ours, ...children.flatMap(({ took }) => took)]
    await until('all came', () => all().length >= 2_000, 20_000)
    expect(new Set(all()).size).toBe(2_000)
    expect(all().length).toBe(2_000)
    expect(early).toBe(0)
    for (const child of children) await child.kill()
    expect((await backend.stats([queue]))[0]).toMatchObject({ delayed: { value: 0 }, ready: { value: 0 } })
  }, 40_000)

  test('a task that is due counts as ready, even where nobody consumes', async () => {
    const backend = await room().backend()
    const queue = await room().queue(backend)
    await backend.publish([{ queue, envelope: envelopeOf('soon'), dueAt: new Date(Date.now() + 50) }])
    await expect
      .poll(async () => (await backend.stats([queue]))[0])
      .toMatchObject({ ready: { value: 1 }, delayed: { value: 0 } })
  })
}
