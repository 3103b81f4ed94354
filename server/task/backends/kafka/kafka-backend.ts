/**
 * Kafka: a queue on a log. Tasks are records of a topic per type; all projects' consumers of a type are one group. What is
 * done above a partition's committed offset is told in the commit's metadata, so that tasks end in any order (`progress.ts`).
 */
import type { BaseOptions } from '@platformatic/kafka'
import { TaskError } from '../../errors.ts'
import {
  type Backend,
  type BackendEvents,
  type ConsumeOptions,
  type Duplicate,
  type Envelope,
  NO_DUPLICATES,
  type Outgoing,
  type PeekedTask,
  type QueueSpec,
  type QueueStats,
  type Subscription,
} from '../backend.ts'
import type { Capabilities } from '../capabilities.ts'
import { BackendListeners } from '../listeners.ts'
import { publishBatch } from '../publish-batch.ts'
import { KAFKA_CAPABILITIES } from './capabilities.ts'
import { clientOptions, type KafkaTarget } from './client-options.ts'
import { closedError } from './kafka-error.ts'
import { KafkaLink } from './link.ts'
import { type OutRecord, toRecord } from './message.ts'
import { namesOf, type TopicNames, tierOf } from './names.ts'
import { KafkaPublisher } from './publisher.ts'
import { purge } from './purge.ts'
import { statsOf } from './stats.ts'
import { KafkaSubscription } from './subscription.ts'
import { Topics } from './topics.ts'
import { DEFAULT_TUNING, type KafkaTuning } from './tuning.ts'

export interface KafkaBackendOptions extends KafkaTarget {
  /** First part of every name on the brokers. */
  readonly namespace: string
  /** Of the topics that we make; the brokers' own default when left out. */
  readonly replicationFactor?: number
  /** Of a type's work topic, when it is made. */
  readonly partitions: number
  readonly now: () => Date
  readonly tuning?: Partial<KafkaTuning>
}

/** @throws TaskError `config-invalid` when an address is none */
export function createKafkaBackend(options: KafkaBackendOptions): Backend {
  return new KafkaBackend(options)
}

class KafkaBackend implements Backend {
  readonly kind = 'kafka'
  readonly capabilities: Capabilities = KAFKA_CAPABILITIES
  readonly #namespace: string
  readonly #now: () => Date
  readonly #tuning: KafkaTuning
  readonly #client: BaseOptions
  readonly #listeners = new BackendListeners()
  readonly #subscriptions = new Set<KafkaSubscription>()
  /** Those that still hold running tasks, too. */
  readonly #all = new Set<KafkaSubscription>()
  readonly #link: KafkaLink
  readonly #publisher: KafkaPublisher
  readonly #topics: Topics
  #closing: Promise<void> | null = null

  constructor(options: KafkaBackendOptions) {
    this.#namespace = options.namespace
    this.#now = options.now
    this.#tuning = { ...DEFAULT_TUNING, ...options.tuning }
    this.#client = clientOptions(options, this.#tuning)
    this.#link = new KafkaLink(this.#client, this.#tuning, {
      connected: () => this.#listeners.emit('connected'),
      disconnected: (error) => this.#listeners.emit('disconnected', error),
    })
    this.#publisher = new KafkaPublisher(this.#link, this.#client)
    this.#topics = new Topics(this.#link, {
      partitions: options.partitions,
      replicationFactor: options.replicationFactor ?? null,
    })
  }

  async connect(): Promise<void> {
    this.#refuseWhenClosed()
    await this.#link.open()
  }

  async declare(queue: QueueSpec): Promise<void> {
    this.#refuseWhenClosed()
    await this.#topics.declare(this.#namesOf(queue))
  }

  async publish(batch: readonly Outgoing[]): Promise<readonly Duplicate[]> {
    this.#refuseWhenClosed()
    await publishBatch(batch, ({ queue, envelope, dueAt }) => {
      const names = this.#namesOf(queue)
      return this.#store(names, names.work, envelope, dueAt?.getTime() ?? 0)
    })
    return NO_DUPLICATES
  }

  /** What is due within a second waits with whoever fetches it, the rest in a tier. */
  #store(names: TopicNames, topic: string, envelope: Envelope, dueAtMs: number): Promise<void> {
    const delayMs = dueAtMs - this.#now().getTime()
    const tier = topic === names.dead ? null : tierOf(delayMs)
    const due = delayMs > 0 ? dueAtMs : null
    return this.#send(toRecord(tier === null ? topic : names.retry(tier), envelope, due))
  }

  #send(record: OutRecord): Promise<void> {
    return this.#publisher.send(record)
  }

  async consume(queue: QueueSpec, options: ConsumeOptions): Promise<Subscription> {
    this.#refuseWhenClosed()
    const names = this.#namesOf(queue)
    const from = options.from === 'dead' ? names.dead : names.work
    const subscription = new KafkaSubscription(options, {
      names,
      link: this.#link,
      client: this.#client,
      tuning: this.#tuning,
      now: () => this.#now().getTime(),
      send: (record) => this.#send(record),
      storeAgain: (envelope, dueAtMs) => this.#store(names, from, envelope, dueAtMs),
      storeDead: (envelope) => this.#store(names, names.dead, envelope, 0),
      ended: () => this.#subscriptions.delete(subscription),
    })
    this.#subscriptions.add(subscription)
    this.#all.add(subscription)
    await subscription.start()
    return subscription
  }

  async stats(queues: readonly QueueSpec[]): Promise<QueueStats[]> {
    this.#refuseWhenClosed()
    return this.#link.run((admin) =>
      Promise.all(queues.map((queue) => statsOf(admin, this.capabilities, this.#namesOf(queue), this.#now))),
    )
  }

  async peek(): Promise<PeekedTask[]> {
    throw new TaskError('backend-unsupported', 'The Kafka backend does not show waiting tasks.')
  }

  /**
   * Deletes what the logs of the work topic and its tiers hold. Running consumers drop what they fetched of it and did not
   * hand out, within a fetch.
   * @throws TaskError `backend-unsupported` for a topic that is somebody else's
   */
  async purge(queue: QueueSpec): Promise<number> {
    this.#refuseWhenClosed()
    return this.#link.run((admin) => purge(admin, this.capabilities, this.#namesOf(queue), this.#now))
  }

  on<E extends keyof BackendEvents>(event: E, listener: BackendEvents[E]): () => void {
    return this.#listeners.on(event, listener)
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    const within = <T>(work: Promise<T>) =>
      Promise.race([work, new Promise((resolve) => setTimeout(resolve, this.#tuning.closeTimeoutMs).unref())])
    await within(Promise.allSettled([...this.#all].map((subscription) => subscription.close())))
    await within(this.#publisher.idle())
    await within(Promise.all([this.#publisher.close(), this.#link.close()]))
  }

  #namesOf(queue: QueueSpec): TopicNames {
    return namesOf(this.#namespace, queue)
  }

  #refuseWhenClosed(): void {
    if (this.#closing !== null) throw closedError()
  }
}
