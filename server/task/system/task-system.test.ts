import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Backend } from '../backends/backend.ts'
import { createMemoryBackend, MemoryBroker } from '../backends/memory/memory-backend.ts'
import type { TaskConfigInput } from '../config.ts'
import { TaskError } from '../errors.ts'
import type { TaskHandlers } from '../handlers/function.ts'
import { silentLogger } from '../logger.ts'
import { createSecretResolver } from '../source/secrets.ts'
import type { ConfigSink, ConfigSource } from '../source/source.ts'
import type { Task } from '../task.ts'
import { readDeadLetter } from '../wire/dead-letter.ts'
import { decodeOutcome, OUTCOMES_QUEUE } from '../wire/outcome.ts'
import { createTaskSystem } from './create-task-system.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const RETRY = { initialMs: 0, jitter: 0, maxMs: 0 }

/** A source that the test plays. */
function manual() {
  let sink: ConfigSink | undefined
  let revision = 0
  const source: ConfigSource = {
    start: (given) => {
      sink = given
    },
    stop: async () => {},
  }
  return {
    source,
    apply: async (document: Partial<TaskConfigInput>) => {
      revision += 1
      await sink?.apply({
        document: { ...base(), revision, ...document },
        etag: `"${revision}"`,
        from: 'test',
      })
    },
  }
}

const base = (): TaskConfigInput => ({
  project: 'mailer',
  backends: { main: { kind: 'memory' } },
  producers: [{ type: 'email.send', backend: 'main' }],
  consumers: [consumer()],
})

const consumer = (more: object = {}) => ({
  type: 'email.send',
  backend: 'main',
  handler: { kind: 'function' as const },
  retry: { maxAttempts: 3, ...RETRY },
  ...more,
})

async function start(
  handlers: TaskHandlers,
  config: TaskConfigInput | ConfigSource = base(),
  more: object = {},
) {
  const broker = new MemoryBroker()
  const options = {
    handlers,
    config,
    logger: silentLogger,
    makeBackend: () => async () => createMemoryBackend({ broker }),
  }
  const starting = createTaskSystem({ ...options, ...more })
  const system = { broker, starting }
  closing.push(() => starting.then((running) => running.close({ deadlineMs: 0 })).catch(() => {}))
  return system
}

async function started(...args: Parameters<typeof start>) {
  const { broker, starting } = await start(...args)
  return { broker, system: await starting, backend: createMemoryBackend({ broker }) }
}

const deadOf = async (backend: Backend, type = 'email.send') =>
  (await backend.peek({ type }, 'dead', 10)).map(({ envelope }) => ({
    ...readDeadLetter(envelope),
    envelope,
  }))

const statsOf = async (backend: Backend, type = 'email.send') => {
  const [stats] = await backend.stats([{ type }])
  return { ready: stats?.ready.value, inFlight: stats?.inFlight.value, dead: stats?.dead.value }
}

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
        await publish(batch)
        if (batch[0]?.queue.type !== OUTCOMES_QUEUE.type) return
        order.push(`outcome while in flight: ${(await statsOf(backend)).inFlight}`)
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

