import { describe, expect, it, vi } from 'vitest'
import { createMemoryBackend, MemoryBroker } from '../backends/memory/memory-backend.ts'
import type { TaskHandlers } from '../handlers/function.ts'
import type { Task } from '../task.ts'
import { decodeOutcome, OUTCOMES_QUEUE } from '../wire/outcome.ts'
import { base, consumer, deadOf, RETRY, started, statsOf } from './test-system.ts'

describe('a task from publish to done', () => {
  it('reaches the handler whole, and is gone from the queue afterwards', async () => {
    const seen: Task[] = []
    const { system, backend } = await started({ 'email.send': (task) => void seen.push(task) })
    const { id } = await system.publish(
      'email.send',
      { to: 'a@example.com' },
      { partitionKey: 'a', traceparent: 'x' },
    )
    await vi.waitFor(() => expect(system.report().consumers[0]).toMatchObject({ succeeded: 1 }))
    expect(seen[0]).toMatchObject({
      id,
      type: 'email.send',
      payload: { to: 'a@example.com' },
      source: '/projects/mailer',
      attempt: 1,
      partitionKey: 'a',
      traceparent: 'x',
    })
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/)
    expect(await statsOf(backend)).toEqual({ ready: 0, inFlight: 0, dead: 0 })
  })

  it('refuses a type that the project does not produce, and names both', async () => {
    const { system } = await started({ 'email.send': () => {} })
    await expect(system.publish('invoice.render', {})).rejects.toMatchObject({
      code: 'type-not-produced',
      message: 'The project "mailer" is not assigned to produce "invoice.render"; it produces: email.send.',
    })
  })

  it('publishes nothing of a batch with an invalid task, and says which one', async () => {
    const payloadSchema = {
      type: 'object',
      required: ['to'],
      properties: { to: { type: 'string', format: 'email' } },
    }
    const config = {
      ...base(),
      producers: [{ type: 'email.send', backend: 'main', payloadSchema }],
      consumers: [],
    }
    const { system, backend } = await started({}, config)
    const tasks = [{ to: 'a@example.com' }, { to: 'nobody' }].map((payload) => ({
      type: 'email.send',
      payload,
    }))
    await expect(system.publishBatch(tasks)).rejects.toMatchObject({
      code: 'payload-invalid',
      context: { index: 1, problems: [{ path: '/to' }] },
    })
    expect(await statsOf(backend)).toMatchObject({ ready: 0 })
  })

  it('refuses a payload over the limit', async () => {
    const { system } = await started({}, { ...base(), maxPayloadBytes: 1_024, consumers: [] })
    await expect(system.publish('email.send', 'x'.repeat(1_025))).rejects.toMatchObject({
      code: 'payload-too-large',
      context: { bytes: 1_027, maxBytes: 1_024 },
    })
  })

  it('holds a delayed task back', async () => {
    const seen: number[] = []
    const { system } = await started({ 'email.send': () => void seen.push(performance.now()) })
    const sentMs = performance.now()
    await system.publish('email.send', {}, { delayMs: 150 })
    await vi.waitFor(() => expect(seen).toHaveLength(1))
    expect((seen[0] ?? 0) - sentMs).toBeGreaterThanOrEqual(149)
  })
})

