/** For tests: a server, backends on it that are closed in the end, and commands of somebody else. */
import { randomBytes } from 'node:crypto'
import { type RedisNode, startRedisNode } from '../../../../scripts/test-servers/redis-node.ts'
import type { Backend, QueueSpec } from '../backend.ts'
import { createRedisBackend, type RedisBackendOptions } from './redis-backend.ts'

export const NAMESPACE = 'task'

export class TestRoom {
  readonly node: RedisNode
  readonly #open: Backend[] = []

  static async open(settings: Readonly<Record<string, string>> = {}): Promise<TestRoom> {
    return new TestRoom(await startRedisNode(settings))
  }

  constructor(node: RedisNode) {
    this.node = node
  }

  /** Not connected. */
  make(options: Partial<RedisBackendOptions> = {}): Backend {
    const backend = createRedisBackend({
      url: this.node.url,
      namespace: NAMESPACE,
      now: () => new Date(),
      ...options,
    })
    this.#open.push(backend)
    return backend
  }

  /** Connected. */
  async backend(options: Partial<RedisBackendOptions> = {}): Promise<Backend> {
    const backend = this.make(options)
    await backend.connect()
    return backend
  }

  async queue(backend: Backend): Promise<QueueSpec> {
    const queue = { type: `extra.q${randomBytes(5).toString('hex')}` }
    await backend.declare(queue)
    return queue
  }

  async closeBackends(): Promise<void> {
    await Promise.all(this.#open.splice(0).map((backend) => backend.close()))
  }

  async close(): Promise<void> {
    await this.closeBackends()
    await this.node.remove()
  }
}

/** The key of the type's work stream. */
export const streamOf = ({ type }: QueueSpec) => `${NAMESPACE}:{${type}}`
