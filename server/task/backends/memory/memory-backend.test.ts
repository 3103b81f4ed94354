import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Delivery } from '../backend.ts'
import { idOf, outgoing } from '../conformance/messages.ts'
import { createMemoryBackend } from './memory-backend.ts'

const queue = { type: 'clock.test' }
const onError = (error: Error) => {
  throw error
}

describe('the clock of the memory backend', () => {
  beforeEach(() => vi.useFakeTimers({ now: new Date('2026-01-01T00:00:00Z') }))
  afterEach(() => vi.useRealTimers())

  test('alone decides when a delayed task is due, to the millisecond', async () => {
    const backend = createMemoryBackend()
    const arrived: string[] = []
    await backend.consume(queue, { prefetch: 9, onError, onDelivery: (d) => arrived.push(idOf(d.envelope)) })
    await backend.publish(outgoing(queue, 1, { dueAt: new Date(Date.now() + 5_000) }))
    await vi.advanceTimersByTimeAsync(4_999)
    expect(arrived).toEqual([])
    await vi.advanceTimersByTimeAsync(2)
    expect(arrived).toEqual(['t0'])
    await backend.close()
  })

  test('holds a task for longer than the longest timer', async () => {
    const backend = createMemoryBackend()
    const arrived: string[] = []
    const days = (count: number) => count * 86_400_000
    await backend.consume(queue, { prefetch: 9, onError, onDelivery: (d) => arrived.push(idOf(d.envelope)) })
    await backend.publish(outgoing(queue, 1, { dueAt: new Date(Date.now() + days(40)) }))
    await vi.advanceTimersByTimeAsync(days(39))
    expect(arrived).toEqual([])
    await vi.advanceTimersByTimeAsync(days(1) + 1)
    expect(arrived).toEqual(['t0'])
    await backend.close()
  })
})

describe('order in the memory backend', () => {
  test('is first in, first out, and a released task returns to the head', async () => {
    const backend = createMemoryBackend()
    await backend.publish(outgoing(queue, 3))
    const arrived: Delivery[] = []
    await backend.consume(queue, { prefetch: 1, onError, onDelivery: (delivery) => arrived.push(delivery) })
    const nth = (index: number) => expect.poll(() => arrived[index]).toBeDefined()
    await nth(0)
    await arrived[0]?.release()
    for (const index of [1, 2, 3]) {
      await nth(index)
      await arrived[index]?.ack()
    }
    expect(arrived.map(({ envelope }) => idOf(envelope))).toEqual(['t0', 't0', 't1', 't2'])
    await backend.close()
  })
})
