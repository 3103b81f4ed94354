/**
 * Redis: a stream per type with one consumer group, a sorted set for what is delayed, and a stream for what is dead.
 *
 * Two connections beside one per subscription: a large publish must not hold up settlements and leases.
 */
import { TaskError } from '../../errors.ts'
import { OUTCOMES_QUEUE } from '../../wire/outcome.ts'
import type {
  Backend,
  BackendEvents,
  ConsumeOptions,
  Duplicate,
  Outgoing,
  PeekedTask,
  PeekState,
  QueueSpec,
  QueueStats,
  Subscription,
} from '../backend.ts'
import { within } from '../deadline.ts'
import { BackendListeners } from '../listeners.ts'
import { REDIS_CAPABILITIES } from './capabilities.ts'
import { RedisConnection, type RedisTarget } from './connection.ts'
import { prepareLane, prepareQueue } from './declare.ts'
import { cancelTask, findTask, peekLane, purgeLane, readStats } from './inspect.ts'
import { keysOf, type QueueKeys, registryKey } from './keys.ts'
import { Publisher } from './publisher.ts'
import { asTaskError, closedError } from './redis-error.ts'
import { checkServer } from './server-check.ts'
import { RedisSubscription } from './subscription.ts'
import { DEFAULT_TUNING, type RedisTuning } from './tuning.ts'

export interface RedisBackendOptions extends RedisTarget {
  /** First part of every key. */
  readonly namespace: string
  readonly now: () => Date
  readonly tuning?: Partial<RedisTuning>
}

/** @throws TaskError `config-invalid` when the address is no URL of a Redis server */
export function createRedisBackend(options: RedisBackendOptions): Backend {
  requireAddress(options)
  return new RedisBackend(options)
}

/** The address may hold a password, so the message does not repeat it. */
function requireAddress(target: RedisTarget): void {
  const expected = expectedOf(target)
  if (expected !== null) throw new TaskError('config-invalid', `url: expected ${expected}`)
}

function expectedOf({ url, tls }: RedisTarget): string | null {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed === null || !['redis:', 'rediss:'].includes(parsed.protocol))
    return 'a URL that begins with redis:// or rediss://'
  if (!/^\/?\d*$/.test(parsed.pathname)) return 'the number of a database as its path, or none'
  if (tls !== undefined && parsed.protocol !== 'rediss:')
    return 'one that begins with rediss://, because certificates are given'
  return null
}

/** How often a server that takes no writes is asked whether it does again. */
const PROBE_MS = 1_000

class RedisBackend implements Backend {
  readonly kind = 'redis'
  readonly capabilities = REDIS_CAPABILITIES
  readonly #options: RedisBackendOptions
  readonly #tuning: RedisTuning
  readonly #listeners = new BackendListeners()
  readonly #subscriptions = new Set<RedisSubscription>()
  readonly #publishing: RedisConnection
  readonly #control: RedisConnection
  readonly #publisher: Publisher
  readonly #keys = new Map<string, QueueKeys>()
  #blocked: string | null = null
  #probe: NodeJS.Timeout | undefined
  #wasConnected = false
  #closing: Promise<void> | null = null

