import { describe, expect, it, vi } from 'vitest'
import { createMemoryBackend, MemoryBroker } from '../backends/memory/memory-backend.ts'
import type { TaskConfigInput } from '../config.ts'
import { TaskError } from '../errors.ts'
import { silentLogger } from '../logger.ts'
import { createSecretResolver } from '../source/secrets.ts'
import type { Task } from '../task.ts'
import { createTaskSystem } from './create-task-system.ts'
import { base, closing, consumer, start, started, statsOf } from './test-system.ts'

describe('supervision', () => {
  it('restarts a consumer whose subscription broke, and leaves the others alone', async () => {
    const broker = new MemoryBroker()
    let broken: ((error: Error) => void) | undefined
    const makeBackend = () => async () => {
      const backend = createMemoryBackend({ broker })
      const consume = backend.consume.bind(backend)
      backend.consume = (queue, options) => {
        if (queue.type === 'email.send') broken = options.onError
        return consume(queue, options)
      }
      return backend
    }
    const types = ['email.send', 'sms.send']
    const config = {
      ...base(),
      producers: types.map((type) => ({ type, backend: 'main' })),
      consumers: types.map((type) => ({ ...consumer(), type })),
    }
    const { system } = await started({ 'email.send': () => {}, 'sms.send': () => {} }, config, {
      makeBackend,
    })
    broken?.(new Error('channel closed'))
    await vi.waitFor(() =>
      expect(system.report().consumers).toMatchObject([
        { type: 'email.send', state: 'crashed', error: 'channel closed' },
        { type: 'sms.send', state: 'running', restarts: 0 },
      ]),
    )
    await system.publishBatch(types.map((type) => ({ type, payload: 1 })))
    await vi.waitFor(
      () => expect(system.report().consumers.map(({ succeeded }) => succeeded)).toEqual([1, 1]),
      5_000,
    )
    expect(system.report().consumers[0]).toMatchObject({ state: 'running', restarts: 1, error: null })
  })

  it('starts what it can: a missing function, secret or permission stops one consumer only', async () => {
    const http = (url: string, secret?: string) => ({
      kind: 'http' as const,
      url,
      ...(secret ? { secret } : {}),
    })
    const config: TaskConfigInput = {
      ...base(),
      backends: { main: { kind: 'memory' }, away: { kind: 'postgres', url: 'env:PG_URL' } },
      consumers: [
        consumer(),
        { ...consumer(), type: 'a', handler: { kind: 'function', name: 'nowhere' } },
        { ...consumer(), type: 'b', handler: http('https://example.com/', 'env:MISSING_KEY') },
        { ...consumer(), type: 'c', handler: http('http://169.254.169.254/') },
        { ...consumer(), type: 'd', backend: 'away' },
        { ...consumer(), type: 'e', payloadSchema: { type: 'nonsense' } },
      ],
    }
    const secrets = createSecretResolver({ env: {}, allowedNames: ['PG_URL', 'MISSING_KEY'] })
    const { system } = await started({ 'email.send': () => {}, d: () => {}, e: () => {} }, config, {
      secrets,
    })
    const report = system.report()
    expect(report.consumers.map(({ type, state, error }) => [type, state, error])).toEqual([
      ['email.send', 'running', null],
      ['a', 'crashed', 'This process has no handler "nowhere"; it has: email.send, d, e.'],
      ['b', 'crashed', 'The secret "env:MISSING_KEY" does not resolve: the variable MISSING_KEY is not set.'],
      ['c', 'crashed', expect.stringContaining('169.254.169.254')],
      ['d', 'crashed', expect.stringContaining('env:PG_URL')],
      ['e', 'crashed', expect.stringContaining('The payload schema is unusable')],
    ])
    expect(report.unresolvedSecrets).toEqual(['env:MISSING_KEY', 'env:PG_URL'])
    await system.publish('email.send', {})
    await vi.waitFor(() => expect(system.report().consumers[0]?.succeeded).toBe(1))
  })

  it('gives a task back that it could not settle', async () => {
    const broker = new MemoryBroker()
    let refusals = 2
    const makeBackend = () => async () => {
      const backend = createMemoryBackend({ broker })
      const consume = backend.consume.bind(backend)
      backend.consume = (queue, options) =>
        consume(queue, {
          ...options,
          onDelivery: (delivery) =>
            options.onDelivery({
              ...delivery,
              release: () => delivery.release(),
              ack: async () => {
                if (refusals-- > 0) throw new TaskError('backend-unavailable', 'away')
                await delivery.ack()
              },
            }),
        })
      return backend
    }
    const { system } = await started({ 'email.send': () => {} }, base(), { makeBackend })
    await system.publish('email.send', {})
    await vi.waitFor(() => expect(system.report().consumers[0]?.succeeded).toBe(1), { timeout: 5_000 })
    expect(refusals).toBe(-1)
  })
})

