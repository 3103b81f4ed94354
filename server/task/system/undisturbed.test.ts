import { expect, it, vi } from 'vitest'
import { createMemoryBackend, MemoryBroker } from '../backends/memory/memory-backend.ts'
import { base, consumer, started } from './test-system.ts'

it('runs 1,000 tasks undisturbed while the consumer beside crashes again and again', async () => {
  const broker = new MemoryBroker()
  const makeBackend = () => async () => {
    const backend = createMemoryBackend({ broker })
    const consume = backend.consume.bind(backend)
    backend.consume = (queue, options) =>
      queue.type === 'sms.send' ? Promise.reject(new Error('no such queue')) : consume(queue, options)
    return backend
  }
  const types = ['email.send', 'sms.send']
  const config = {
    ...base(),
    producers: types.map((type) => ({ type, backend: 'main' })),
    consumers: types.map((type) => consumer({ type, workers: 4 })),
  }
  const ran = new Set<unknown>()
  const run = async ({ payload }: { payload: unknown }) => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    ran.add(payload)
  }
  const { system } = await started({ 'email.send': run, 'sms.send': run }, config, { makeBackend })
  const tasks = Array.from({ length: 1_000 }, (_, payload) => ({ type: 'email.send', payload }))
  await system.publishBatch(tasks)
  await vi.waitFor(() => expect(ran.size).toBe(1_000), { timeout: 20_000, interval: 20 })
  const [email, sms] = system.report().consumers
  expect(email).toMatchObject({ state: 'running', restarts: 0, retried: 0, dead: 0, error: null })
  expect(sms).toMatchObject({ error: 'no such queue', succeeded: 0 })
  expect(sms?.state).not.toBe('running')
  await vi.waitFor(() => expect(system.report().consumers[1]?.restarts).toBeGreaterThan(1), 10_000)
}, 30_000)
