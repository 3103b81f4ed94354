/** For tests: a broker, backends on it that are closed in the end, and a bare connection to look at it from outside. */
import { randomBytes } from 'node:crypto'
import { type Channel, type ChannelModel, connect } from 'amqplib'
import { type RabbitNode, startRabbitNode } from '../../../../scripts/test-servers/rabbitmq-node.ts'
import type { Backend, QueueSpec } from '../backend.ts'
import { createRabbitBackend, type RabbitBackendOptions } from './rabbitmq-backend.ts'

export const NAMESPACE = 'task'

export class TestRoom {
  readonly node: RabbitNode
  readonly #open: Backend[] = []
  #bare: ChannelModel | null = null

  static async open(): Promise<TestRoom> {
    return new TestRoom(await startRabbitNode())
  }

  constructor(node: RabbitNode) {
    this.node = node
  }

  /** Connected. */
  async backend(options: Partial<RabbitBackendOptions> = {}): Promise<Backend> {
    const { url } = this.node
    const backend = createRabbitBackend({ url, namespace: NAMESPACE, now: () => new Date(), ...options })
    this.#open.push(backend)
    await backend.connect()
    return backend
  }

  async queue(backend: Backend): Promise<QueueSpec> {
    const queue = { type: `extra.q${randomBytes(5).toString('hex')}` }
    await backend.declare(queue)
    return queue
  }

  /** A channel of somebody else. */
  async channel(): Promise<Channel> {
    this.#bare ??= await connect(this.node.url)
    this.#bare.on('error', () => undefined)
    this.#bare.on('close', () => {
      this.#bare = null
    })
    const channel = await this.#bare.createChannel()
    channel.on('error', () => undefined)
    return channel
  }

  async closeBackends(): Promise<void> {
    await Promise.all(this.#open.splice(0).map((backend) => backend.close()))
  }

  async close(): Promise<void> {
    await this.closeBackends()
    await this.#bare?.close()
    await this.node.remove()
  }
}

/** The name that the type's work queue has on the broker. */
export const workQueue = ({ type }: QueueSpec) => `${NAMESPACE}.${type}`
export const deadQueue = ({ type }: QueueSpec) => `${NAMESPACE}.${type}.dead`