describe('fairness', () => {
  it('does not keep what it holds ready from other instances while its workers are stuck', async () => {
    const gate = Promise.withResolvers<void>()
    const handler = (task: Task) => (task.payload === 'long' ? gate.promise : undefined)
    const config = { ...base(), consumers: [consumer({ workers: 2 })] }
    const { system, broker } = await started({ 'email.send': handler }, config)
    const many = (count: number, payload: string) =>
      Array.from({ length: count }, () => ({ type: 'email.send', payload }))
    await system.publishBatch(many(300, 'short'))
    await vi.waitFor(() => expect(system.report().consumers[0]?.succeeded).toBe(300))
    await system.publishBatch([...many(2, 'long'), ...many(50, 'short')])
    await vi.waitFor(() => expect(system.report().consumers[0]?.runningCount).toBe(2))
    const done: string[] = []
    const other = await createTaskSystem({
      config,
      handlers: { 'email.send': (task) => void done.push(task.id) },
      logger: silentLogger,
      makeBackend: () => async () => createMemoryBackend({ broker }),
    })
    closing.push(() => other.close({ deadlineMs: 0 }))
    await vi.waitFor(() => expect(done).toHaveLength(50), { timeout: 5_000 })
    gate.resolve()
    await vi.waitFor(() => expect(system.report().consumers[0]?.succeeded).toBe(302))
  })
})

describe('a delivery that was lost', () => {
  it('is left to who has it now', async () => {
    const broker = new MemoryBroker()
    const releases: number[] = []
    const makeBackend = () => async () => {
      const backend = createMemoryBackend({ broker })
      const consume = backend.consume.bind(backend)
      backend.consume = (queue, options) =>
        consume(queue, {
          ...options,
          onDelivery: (delivery) =>
            options.onDelivery({
              ...delivery,
              release: async () => void releases.push(1),
              ack: () => Promise.reject(new TaskError('delivery-lost', 'another consumer has it')),
            }),
        })
      return backend
    }
    const { system } = await started({ 'email.send': () => {} }, base(), { makeBackend })
    await system.publish('email.send', {})
    await vi.waitFor(() => expect(system.report().consumers[0]?.latencyMs).not.toBeNull())
    await system.close()
    expect(releases).toEqual([])
  })
})

describe('closing', () => {
  it('finishes what runs, gives back what does not, and refuses to publish', async () => {
    const gate = Promise.withResolvers<void>()
    const { system, backend } = await started({ 'email.send': () => gate.promise })
    await system.publishBatch([1, 2].map((payload) => ({ type: 'email.send', payload })))
    await vi.waitFor(() => expect(system.report().consumers[0]?.runningCount).toBe(1))
    const closed = system.close()
    gate.resolve()
    await closed
    await system.closed
    expect(await statsOf(backend)).toEqual({ ready: 1, inFlight: 0, dead: 0 })
    await expect(system.publish('email.send', {})).rejects.toMatchObject({ code: 'closed' })
  })

  it('does not wait past its deadline; the unfinished task goes back, attempt uncounted', async () => {
    const signals: AbortSignal[] = []
    const handler = (_task: Task, ctx: { signal: AbortSignal }) => {
      signals.push(ctx.signal)
      return new Promise(() => {})
    }
    const { system, backend } = await started({ 'email.send': handler })
    await system.publish('email.send', {})
    await vi.waitFor(() => expect(signals).toHaveLength(1))
    await system.close({ deadlineMs: 50 })
    expect(signals[0]?.aborted).toBe(true)
    const [waiting] = await backend.peek({ type: 'email.send' }, 'ready', 1)
    expect(waiting?.envelope.attributes.attempt).toBe('1')
  })

  it('refuses to start with an invalid configuration', async () => {
    const config = { ...base(), project: 'Not A Slug' } as TaskConfigInput
    const { starting } = await start({}, config)
    await expect(starting).rejects.toMatchObject({
      code: 'config-invalid',
      context: { issues: [{ path: '/project' }] },
    })
  })
})
