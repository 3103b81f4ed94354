import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Backend, createBackend, type Delivery, TaskError } from '../task/index.ts'
import { type Drain, drainQueue } from './drain-queue.ts'

const queue = { type: 'a' }
let backend: Backend
let drain: Drain | null = null
beforeEach(async () => {
  backend = await createBackend({ kind: 'memory' }, { namespace: randomUUID() })
  await backend.connect()
})
afterEach(async () => {
  await drain?.stop()
  drain = null
  await backend.close()
})

const publish = (count: number) =>
  backend.publish(
    Array.from({ length: count }, (_, n) => ({
      queue,
      envelope: { attributes: { id: `t${n}`, type: 'a' }, body: new Uint8Array() },
    })),
  )
const idsOf = (batch: readonly Delivery[]) => batch.map(({ envelope }) => envelope.attributes.id)
const depth = async () => {
  const [stats] = await backend.stats([queue])
  return (stats?.ready.value ?? 0) + (stats?.inFlight.value ?? 0)
}
const options = { queue, from: 'work', onError: vi.fn(), retryMs: 1 } as const

describe('a drain', () => {
  it('stores everything in batches and leaves nothing in the queue', async () => {
    await publish(250)
    const sizes: number[] = []
    const ids = new Set<string | undefined>()
    drain = await drainQueue({
      ...options,
      backend,
      async store(batch) {
        sizes.push(batch.length)
        for (const id of idsOf(batch)) ids.add(id)
      },
    })
    await vi.waitFor(async () => expect(await depth()).toBe(0))
    expect(ids.size).toBe(250)
    expect(Math.max(...sizes)).toBe(100)
    expect(sizes.length).toBeLessThan(10)
  })

  it('acknowledges nothing before the batch is stored', async () => {
    await publish(10)
    const stored = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    drain = await drainQueue({
      ...options,
      backend,
      store() {
        begun.resolve()
        return stored.promise
      },
    })
    await begun.promise
    expect(await depth()).toBe(10)
    stored.resolve()
    await vi.waitFor(async () => expect(await depth()).toBe(0))
  })

  it('tries a batch that was not stored again until it is, and tells why', async () => {
    await publish(3)
    let attempts = 0
    const onError = vi.fn()
    drain = await drainQueue({
      ...options,
      backend,
      onError,
      async store() {
        attempts += 1
        if (attempts < 4) throw new Error('the database is away')
      },
    })
    await vi.waitFor(async () => expect(await depth()).toBe(0))
    expect(attempts).toBe(4)
    expect(onError).toHaveBeenCalledTimes(3)
  })

  it('gives back what it could not store when it is stopped', async () => {
    await publish(150)
    drain = await drainQueue({
      ...options,
      backend,
      retryMs: 60_000,
      store: () => Promise.reject(new Error('the database is away')),
    })
    await vi.waitFor(() => expect(options.onError).toHaveBeenCalled())
    await drain.stop()
    const [stats] = await backend.stats([queue])
    expect(stats).toMatchObject({ ready: { value: 150 }, inFlight: { value: 0 } })
  })

  it('waits for the batch under way when it is stopped', async () => {
    await publish(5)
    const stored = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    drain = await drainQueue({
      ...options,
      backend,
      store() {
        begun.resolve()
        return stored.promise
      },
    })
    await begun.promise
    const stopped = drain.stop()
    stored.resolve()
    await stopped
    expect(await depth()).toBe(0)
  })

  it('acknowledges again what could not be acknowledged, and leaves what another has by now', async () => {
    await publish(2)
    let failures = 0
    const onError = vi.fn()
    const unwilling: Backend = new Proxy(backend, {
      get(target, name) {
        if (name !== 'consume') return Reflect.get(target, name).bind?.(target) ?? Reflect.get(target, name)
        return (spec: typeof queue, consuming: Parameters<Backend['consume']>[1]) =>
          target.consume(spec, {
            ...consuming,
            onDelivery: (delivery) =>
              consuming.onDelivery({
                ...delivery,
                ack: async () => {
                  if (delivery.envelope.attributes.id === 't1') {
                    await delivery.ack()
                    throw new TaskError('delivery-lost', 'another has it')
                  }
                  failures += 1
                  if (failures < 3) throw new TaskError('backend-unavailable', 'away')
                  await delivery.ack()
                },
              }),
          })
      },
    })
    drain = await drainQueue({ ...options, backend: unwilling, onError, store: async () => undefined })
    await vi.waitFor(async () => expect(await depth()).toBe(0))
    expect(onError).toHaveBeenCalledTimes(2)
  })
})
