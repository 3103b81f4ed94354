import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import { outgoing } from '../backends/conformance/messages.ts'
import { createMemoryBackend, MemoryBroker } from '../backends/memory/memory-backend.ts'
import type { TaskConfigInput } from '../config.ts'
import { consumer, manual, start, statsOf } from './test-system.ts'

const BACKENDS: TaskConfigInput['backends'] = {
  old: { kind: 'memory' },
  new: { kind: 'postgres', url: 'stands-for-another-broker' },
}
const QUEUE = { type: 'email.send' }

it('empties the queue that a type has left beside the new one, with no more tasks at once than it has workers', async () => {
  const brokers = { memory: new MemoryBroker(), postgres: new MemoryBroker() }
  const backends = {
    old: createMemoryBackend({ broker: brokers.memory }),
    new: createMemoryBackend({ broker: brokers.postgres }),
  }
  const ran: string[] = []
  let now = 0
  let most = 0
  const handler = async ({ id }: { id: string }) => {
    most = Math.max(most, ++now)
    await sleep(2)
    now -= 1
    ran.push(id)
  }
  const { source, apply } = manual()
  const { starting } = await start({ 'email.send': handler }, source, {
    makeBackend: () => async (config: { kind: 'memory' | 'postgres' }) =>
      createMemoryBackend({ broker: brokers[config.kind] }),
  })
  await backends.old.publish(outgoing(QUEUE, 100, { prefix: 'old' }))
  await backends.new.publish(outgoing(QUEUE, 100, { prefix: 'new' }))
  const moving = { ...consumer({ backend: 'new', workers: 3 }), alsoFrom: [{ backend: 'old' }] }
  await apply({ backends: BACKENDS, producers: [{ ...QUEUE, backend: 'new' }], consumers: [moving] })
  const system = await starting

  await vi.waitFor(() => expect(new Set(ran).size).toBe(200), { timeout: 10_000 })
  expect(ran).toHaveLength(200)
  expect(most).toBe(3)
  const firstHalf = ran.slice(0, 100)
  expect(firstHalf.filter((id) => id.startsWith('old')).length).toBeGreaterThan(20)
  expect(firstHalf.filter((id) => id.startsWith('new')).length).toBeGreaterThan(20)
  expect(system.report().consumers).toMatchObject([{ type: 'email.send', workers: 3, succeeded: 200 }])

  await apply({ backends: BACKENDS, producers: [], consumers: [consumer({ backend: 'new', workers: 3 })] })
  await backends.old.publish(outgoing(QUEUE, 1, { prefix: 'late' }))
  await backends.new.publish(outgoing(QUEUE, 1, { prefix: 'next' }))
  await vi.waitFor(() => expect(ran).toHaveLength(201))
  expect(await statsOf(backends.old)).toMatchObject({ ready: 1, inFlight: 0 })
})
