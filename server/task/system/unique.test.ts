import { describe, expect, it } from 'vitest'
import { base, started, statsOf } from './test-system.ts'

const withoutConsumers = { ...base(), consumers: [] }

describe('a unique key', () => {
  it('keeps a second task of the type out while the first one waits, and names the first', async () => {
    const { system, backend } = await started({}, withoutConsumers)
    const first = await system.publish('email.send', 1, { uniqueKey: 'order 7' })
    expect(first).not.toHaveProperty('duplicateOf')
    const batch = [{ uniqueKey: 'order 7' }, { uniqueKey: 'order 8' }, {}].map((options) => ({
      type: 'email.send',
      payload: 2,
      ...options,
    }))
    const [duplicate, other, plain] = await system.publishBatch(batch)
    expect(duplicate).toMatchObject({ type: 'email.send', duplicateOf: first.id })
    for (const stored of [other, plain]) expect(stored).not.toHaveProperty('duplicateOf')
    expect(await statsOf(backend)).toMatchObject({ ready: 3 })
    expect(system.report().producers[0]?.published).toBe(3)
    const [waiting] = await backend.peek({ type: 'email.send' }, 'ready', 1)
    expect(waiting?.envelope.attributes.uniquekey).toBe('order 7')
  })

  it.each([[''], ['k'.repeat(201)], ['a\nb']])('is refused when it is %j', async (uniqueKey) => {
    const { system } = await started({}, withoutConsumers)
    await expect(system.publish('email.send', 1, { uniqueKey })).rejects.toMatchObject({
      code: 'attribute-invalid',
    })
  })

  it('is refused where the backend cannot keep it, before anything is sent', async () => {
    const backends = { main: { kind: 'rabbitmq' as const, url: 'amqp://localhost' } }
    const { system, backend } = await started({}, { ...withoutConsumers, backends })
    const batch = [
      { type: 'email.send', payload: 1 },
      { type: 'email.send', payload: 1, uniqueKey: 'k' },
    ]
    await expect(system.publishBatch(batch)).rejects.toMatchObject({
      code: 'attribute-invalid',
      message: expect.stringContaining('"main" is of kind rabbitmq, which cannot keep tasks unique'),
      context: { index: 1 },
    })
    expect(await statsOf(backend)).toMatchObject({ ready: 0 })
  })
})
