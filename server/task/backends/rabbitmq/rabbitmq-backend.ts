/**
 * RabbitMQ: quorum queues, publishing with confirms, delays by a ladder of queues (`ladder.ts`).
 *
 * Two connections: a resource alarm of the broker blocks those that publish, and acknowledging must go on.
 */
import type { ChannelModel } from 'amqplib'
import { TaskError } from '../../errors.ts'
import {
  type Backend,
  type BackendEvents,
  type ConsumeOptions,
  type Duplicate,
  NO_DUPLICATES,
  type Outgoing,
  type PeekedTask,
  type QueueSpec,
  type QueueStats,
  type Subscription,
} from '../backend.ts'
import type { Capabilities } from '../capabilities.ts'
import { within } from '../deadline.ts'
import { BackendListeners } from '../listeners.ts'
import { publishBatch } from '../publish-batch.ts'
import { RABBITMQ_CAPABILITIES, RABBITMQ_MANAGED_CAPABILITIES } from './capabilities.ts'
import { RabbitConnection, type RabbitTarget } from './connection.ts'
import { ControlChannel } from './control.ts'
import { Declarations } from './declarations.ts'
import { Management } from './management.ts'
import { namesOf, type QueueNames } from './names.ts'
import type { Parcel } from './parcel.ts'
import { Publisher } from './publisher.ts'
import { closedError } from './rabbitmq-error.ts'
import { managedStats, passiveStats } from './stats.ts'
import { RabbitSubscription } from './subscription.ts'
import { DEFAULT_TUNING, type RabbitTuning } from './tuning.ts'

export interface RabbitBackendOptions extends RabbitTarget {
  /** First part of every name on the broker. */
  readonly namespace: string
  /** Of the management HTTP API; without it fewer figures are known. */
  readonly managementUrl?: string
  readonly now: () => Date
  readonly tuning?: Partial<RabbitTuning>
}

/** @throws TaskError `config-invalid` when an address is no URL */
export function createRabbitBackend(options: RabbitBackendOptions): Backend {
  requireUrl(options.url, ['amqp:', 'amqps:'])
  if (options.managementUrl !== undefined) requireUrl(options.managementUrl, ['http:', 'https:'])
  return new RabbitBackend(options)
}

/** The address may hold a password, so the message does not repeat it. */
function requireUrl(url: string, protocols: readonly string[]): void {
  if (URL.canParse(url) && protocols.includes(new URL(url).protocol)) return
  throw new TaskError('config-invalid', `expected a URL that begins with ${protocols.join('// or ')}//`)
}

class RabbitBackend implements Backend {
  readonly kind = 'rabbitmq'
  readonly capabilities: Capabilities
  readonly #namespace: string
  readonly #now: () => Date
  readonly #tuning: RabbitTuning
  readonly #listeners = new BackendListeners()
  readonly #subscriptions = new Set<RabbitSubscription>()
  readonly #publishing: RabbitConnection
  readonly #consuming: RabbitConnection
  readonly #publisher: Publisher
  readonly #control: ControlChannel
  readonly #declarations: Declarations
  readonly #management: Management | null
  readonly #names = new WeakMap<QueueSpec, QueueNames>()
  #closing: Promise<void> | null = null

