import { describe, expect, it, vi } from 'vitest'
import { createMemoryBackend } from '../backends/memory/memory-backend.ts'
import type { TaskConfigInput } from '../config.ts'
import type { TaskHandlers } from '../handlers/function.ts'
import type { Task } from '../task.ts'
import { base, consumer, manual, start, started, statsOf } from './test-system.ts'

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
