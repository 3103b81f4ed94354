/**
 * The contract that every backend keeps. It speaks of tasks and queues and exposes no connection, channel or
 * transaction. `conformance/` proves it, backend by backend.
 *
 * Guarantees:
 * - `publish` resolves only when the broker has taken responsibility for the whole batch. When it took only a
 *   part it rejects with a `PublishError` that names the accepted ids.
 * - A delivery is settled once: `ack`, `retry`, `dead` or `release`. `retry` and `dead` store the new message
 *   durably before the old one is removed: a crash between gives a duplicate, never a loss.
 * - A delivery whose consumer dies comes back to another consumer within seconds.
 * - A task with `dueAt` is never delivered before that instant.
 * - `close` stops taking, waits for nothing, and gives back what was never handed to a consumer.
 */
import type { Capabilities, Figure } from './capabilities.ts'

export type BackendKind = 'memory' | 'postgres' | 'rabbitmq' | 'kafka' | 'redis'

/** A task on its way: CloudEvents attributes (names as in the specification) and the data's bytes. */
export interface Envelope {
  readonly attributes: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** Where tasks of one type wait. `queueName` names an existing queue about which we declare nothing. */
export interface QueueSpec {
  readonly type: string
  readonly queueName?: string
}

export interface Outgoing {
  readonly queue: QueueSpec
  readonly envelope: Envelope
  /** Not to be delivered before this instant. */
  readonly dueAt?: Date
  /**
   * Only where `capabilities.unique`. While a task of this type with this key waits (ready or delayed) or runs, this
   * one is not stored. The key is free again when its task is acknowledged, dead, cancelled or purged; a retry keeps it.
   */
  readonly uniqueKey?: string
}

/** A task that was not stored, because another one holds its unique key. */
export interface Duplicate {
  readonly id: string
  /** The id of the task that holds the key. */
  readonly of: string
}

/** What a publish resolves with where every task was stored. */
export const NO_DUPLICATES: readonly Duplicate[] = []

export interface Delivery {
  readonly envelope: Envelope
  /** True when it may have been handed out before. */
  readonly redelivered: boolean
  ack(): Promise<void>
  /** Stores `next` to be delivered at `dueAt`, then removes this one. */
  retry(next: Envelope, dueAt: Date): Promise<void>
  /** Stores `letter` in the dead queue, then removes this one. */
  dead(letter: Envelope): Promise<void>
  /** Gives it back untouched, e.g. when the process stops before the handler began. */
  release(): Promise<void>
}

export interface ConsumeOptions {
  /** At most this many unsettled deliveries are handed out; changed with `setPrefetch`. */
  readonly prefetch: number
  /** Take from the dead queue instead of the work queue (the failure archive does). */
  readonly from?: 'work' | 'dead'
  /**
   * Only where `capabilities.orderByKey`. Tasks of one partition key are handed out one at a time, over all instances,
   * in the order in which they were published; one that is retried keeps its place, so its key waits for it. Tasks
   * without a key are handed out as ever. A task that was published for a later instant takes its place then.
   */
  readonly orderByKey?: boolean
  /** Called once per delivery; must not throw. */
  readonly onDelivery: (delivery: Delivery) => void
  /** The subscription broke and will not recover by itself; the supervisor restarts it. */
  readonly onError: (error: Error) => void
}

export interface Subscription {
  setPrefetch(prefetch: number): void
  /** Takes nothing more; what was handed out can still be settled. Resolves when no new delivery can arrive. */
  stop(): Promise<void>
}

export interface QueueStats {
  readonly ready: Figure
  readonly inFlight: Figure
  readonly delayed: Figure
  readonly dead: Figure
  /** Age in milliseconds of the oldest task that is ready and not taken. */
  readonly oldestAgeMs: Figure
  /** Totals since the queue exists, from which rates are derived; null where the backend keeps none. */
  readonly enqueuedTotal: number | null
  readonly completedTotal: number | null
  readonly sampledAt: Date
}

export type PeekState = 'ready' | 'inFlight' | 'delayed' | 'dead'

export interface PeekedTask {
  readonly envelope: Envelope
  readonly state: PeekState
  readonly dueAt?: Date
}

export interface BackendEvents {
  readonly connected: () => void
  readonly disconnected: (error: Error) => void
  /** The broker takes no publishes for now (`reason`), or does again (null). */
  readonly blocked: (reason: string | null) => void
}

export interface Backend {
  readonly kind: BackendKind
  readonly capabilities: Capabilities
  /** Connects and prepares; rejects with `backend-unavailable`. May be called again after that. */
  connect(): Promise<void>
  /** Makes the type's queues. Idempotent. Rejects with `queue-mismatch` when they exist otherwise. */
  declare(queue: QueueSpec): Promise<void>
  /** Resolves with those that were not stored because their unique key is held: by an earlier one of the batch, too. */
  publish(batch: readonly Outgoing[]): Promise<readonly Duplicate[]>
  consume(queue: QueueSpec, options: ConsumeOptions): Promise<Subscription>
  /** One entry per queue asked for, in that order. */
  stats(queues: readonly QueueSpec[]): Promise<QueueStats[]>
  /** Reads without taking, oldest first; at most `limit`. */
  peek(queue: QueueSpec, state: PeekState, limit: number): Promise<PeekedTask[]>
  /**
   * Where `capabilities.find`: the task of that id, in any queue and state, its body left out. Only the newest
   * hundred thousand or so are looked through: null means "not seen", not "not there".
   */
  find?(taskId: string): Promise<PeekedTask | null>
  /** Removes waiting tasks (ready, and delayed where `capabilities.purgesDelayed`) and tells how many. */
  purge(queue: QueueSpec): Promise<number>
  /**
   * Where `capabilities.cancel`: removes a task that waits (ready or delayed). False: it runs already, or is not
   * there; then nothing happened.
   */
  cancel?(queue: QueueSpec, taskId: string): Promise<boolean>
  on<E extends keyof BackendEvents>(event: E, listener: BackendEvents[E]): () => void
  close(): Promise<void>
}