describe('failure', () => {
  it('is retried until the policy is exhausted; the dead letter tells every attempt', async () => {
    let attempts = 0
    const handlers = { 'email.send': () => Promise.reject(new Error(`no ${++attempts}`)) }
    const { system, backend } = await started(handlers)
    const { id } = await system.publish('email.send', { a: 1 })
    await vi.waitFor(async () => expect(await statsOf(backend)).toMatchObject({ dead: 1 }))
    const [letter] = await deadOf(backend)
    expect(letter).toMatchObject({
      reason: 'exhausted',
      info: { error: { message: 'no 3' }, project: 'mailer' },
    })
    expect(letter?.info?.attempts.map(({ error }) => error)).toEqual([
      'Error: no 1',
      'Error: no 2',
      'Error: no 3',
    ])
    expect(letter?.info?.firstFailedAt).toBe(letter?.info?.attempts[0]?.at)
    expect(letter?.deadId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/)
    expect(letter?.original.attributes).toMatchObject({ id, attempt: '3' })
    expect(Buffer.from(letter?.original.body ?? []).toString()).toBe('{"a":1}')
    expect(system.report().consumers[0]).toMatchObject({ retried: 2, dead: 1, succeeded: 0 })
  })

  it('obeys the task’s own number of attempts before the policy’s', async () => {
    const { system, backend } = await started({ 'email.send': () => Promise.reject(new Error('no')) })
    await system.publish('email.send', {}, { maxAttempts: 1 })
    await vi.waitFor(async () => expect(await deadOf(backend)).toHaveLength(1))
    expect(system.report().consumers[0]).toMatchObject({ retried: 0, dead: 1 })
  })

  it('is a timeout when the handler does not end; its signal is aborted', async () => {
    const reasons: unknown[] = []
    const handler = (_task: Task, ctx: { signal: AbortSignal }) =>
      new Promise(() => ctx.signal.addEventListener('abort', () => reasons.push(ctx.signal.reason)))
    const config = {
      ...base(),
      consumers: [consumer({ timeoutMs: 100, retry: { maxAttempts: 2, ...RETRY } })],
    }
    const { system, backend } = await started({ 'email.send': handler }, config)
    await system.publish('email.send', {})
    await vi.waitFor(async () => expect(await deadOf(backend)).toMatchObject([{ reason: 'timeout' }]))
    expect(reasons).toHaveLength(2)
    expect(reasons[0]).toMatchObject({ code: 'handler-timeout' })
  })

  it('lets a handler ask for a later attempt, or give the task up', async () => {
    const startedMs: number[] = []
    const { system, backend } = await started({
      'email.send': (task, ctx) => {
        startedMs.push(performance.now())
        if (task.attempt === 1) ctx.retry({ afterMs: 120 })
        else ctx.dead('no such person')
      },
    })
    await system.publish('email.send', {})
    await vi.waitFor(async () => expect(await deadOf(backend)).toHaveLength(1))
    expect(await deadOf(backend)).toMatchObject([
      { reason: 'rejected', info: { error: { message: 'no such person' } } },
    ])
    expect((startedMs[1] ?? 0) - (startedMs[0] ?? 0)).toBeGreaterThanOrEqual(119)
  })

  it('puts what is no task, is too late or breaks its schema into the dead queue without running it', async () => {
    const ran: string[] = []
    const payloadSchema = { type: 'object', required: ['to'] }
    const config = { ...base(), consumers: [consumer({ payloadSchema })] }
    const { system, backend } = await started({ 'email.send': (task) => void ran.push(task.id) }, config)
    const queue = { type: 'email.send' }
    await backend.publish([{ queue, envelope: { attributes: { id: 'm' }, body: Buffer.from('{broken') } }])
    await system.publish('email.send', { to: 'a' }, { id: 'late', expiresAt: new Date(0) })
    await system.publish('email.send', {}, { id: 'invalid' })
    await system.publish('email.send', { to: 'a' }, { id: 'fine' })
    await vi.waitFor(() => expect(ran).toEqual(['fine']))
    await vi.waitFor(async () => expect(await deadOf(backend)).toHaveLength(3))
    const letters = new Map((await deadOf(backend)).map((letter) => [letter.original.attributes.id, letter]))
    expect(letters.get('m')?.reason).toBe('malformed')
    expect(Buffer.from(letters.get('m')?.original.body ?? []).toString()).toBe('{broken')
    expect(letters.get('late')?.reason).toBe('expired')
    expect(letters.get('invalid')).toMatchObject({
      reason: 'rejected',
      info: { error: { name: 'TaskError' } },
    })
  })

  it('keeps the payload’s bytes through retries and death', async () => {
    const body = '{ "big": 12345678901234567890, "price": 1.10 }'
    const { backend } = await started({ 'email.send': () => Promise.reject(new Error('no')) })
    await backend.publish([
      { queue: { type: 'email.send' }, envelope: { attributes: { id: 'b' }, body: Buffer.from(body) } },
    ])
    await vi.waitFor(async () => expect(await deadOf(backend)).toHaveLength(1))
    const [letter] = await deadOf(backend)
    expect(Buffer.from(letter?.original.body ?? []).toString()).toBe(body)
  })

  it('holds back a task that a foreign publisher sent before its time', async () => {
    const ran: number[] = []
    const { backend } = await started({ 'email.send': () => void ran.push(Date.now()) })
    const notBefore = new Date(Date.now() + 1_300)
    const attributes = { id: 'n', notbefore: notBefore.toISOString() }
    await backend.publish([
      { queue: { type: 'email.send' }, envelope: { attributes, body: Buffer.from('{}') } },
    ])
    await vi.waitFor(() => expect(ran).toHaveLength(1), { timeout: 5_000 })
    expect(ran[0]).toBeGreaterThanOrEqual(notBefore.getTime())
  })
})

describe('outcomes', () => {
  it('are sent before a tracked or replayed task is acknowledged', async () => {
    const order: string[] = []
    const broker = new MemoryBroker()
    const makeBackend = () => async () => {
      const backend = createMemoryBackend({ broker })
      const publish = backend.publish.bind(backend)
      backend.publish = async (batch) => {
        const duplicates = await publish(batch)
        if (batch[0]?.queue.type === OUTCOMES_QUEUE.type)
          order.push(`outcome while in flight: ${(await statsOf(backend)).inFlight}`)
        return duplicates
      }
      return backend
    }
    const handlers: TaskHandlers = {
      'email.send': (task, ctx) => (task.id === 'bad' ? ctx.dead('bad') : undefined),
    }
    const { system } = await started(handlers, base(), { makeBackend })
    await system.publish('email.send', {}, { id: 'good', tracked: true })
    await vi.waitFor(() => expect(order).toHaveLength(1))
    await system.publish('email.send', {}, { id: 'bad', replayId: 'r1' })
    await system.publish('email.send', {}, { id: 'untracked' })
    await vi.waitFor(() => expect(system.report().consumers[0]).toMatchObject({ succeeded: 2, dead: 1 }))
    const outcomes = await createMemoryBackend({ broker }).peek(OUTCOMES_QUEUE, 'ready', 10)
    expect(outcomes.map(({ envelope }) => decodeOutcome(envelope))).toMatchObject([
      { taskId: 'good', type: 'email.send', result: 'succeeded', attempt: 1, project: 'mailer' },
      { taskId: 'bad', replayId: 'r1', result: 'dead', deadReason: 'rejected', error: 'bad' },
    ])
    expect(order).toEqual(['outcome while in flight: 1', 'outcome while in flight: 1'])
  })
})
