/** Connected backends for a test, closed after it, and queues that nobody else uses. */
import { randomBytes } from 'node:crypto'
import { afterEach } from 'vitest'
import type { Backend, QueueSpec } from '../backend.ts'

export interface Bench {
  /** Connected. */
  backend(): Promise<Backend>
  /** Declared, and empty. */
  queue(backend: Backend): Promise<QueueSpec>
}

export function benchOf(create: () => Promise<Backend>): Bench {
  const open: Backend[] = []
  afterEach(async () => {
    await Promise.all(open.splice(0).map((backend) => backend.close()))
  })
  return {
    async backend() {
      const backend = await create()
      open.push(backend)
      await backend.connect()
      return backend
    },
    async queue(backend) {
      const queue = { type: `conformance.q${randomBytes(5).toString('hex')}` }
      await backend.declare(queue)
      return queue
    },
  }
}
