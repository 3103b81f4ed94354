import { describe, expect, it, vi } from 'vitest'
import { base, consumer, deadOf, RETRY, started, statsOf } from '../system/test-system.ts'
import type { Task } from '../task.ts'
import type { ExecuteMiddleware, PublishMiddleware } from './middleware.ts'

const idle = { ...base(), consumers: [] }
const once = { ...base(), consumers: [consumer({ retry: { maxAttempts: 2, ...RETRY } })] }

describe('publish middleware', () => {
  it('runs around each task of a batch, outermost first, which is sent as one and in order', async () => {
    const steps: string[] = []
    const step =
      (name: string): PublishMiddleware =>
      async (task, next) => {
        steps.push(`${name} ${task.payload}`)
        // The first of the batch comes through last.
        if (task.payload === 1) await new Promise((resolve) => setTimeout(resolve, 20))
        const published = await next({ ...task, extensions: { ...task.extensions, [name]: 'seen' } })
        steps.push(`${name} sent ${task.payload}`)
        return published
      }
    const middleware = { publish: [step('outer'), step('inner')] }
    const { system, backend } = await started({}, idle, { middleware })
    const batch = [1, 2].map((payload) => ({ type: 'email.send', payload, id: `t${payload}` }))
    expect((await system.publishBatch(batch)).map(({ id }) => id)).toEqual(['t1', 't2'])
    expect(steps.filter((line) => line.endsWith(' 1'))).toEqual([
      'outer 1',
      'inner 1',
      'inner sent 1',
      'outer sent 1',
    ])
    const waiting = await backend.peek({ type: 'email.send' }, 'ready', 9)
    expect(waiting.map(({ envelope }) => envelope.attributes)).toMatchObject([
      { id: 't1', outer: 'seen', inner: 'seen' },
      { id: 't2', outer: 'seen', inner: 'seen' },
    ])
  })

  it('that throws refuses the publish, and nothing of its batch is sent', async () => {
    const refuse: PublishMiddleware = async (task, next) => {
      if (task.payload === 2) throw new Error('no twos')
      return next(task)
    }
    const { system, backend } = await started({}, idle, { middleware: { publish: [refuse] } })
    const batch = [1, 2, 3].map((payload) => ({ type: 'email.send', payload }))
    await expect(system.publishBatch(batch)).rejects.toThrow('no twos')
    expect(await statsOf(backend)).toMatchObject({ ready: 0 })
    await system.publish('email.send', 1)
    expect(await statsOf(backend)).toMatchObject({ ready: 1 })
  })

  it('that answers by itself keeps the task back, and the others are sent', async () => {
    const skip: PublishMiddleware = async (task, next) =>
      task.payload === 1 ? { id: 'kept', type: task.type } : next(task)
    const { system, backend } = await started({}, idle, { middleware: { publish: [skip] } })
    const [kept] = await system.publishBatch([1, 2].map((payload) => ({ type: 'email.send', payload })))
    expect(kept).toEqual({ id: 'kept', type: 'email.send' })
    expect(await statsOf(backend)).toMatchObject({ ready: 1 })
  })

  it('that sends a task twice is told so, and hears what the core refuses', async () => {
    const heard: unknown[] = []
    const twice: PublishMiddleware = async (task, next) => {
      const first = await next(task).catch((error) => heard.push(error.code))
      await next(task).catch((error) => heard.push(error.message))
      return first as never
    }
    const { system } = await started({}, idle, { middleware: { publish: [twice] } })
    await system.publish('email.send', 1, { maxAttempts: 0 })
    expect(heard).toEqual(['attribute-invalid', 'A publish middleware called next twice for one email.send.'])
  })
})

describe('execute middleware', () => {
  it('runs around the handler, gives it another task, and hears the verdict as a value', async () => {
    const verdicts: string[] = []
    const seen: Task[] = []
    const decode: ExecuteMiddleware = async (task, next) => {
      const verdict = await next({ ...task, payload: `decoded ${task.payload}` })
      verdicts.push(verdict.kind)
      return verdict
    }
    const handler = (task: Task) => {
      seen.push(task)
      if (task.attempt === 1) throw new Error('once')
    }
    const middleware = { execute: [decode] }
    const { system } = await started({ 'email.send': handler }, once, { middleware })
    await system.publish('email.send', 'x')
    await vi.waitFor(() => expect(verdicts).toEqual(['retry', 'done']))
    // The retry bears the task as it came, so it is decoded once per attempt.
    expect(seen.map(({ payload }) => payload)).toEqual(['decoded x', 'decoded x'])
  })

  it('that throws has failed the attempt, also after the handler succeeded', async () => {
    const attempts: number[] = []
    const broken: ExecuteMiddleware = async (task, next) => {
      await next(task)
      throw new Error('broken middleware')
    }
    const handler = (task: Task) => void attempts.push(task.attempt)
    const middleware = { execute: [broken] }
    const { system, backend } = await started({ 'email.send': handler }, once, { middleware })
    await system.publish('email.send', 1)
    await vi.waitFor(async () => expect(await deadOf(backend)).toHaveLength(1))
    expect(attempts).toEqual([1, 2])
    expect((await deadOf(backend))[0]).toMatchObject({
      reason: 'exhausted',
      info: { error: { message: 'broken middleware' } },
    })
  })
})
