/** A handler that blocks the event loop for longer than its lease: nothing is lost, and it does not pass in silence. */
import { afterAll, describe, expect, inject, it, vi } from 'vitest'
import { whyNoRabbitNode } from '../../../scripts/test-servers/rabbitmq.ts'
import { startRabbitNode } from '../../../scripts/test-servers/rabbitmq-node.ts'
import { createScratchDatabase } from '../backends/postgres/scratch-database.ts'
import { silentLogger } from '../logger.ts'
import { createTaskSystem } from './create-task-system.ts'
import { closing } from './test-system.ts'

/** A lease lasts 10 s on Postgres; RabbitMQ misses two heartbeats of a connection after longer. */
const BLOCK_MS = 12_500
const TASKS = 5

const cleanups: (() => Promise<unknown>)[] = []
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup()
})

const KINDS = {
  postgres: async () => {
    const database = await createScratchDatabase(inject('postgresUrl'))
    cleanups.push(() => database.drop())
    return database.url
  },
  rabbitmq: async () => {
    const node = await startRabbitNode()
    cleanups.push(() => node.remove())
    return node.url
  },
}

function block(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until) Math.sqrt(until)
}

describe.each(Object.keys(KINDS) as (keyof typeof KINDS)[])('a blocked event loop on %s', (kind) => {
  const reason = kind === 'rabbitmq' ? whyNoRabbitNode() : null
  it.skipIf(reason !== null)(
    `loses nothing, and is reported ${reason ?? ''}`,
    async () => {
      const url = await KINDS[kind]()
      const runs = new Map<string, number>()
      const warn = vi.fn()
      const type = 'sum.compute'
      const system = await createTaskSystem({
        config: {
          project: 'sums',
          backends: { main: { kind, url: 'env:BROKER' } },
          producers: [{ type, backend: 'main' }],
          consumers: [{ type, backend: 'main', workers: 2, handler: { kind: 'function' } }],
        },
        secrets: { resolve: async () => url },
        logger: { ...silentLogger, warn },
        handlers: {
          [type]: async ({ id, payload }) => {
            runs.set(id, (runs.get(id) ?? 0) + 1)
            if (payload === 0 && runs.get(id) === 1) block(BLOCK_MS)
          },
        },
      })
      closing.push(() => system.close({ deadlineMs: 0 }))
      const tasks = Array.from({ length: TASKS }, (_, payload) => ({ type, payload }))
      const ids = (await system.publishBatch(tasks)).map(({ id }) => id)
      await vi.waitFor(() => expect(system.report().loopBlock).not.toBeNull(), {
        timeout: 30_000,
        interval: 100,
      })
      const { loopBlock } = system.report()
      expect(loopBlock).toMatchObject({ types: [type] })
      expect(loopBlock?.ms).toBeGreaterThan(BLOCK_MS - 1_000)
      expect(warn).toHaveBeenCalledWith(
        expect.objectContaining({ types: [type] }),
        expect.stringContaining('event loop was blocked'),
      )
      const one = () => system.report().consumers[0]
      await vi.waitFor(() => expect([...runs.keys()].sort()).toEqual([...ids].sort()), { timeout: 30_000 })
      await vi.waitFor(() => expect(one()).toMatchObject({ runningCount: 0 }), { timeout: 10_000 })
      // What ran again is accounted for: its first settle was refused.
      const again = [...runs.values()].reduce((sum, count) => sum + count - 1, 0)
      await vi.waitFor(() => expect(one()?.lost).toBeGreaterThanOrEqual(again), { timeout: 10_000 })
      await vi.waitFor(() => expect(one()?.succeeded).toBeGreaterThanOrEqual(TASKS - (one()?.lost ?? 0)))
    },
    90_000,
  )
})
