/**
 * Postgres as a broker: the embedded default, and a production backend. A task is a row; a batch is claimed with
 * SKIP LOCKED, completed by deleting, and held under one lease per process.
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
import { BackendListeners } from '../listeners.ts'
import { POSTGRES_CAPABILITIES } from './capabilities.ts'
import { PostgresConnection } from './connection.ts'
import { Counters } from './counters.ts'
import { cancelRow, findRow, peekRows, purgeRows, readStats } from './inspect.ts'
import { Lease } from './lease.ts'
import { Notifier } from './notifier.ts'
import { closedError, isAway, unavailable } from './postgres-error.ts'
import { Publisher } from './publisher.ts'
import { Scout } from './scout.ts'
import { Settler } from './settler.ts'
import { type SourceParts, sourceOf } from './source.ts'
import { PostgresSubscription } from './subscription.ts'
import { DEFAULT_TUNING, type PostgresTuning } from './tuning.ts'

export interface PostgresBackendOptions {
  readonly url: string
  /** First part of every queue's name. */
  readonly namespace: string
  readonly tuning?: Partial<PostgresTuning>
}

export function createPostgresBackend(options: PostgresBackendOptions): Backend {
  return new PostgresBackend(options)
}

class PostgresBackend implements Backend {
  readonly kind = 'postgres'
  readonly capabilities = POSTGRES_CAPABILITIES
  readonly #namespace: string
  readonly #tuning: PostgresTuning
  readonly #listeners = new BackendListeners()
  readonly #subscriptions = new Set<PostgresSubscription>()
  readonly #connection: PostgresConnection
  readonly #lease: Lease
  readonly #settler: Settler
  readonly #publisher: Publisher
  readonly #notifier: Notifier
  readonly #counters: Counters
  readonly #scout: Scout
  readonly #sourceParts: SourceParts
  #wasConnected = false
  #closing: Promise<void> | null = null

