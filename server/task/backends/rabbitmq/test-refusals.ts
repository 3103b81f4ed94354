/** What the broker refuses, and how we say so. */
import { describe, expect, test } from 'vitest'
import type { QueueSpec } from '../backend.ts'
import { Collector } from '../conformance/collector.ts'
import { eventually, until } from '../conformance/eventually.ts'
import { idOf, outgoing } from '../conformance/messages.ts'
import { atLeastOnce } from './queue-arguments.ts'
import { deadQueue, type TestRoom, workQueue } from './test-room.ts'

export function refusals(room: () => TestRoom): void {
  const quorum = { durable: true, arguments: { 'x-queue-type': 'quorum' } }

  describe('a queue that exists otherwise', () => {
    test('is a mismatch that names queue and argument and says what to do; the backend goes on', async () => {
      const backend = await room().backend()
      const queue = { type: 'mismatch.limit' }
      const channel = await room().channel()
      const name = workQueue(queue)
      const limited = { ...atLeastOnce('', deadQueue(queue)), 'x-delivery-limit': 5 }
      await channel.assertQueue(name, { durable: true, arguments: limited })
      await expect(backend.declare(queue)).rejects.toMatchObject({
        code: 'queue-mismatch',
        message: expect.stringMatching(
          /"task\.mismatch\.limit" exists with another x-delivery-limit \(received '20' but current is '5'\)\. Delete it/,
        ),
        context: { name, argument: 'x-delivery-limit' },
      })
      const other = await room().queue(backend)
      await backend.publish(outgoing(other, 1))
      await (await Collector.start(backend, other)).next()
    })

    test('is used as it is when the task type names it', async () => {
      const backend = await room().backend()
      const channel = await room().channel()
      const queueName = 'somebody elses queue'
      await channel.assertQueue(queueName, { durable: true, arguments: { 'x-max-length': 100 } })
      const queue = { type: 'mismatch.named', queueName }
      await backend.declare(queue)
      await backend.publish(outgoing(queue, 1, { dueAt: new Date(Date.now() + 300) }))
      const delivery = await (await Collector.start(backend, queue)).next()
      await delivery.dead(delivery.envelope)
      const dead = await Collector.start(backend, queue, { from: 'dead' })
      expect(idOf((await dead.next()).envelope)).toBe('t0')
    })

    test('that does not exist is said at once', async () => {
      const backend = await room().backend()
      const missing = expect.objectContaining({
        code: 'queue-mismatch',
        message: expect.stringContaining('"nowhere"'),
      })
      await expect(backend.declare({ type: 'mismatch.none', queueName: 'nowhere' })).rejects.toEqual(missing)
      await expect(Collector.start(backend, { type: 'x', queueName: 'nowhere' })).rejects.toEqual(missing)
    })
  })

  describe('a publish', () => {
    test('to a queue that nobody declared fails and names it; what else was in the batch is accepted', async () => {
      const backend = await room().backend()
      const [queue, undeclared] = [await room().queue(backend), { type: 'undeclared' }]
      await expect(backend.publish(outgoing(undeclared, 2))).rejects.toMatchObject({
        code: 'publish-failed',
        context: { queue: 'task.undeclared' },
      })
      const mixed = [...outgoing(queue, 2, { prefix: 'good' }), ...outgoing(undeclared, 1, { prefix: 'bad' })]
      await expect(backend.publish(mixed)).rejects.toMatchObject({
        name: 'PublishError',
        accepted: ['good0', 'good1'],
        context: { queue: 'task.undeclared' },
      })
    })

    test('into a full queue that rejects fails and names it, and succeeds when there is room', async () => {
      const backend = await room().backend()
      const channel = await room().channel()
      const queue = { type: 'full', queueName: 'full.queue' }
      const limits = { 'x-max-length': 3, 'x-overflow': 'reject-publish' }
      await channel.assertQueue(queue.queueName, { ...quorum, arguments: { ...quorum.arguments, ...limits } })
      await backend.declare(queue)
      const accepted = await fill(backend, queue)
      // The broker notices a little late that a queue is full.
      expect(accepted).toBeGreaterThanOrEqual(3)
      const collector = await Collector.start(backend, queue)
      for (const delivery of await collector.take(accepted)) await delivery.ack()
      await eventually(() => backend.publish(outgoing(queue, 1, { prefix: 'again' })))
      expect(idOf((await collector.next()).envelope)).toBe('again0')
    })

    async function fill(
      backend: Awaited<ReturnType<TestRoom['backend']>>,
      queue: QueueSpec,
    ): Promise<number> {
      for (let count = 0; count < 100; count++) {
        try {
          await backend.publish(outgoing(queue, 1, { prefix: `n${count}-` }))
        } catch (error) {
          expect(error).toMatchObject({ code: 'publish-failed', context: { queue: 'full.queue' } })
          return count
        }
      }
      throw new Error('the queue took 100')
    }

    test('with attributes that AMQP cannot carry fails alone', async () => {
      const backend = await room().backend()
      const queue = await room().queue(backend)
      const [good, big] = outgoing(queue, 2)
      if (good === undefined || big === undefined) throw new Error('expected two')
      const attributes = { ...big.envelope.attributes, extra: 'x'.repeat(70_000) }
      const batch = [good, { queue, envelope: { ...big.envelope, attributes } }]
      await expect(backend.publish(batch)).rejects.toMatchObject({
        accepted: ['t0'],
        cause: { code: 'attribute-invalid' },
      })
    })
  })

  test('a consumer whose queue is deleted is broken, and says which', async () => {
    const backend = await room().backend()
    const queue = await room().queue(backend)
    const collector = await Collector.start(backend, queue)
    const channel = await room().channel()
    await channel.deleteQueue(workQueue(queue))
    await until('it is broken', () => collector.errors.length === 1)
    expect(collector.errors[0]).toMatchObject({ code: 'queue-mismatch', context: { name: workQueue(queue) } })
    await backend.declare(queue)
    await backend.publish(outgoing(queue, 1))
    await (await Collector.start(backend, queue)).next()
  })
}