  constructor(options: RabbitBackendOptions) {
    const { namespace, managementUrl, now } = options
    this.capabilities = managementUrl === undefined ? RABBITMQ_CAPABILITIES : RABBITMQ_MANAGED_CAPABILITIES
    this.#namespace = namespace
    this.#now = now
    this.#tuning = { ...DEFAULT_TUNING, ...options.tuning }
    this.#publisher = new Publisher(this.#tuning, {
      namespace,
      now,
      ladderLost: () => this.#declarations.forgetLadder(),
    })
    const events = {
      connected: () => this.#connected(),
      disconnected: (error: Error) => this.#listeners.emit('disconnected', error),
    }
    this.#publishing = new RabbitConnection(options, 'publishing', this.#tuning, {
      ...events,
      ready: (model) => this.#attach(model),
      blocked: (reason) => this.#blocked(reason),
    })
    this.#consuming = new RabbitConnection(options, 'consuming', this.#tuning, {
      ...events,
      ready: async () => undefined,
      blocked: () => undefined,
    })
    this.#control = new ControlChannel(() => this.#consuming.model)
    this.#declarations = new Declarations(this.#control, namespace)
    this.#management = managementUrl === undefined ? null : new Management(managementUrl, options)
  }

  async connect(): Promise<void> {
    this.#refuseWhenClosed()
    await Promise.all([this.#publishing.open(), this.#consuming.open()])
  }

  async declare(queue: QueueSpec): Promise<void> {
    this.#refuseWhenClosed()
    await this.#declarations.declare(this.#namesOf(queue))
  }

  async publish(batch: readonly Outgoing[]): Promise<readonly Duplicate[]> {
    this.#refuseWhenClosed()
    await publishBatch(batch, this.#sendTask)
    return NO_DUPLICATES
  }

  readonly #sendTask = ({ queue, envelope, dueAt }: Outgoing): Promise<void> => {
    const names = this.#namesOf(queue)
    const dueAtMs = dueAt?.getTime() ?? null
    return this.#send(names, { envelope, queue: names.work, address: names.workAddress, dueAtMs })
  }

  async consume(queue: QueueSpec, options: ConsumeOptions): Promise<Subscription> {
    this.#refuseWhenClosed()
    const subscription = this.#subscriptionOf(this.#namesOf(queue), options)
    // A connection that breaks and comes back meanwhile must find it.
    this.#subscriptions.add(subscription)
    await subscription.start()
    return subscription
  }

  #subscriptionOf(names: QueueNames, options: ConsumeOptions): RabbitSubscription {
    const [queue, address] =
      options.from === 'dead' ? [names.dead, names.deadAddress] : [names.work, names.workAddress]
    const { resubscribeMs, closeTimeoutMs } = this.#tuning
    const subscription = new RabbitSubscription(options, {
      queue,
      now: this.#now,
      resubscribeMs,
      closeTimeoutMs,
      model: () => this.#consuming.model,
      storeAgain: (envelope, dueAtMs) => this.#send(names, { envelope, queue, address, dueAtMs }),
      storeDead: (envelope) =>
        this.#send(names, { envelope, queue: names.dead, address: names.deadAddress, dueAtMs: null }),
      ended: () => this.#subscriptions.delete(subscription),
    })
    return subscription
  }

  #send(names: QueueNames, parcel: Parcel): Promise<void> {
    const delayMs = parcel.dueAtMs === null ? 0 : parcel.dueAtMs - this.#now().getTime()
    return delayMs > 0 ? this.#sendDelayed(names, parcel, delayMs) : this.#publisher.send(parcel)
  }

  async #sendDelayed(names: QueueNames, parcel: Parcel, delayMs: number): Promise<void> {
    await this.#declarations.forDelay(names, delayMs)
    await this.#publisher.send(parcel)
  }

  async stats(queues: readonly QueueSpec[]): Promise<QueueStats[]> {
    this.#refuseWhenClosed()
    const names = queues.map((queue) => this.#namesOf(queue))
    return this.#management === null
      ? passiveStats(this.#control, this.capabilities, names, this.#now)
      : managedStats(this.#management, this.capabilities, names, this.#now)
  }

  async peek(): Promise<PeekedTask[]> {
    throw new TaskError(
      'backend-unsupported',
      'RabbitMQ cannot show a message without delivering it, which counts toward its delivery limit.',
    )
  }

  /** What is ready. Delayed tasks of all types share the ladder, where they cannot be told apart. */
  async purge(queue: QueueSpec): Promise<number> {
    this.#refuseWhenClosed()
    const { work } = this.#namesOf(queue)
    return (await this.#control.run((channel) => channel.purgeQueue(work))).messageCount
  }

  on<E extends keyof BackendEvents>(event: E, listener: BackendEvents[E]): () => void {
    return this.#listeners.on(event, listener)
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    const stopping = [...this.#subscriptions].map((subscription) => subscription.stop())
    if (this.#consuming.model !== null) await within(this.#tuning.closeTimeoutMs, Promise.all(stopping))
    if (this.#publishing.model !== null) await within(this.#tuning.closeTimeoutMs, this.#publisher.idle())
    this.#publisher.close()
    await Promise.all([this.#publishing.close(), this.#consuming.close()])
  }

  /** A producer names its queue with the same object each time. */
  #namesOf(queue: QueueSpec): QueueNames {
    let names = this.#names.get(queue)
    if (names === undefined) {
      names = namesOf(this.#namespace, queue)
      this.#names.set(queue, names)
    }
    return names
  }

  #refuseWhenClosed(): void {
    if (this.#closing !== null) throw closedError()
  }

  #connected(): void {
    if (this.#publishing.model === null || this.#consuming.model === null) return
    this.#listeners.emit('connected')
    for (const subscription of this.#subscriptions) subscription.look()
  }

  /** An alarm is told anew on each connection. */
  #attach(model: ChannelModel): Promise<void> {
    this.#blocked(null)
    return this.#publisher.attach(model)
  }

  #blocked(reason: string | null): void {
    if (reason === null && this.#publisher.blocked === null) return
    this.#publisher.setBlocked(reason)
    this.#listeners.emit('blocked', reason)
  }
}