  constructor({ url, namespace, tuning }: PostgresBackendOptions) {
    this.#namespace = namespace
    this.#tuning = { ...DEFAULT_TUNING, ...tuning }
    this.#connection = new PostgresConnection(url, this.#tuning, {
      connected: () => void this.#resume(),
      disconnected: (error) => this.#listeners.emit('disconnected', error),
      notified: (queue) => this.#wake(queue),
    })
    this.#lease = new Lease(this.#connection, this.#tuning, {
      lost: () => this.#each((subscription) => subscription.forgetBuffer()),
      renewed: () => this.#each((subscription) => subscription.pump()),
      reclaimed: (queues) => this.#announce(queues),
    })
    this.#settler = new Settler(this.#connection, this.#lease)
    this.#publisher = new Publisher(this.#connection, this.#tuning, {
      nameOf: (queue) => this.#nameOf(queue),
      stored: (queues) => this.#stored(queues),
    })
    const { notifyEveryMs: everyMs, notifyBurst: burst } = this.#tuning
    this.#notifier = new Notifier(this.#connection, { everyMs, burst })
    this.#counters = new Counters(this.#connection)
    this.#scout = new Scout(this.#connection, this.#tuning.pollMs, () => this.#idleOnes())
    this.#sourceParts = {
      connection: this.#connection,
      lease: this.#lease,
      settler: this.#settler,
      counters: this.#counters,
      drained: () => this.#scout.look(),
      announce: (queue) => this.#announce([queue]),
    }
  }

  async connect(): Promise<void> {
    await this.#connection.open()
  }

  /** Rows need no queue to be made first. */
  async declare(queue: QueueSpec): Promise<void> {
    this.#refuseWhenClosed()
    this.#nameOf(queue)
  }

  async publish(batch: readonly Outgoing[]): Promise<readonly Duplicate[]> {
    this.#refuseWhenClosed()
    return this.#publisher.publish(batch)
  }

  async consume(queue: QueueSpec, options: ConsumeOptions): Promise<Subscription> {
    this.#refuseWhenClosed()
    await this.#asking(() => this.#lease.acquire())
    const name = this.#nameOf(queue)
    const subscription = new PostgresSubscription(name, options, sourceOf(this.#sourceParts, name, options))
    this.#subscriptions.add(subscription)
    subscription.wake()
    return {
      setPrefetch: (prefetch) => subscription.setPrefetch(prefetch),
      stop: async () => {
        this.#subscriptions.delete(subscription)
        await subscription.stop()
        this.#announce([name])
      },
    }
  }

  async stats(queues: readonly QueueSpec[]): Promise<QueueStats[]> {
    this.#refuseWhenClosed()
    const names = queues.map((queue) => this.#nameOf(queue))
    await this.#counters.flush()
    return this.#asking(() => readStats(this.#connection, names))
  }

  peek(queue: QueueSpec, state: PeekState, limit: number): Promise<PeekedTask[]> {
    return this.#asking(() => peekRows(this.#connection, this.#nameOf(queue), state, limit))
  }

  find(taskId: string): Promise<PeekedTask | null> {
    return this.#asking(() => findRow(this.#connection, taskId, this.#nameOf(OUTCOMES_QUEUE)))
  }

  purge(queue: QueueSpec): Promise<number> {
    return this.#asking(() => purgeRows(this.#connection, this.#nameOf(queue)))
  }

  async cancel(queue: QueueSpec, taskId: string): Promise<boolean> {
    this.#refuseWhenClosed()
    const name = this.#nameOf(queue)
    const cancelled = await this.#asking(() => cancelRow(this.#connection, name, taskId))
    // Others of its order key may have waited for it.
    if (cancelled) this.#announce([name])
    return cancelled
  }

  on<E extends keyof BackendEvents>(event: E, listener: BackendEvents[E]): () => void {
    return this.#listeners.on(event, listener)
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    this.#scout.stop()
    this.#counters.stop()
    const stopping = [...this.#subscriptions].map((subscription) => subscription.stop())
    if (this.#connection.connected) await this.#within(this.#leave(stopping))
    this.#lease.stop()
    await this.#connection.close()
  }

  async #leave(stopping: readonly Promise<void>[]): Promise<void> {
    await Promise.all([...stopping, this.#publisher.idle(), this.#settler.idle()])
    this.#announce(await this.#lease.leave())
    await Promise.all([this.#counters.flush(), this.#notifier.flush()])
  }

  /** A database that goes away meanwhile must not keep the process: others reclaim when the lease expires. */
  async #within(work: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.#tuning.closeTimeoutMs)
    })
    await Promise.race([work.catch(() => undefined), late])
    clearTimeout(timer)
  }

  #nameOf({ type, queueName }: QueueSpec): string {
    const name = queueName ?? `${this.#namespace}.${type}`
    if (name.includes('\0'))
      throw new TaskError('config-invalid', 'queueName: expected a name without NUL characters')
    return name
  }

  #refuseWhenClosed(): void {
    if (this.#closing !== null) throw closedError()
  }

  async #asking<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask()
    } catch (error) {
      throw isAway(error) && !(error instanceof TaskError) ? unavailable(error) : error
    }
  }

  async #resume(): Promise<void> {
    if (this.#wasConnected) await this.#lease.restored()
    this.#wasConnected = true
    this.#listeners.emit('connected')
    this.#each((subscription) => subscription.wake())
  }

  #each(act: (subscription: PostgresSubscription) => void): void {
    for (const subscription of this.#subscriptions) act(subscription)
  }

  #wake(queue: string): void {
    this.#each((subscription) => {
      if (subscription.queue === queue) subscription.wake()
    })
  }

  #idleOnes() {
    return [...this.#subscriptions]
      .filter((subscription) => subscription.idle)
      .map((subscription) => ({
        queue: subscription.queue,
        fromDead: subscription.fromDead,
        inOrder: subscription.inOrder,
        nextDueIn: (ms: number) => subscription.nextDueIn(ms),
      }))
  }

  /** Our own subscriptions at once, those of other processes by notification. */
  #announce(queues: Iterable<string>): void {
    for (const queue of queues) {
      this.#wake(queue)
      this.#notifier.announce(queue)
    }
  }

  #stored(queues: readonly string[]): void {
    for (const queue of queues) this.#counters.add(queue, { enqueued: 1 })
    this.#announce(new Set(queues))
  }
}