  constructor(options: RedisBackendOptions) {
    this.#options = options
    this.#tuning = { ...DEFAULT_TUNING, ...options.tuning }
    const events = {
      connected: () => this.#connected(),
      disconnected: (error: Error) => this.#listeners.emit('disconnected', error),
    }
    this.#publishing = new RedisConnection(options, 'publishing', this.#tuning, events)
    this.#control = new RedisConnection(options, 'control', this.#tuning, { ...events, ready: checkServer })
    this.#publisher = new Publisher(this.#publishing, this.#tuning, {
      now: options.now,
      keysOf: (queue) => this.#keysOf(queue),
      blocked: (reason) => this.#setBlocked(reason),
      delayed: (stream, dueAtMs) => this.#on(stream, (subscription) => subscription.delayed(dueAtMs)),
    })
  }

  async connect(): Promise<void> {
    this.#refuseWhenClosed()
    await Promise.all([this.#publishing.open(), this.#control.open()])
  }

  async declare(queue: QueueSpec): Promise<void> {
    const keys = this.#keysOf(queue)
    await this.#asking(keys, async () => {
      await prepareQueue(this.#control, keys)
      const { type, queueName } = queue
      const registry = registryKey(this.#options.namespace)
      await this.#control.send(['SADD', registry, JSON.stringify({ type, queueName })])
    })
  }

  async publish(batch: readonly Outgoing[]): Promise<readonly Duplicate[]> {
    this.#refuseWhenClosed()
    return this.#publisher.publish(batch)
  }

  async consume(queue: QueueSpec, options: ConsumeOptions): Promise<Subscription> {
    this.#refuseWhenClosed()
    const keys = this.#keysOf(queue)
    const fromDead = options.from === 'dead'
    const lane = fromDead ? keys.dead : keys.work
    const subscription = new RedisSubscription(options, {
      lane,
      fromDead,
      control: this.#control,
      reader: new RedisConnection(this.#options, 'reading', this.#tuning),
      tuning: this.#tuning,
      now: this.#options.now,
      prepare: () => prepareLane(this.#control, lane),
      wake: (stream) => this.#on(stream, (other) => other.reclaim()),
      ended: () => this.#subscriptions.delete(subscription),
    })
    this.#subscriptions.add(subscription)
    await subscription.start()
    return subscription
  }

  async stats(queues: readonly QueueSpec[]): Promise<QueueStats[]> {
    return Promise.all(
      queues.map((queue) => {
        const keys = this.#keysOf(queue)
        return this.#asking(keys, () => readStats(this.#control, keys, this.#options.now()))
      }),
    )
  }

  async peek(queue: QueueSpec, state: PeekState, limit: number): Promise<PeekedTask[]> {
    const keys = this.#keysOf(queue)
    return this.#asking(keys, () => peekLane(this.#control, keys, state, limit))
  }

  async find(taskId: string): Promise<PeekedTask | null> {
    const registry = registryKey(this.#options.namespace)
    const names = await this.#asking(null, () => this.#control.send<string[]>(['SMEMBERS', registry]))
    for (const name of names) {
      const queue = JSON.parse(name) as QueueSpec
      if (queue.type === OUTCOMES_QUEUE.type) continue
      const keys = this.#keysOf(queue)
      const found = await this.#asking(keys, () => findTask(this.#control, keys, taskId))
      if (found !== null) return found
    }
    return null
  }

  async purge(queue: QueueSpec): Promise<number> {
    const keys = this.#keysOf(queue)
    return this.#asking(keys, () => purgeLane(this.#control, keys))
  }

  async cancel(queue: QueueSpec, taskId: string): Promise<boolean> {
    const keys = this.#keysOf(queue)
    return this.#asking(keys, () => cancelTask(this.#control, keys, taskId))
  }

  on<E extends keyof BackendEvents>(event: E, listener: BackendEvents[E]): () => void {
    return this.#listeners.on(event, listener)
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    clearInterval(this.#probe)
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.close()))
    if (this.#publishing.ready) await within(this.#tuning.closeTimeoutMs, this.#publisher.idle())
    this.#publisher.close()
    await Promise.all([this.#publishing.close(), this.#control.close()])
  }

  /** The same record for the same queue: it is asked for with every task. */
  #keysOf(queue: QueueSpec): QueueKeys {
    const name = queue.queueName === undefined ? queue.type : `${queue.type}\n${queue.queueName}`
    let keys = this.#keys.get(name)
    if (keys === undefined) {
      keys = keysOf(this.#options.namespace, queue)
      this.#keys.set(name, keys)
    }
    return keys
  }

  #refuseWhenClosed(): void {
    if (this.#closing !== null) throw closedError()
  }

  async #asking<T>(keys: QueueKeys | null, ask: () => Promise<T>): Promise<T> {
    this.#refuseWhenClosed()
    try {
      return await ask()
    } catch (error) {
      throw asTaskError(error, keys?.work.stream ?? registryKey(this.#options.namespace))
    }
  }

  #connected(): void {
    if (!this.#publishing.ready || !this.#control.ready) return
    this.#listeners.emit('connected')
    if (this.#wasConnected) for (const subscription of this.#subscriptions) subscription.restored()
    this.#wasConnected = true
  }

  #on(stream: string, act: (subscription: RedisSubscription) => void): void {
    for (const subscription of this.#subscriptions) if (subscription.stream === stream) act(subscription)
  }

  #setBlocked(reason: string | null): void {
    if (this.#blocked === reason) return
    this.#blocked = reason
    this.#listeners.emit('blocked', reason)
    clearInterval(this.#probe)
    if (reason !== null) this.#probe = setInterval(() => this.#tryToWrite(), PROBE_MS)
  }

  /** Writes nothing, and is refused as a task would be. */
  #tryToWrite(): void {
    const key = `${registryKey(this.#options.namespace)}:probe`
    this.#control.send(['SETRANGE', key, '0', '']).then(
      () => this.#setBlocked(null),
      () => undefined,
    )
  }
}