describe('what changes while it runs', () => {
  it('reconfigures under load without losing or repeating a task', async () => {
    const ran = new Map<string, number>()
    const count = (task: Task) => void ran.set(task.id, (ran.get(task.id) ?? 0) + 1)
    const handlers: TaskHandlers = {
      'email.send': async (task) => {
        await new Promise((resolve) => setTimeout(resolve, 1))
        count(task)
      },
      other: count,
    }
    const { source, apply } = manual()
    const { broker, starting } = await start(handlers, source)
    await apply({})
    const system = await starting
    const backend = createMemoryBackend({ broker })
    let sent = 0
    let steppedThrough = false
    const publishing = (async () => {
      for (; !steppedThrough || sent < 500; sent += 1) {
        await system.publish('email.send', {}, { id: `t${sent}` })
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
    })()
    const steps: Partial<TaskConfigInput>[] = [
      { consumers: [consumer({ workers: 8 })] },
      { consumers: [consumer({ workers: 2, paused: true })] },
      { consumers: [consumer({ workers: 4, handler: { kind: 'function', name: 'other' } })] },
      { consumers: [] },
      { consumers: [consumer({ workers: 16, timeoutMs: 1_000 })] },
    ]
    for (const step of steps) {
      const before = ran.size
      await apply(step)
      if (!step.consumers?.some((entry) => !entry.paused)) continue
      await vi.waitFor(() => expect(ran.size).toBeGreaterThan(before))
    }
    steppedThrough = true
    await publishing
    await vi.waitFor(() => expect(ran.size).toBe(sent), { timeout: 10_000 })
    await vi.waitFor(async () => expect(await statsOf(backend)).toEqual({ ready: 0, inFlight: 0, dead: 0 }))
    expect([...ran.values()].every((times) => times === 1)).toBe(true)
  })

  it('lets a removed consumer finish what it runs, and shows that it drains', async () => {
    const gate = Promise.withResolvers<void>()
    const { source, apply } = manual()
    const { broker, starting } = await start({ 'email.send': () => gate.promise }, source)
    await apply({})
    const system = await starting
    await system.publishBatch([1, 2].map((payload) => ({ type: 'email.send', payload })))
    await vi.waitFor(() => expect(system.report().consumers[0]?.runningCount).toBe(1))
    await apply({ consumers: [] })
    expect(system.report()).toMatchObject({
      appliedRevision: 2,
      consumers: [{ state: 'draining', runningCount: 1 }],
    })
    gate.resolve()
    await vi.waitFor(() => expect(system.report().consumers).toEqual([]))
    expect(await statsOf(createMemoryBackend({ broker }))).toEqual({ ready: 1, inFlight: 0, dead: 0 })
  })

  it('runs as many at once as there are workers, and follows a new number', async () => {
    let running = 0
    const gates: PromiseWithResolvers<void>[] = []
    const handler = async () => {
      running += 1
      const gate = Promise.withResolvers<void>()
      gates.push(gate)
      await gate.promise
      running -= 1
    }
    const { source, apply } = manual()
    const { starting } = await start({ 'email.send': handler }, source)
    await apply({ consumers: [consumer({ workers: 2 })] })
    const system = await starting
    await system.publishBatch(Array.from({ length: 10 }, () => ({ type: 'email.send', payload: 1 })))
    await vi.waitFor(() => expect(running).toBe(2))
    await apply({ consumers: [consumer({ workers: 5 })] })
    await vi.waitFor(() => expect(running).toBe(5))
    await apply({ consumers: [consumer({ workers: 1 })] })
    for (const gate of gates.splice(0, 4)) gate.resolve()
    await vi.waitFor(() => expect(running).toBe(1))
    expect(gates).toHaveLength(1)
    expect(system.report().consumers[0]).toMatchObject({
      workers: 1,
      runningCount: 1,
      running: [{ attempt: 1 }],
    })
  })

  it('takes nothing while paused', async () => {
    const ran: unknown[] = []
    const { source, apply } = manual()
    const { broker, starting } = await start({ 'email.send': (task) => void ran.push(task.id) }, source)
    await apply({ consumers: [consumer({ paused: true })] })
    const system = await starting
    await system.publish('email.send', {})
    expect(system.report().consumers[0]?.state).toBe('paused')
    expect(await statsOf(createMemoryBackend({ broker }))).toMatchObject({ ready: 1, inFlight: 0 })
    await apply({})
    await vi.waitFor(() => expect(ran).toHaveLength(1))
    expect(system.report().consumers[0]?.state).toBe('running')
  })

  it('keeps to the rate limit', async () => {
    const atMs: number[] = []
    const config = { ...base(), consumers: [consumer({ workers: 10, rateLimit: 50 })] }
    const { system } = await started({ 'email.send': () => void atMs.push(performance.now()) }, config)
    await system.publishBatch(Array.from({ length: 30 }, () => ({ type: 'email.send', payload: 1 })))
    await vi.waitFor(() => expect(atMs).toHaveLength(30), { timeout: 5_000 })
    // A tenth of a second's worth, 5, may come at once; the other 25 take half a second.
    expect((atMs.at(-1) ?? 0) - (atMs[0] ?? 0)).toBeGreaterThanOrEqual(480)
  })

  it('keeps the last good configuration when the next one is refused', async () => {
    const { source, apply } = manual()
    const { starting } = await start({ 'email.send': () => {} }, source)
    await apply({})
    const system = await starting
    await expect(apply({ consumers: [{ ...consumer(), backend: 'gone' }] })).rejects.toThrow(
      '/consumers/0/backend',
    )
    expect(system.report()).toMatchObject({
      appliedRevision: 1,
      configError: expect.stringContaining('"gone"'),
    })
    await system.publish('email.send', {})
    await vi.waitFor(() => expect(system.report().consumers[0]?.succeeded).toBe(1))
  })
})

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
