/**
 * The reference backend: everything in this process, simple and exact. For tests, and for a project that can afford
 * to lose its waiting tasks with the process. Backends that are to see the same queues share a `MemoryBroker`.
 */
import { TaskError } from '../../errors.ts'
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
import { MEMORY_CAPABILITIES } from './capabilities.ts'
import type { Entry } from './lane.ts'
import { MemoryQueue } from './memory-queue.ts'

export class MemoryBroker {
  readonly now: () => Date
  readonly queues = new Map<string, MemoryQueue>()

  constructor(now: () => Date = () => new Date()) {
    this.now = now
  }

  queue(spec: QueueSpec): MemoryQueue {
    const name = spec.queueName ?? spec.type
    let queue = this.queues.get(name)
    if (queue === undefined) {
      queue = new MemoryQueue(this.now)
      this.queues.set(name, queue)
    }
    return queue
  }
}

export interface MemoryBackendOptions {
  readonly now?: () => Date
  readonly broker?: MemoryBroker
}

export function createMemoryBackend(options: MemoryBackendOptions = {}): Backend {
  return new MemoryBackend(options.broker ?? new MemoryBroker(options.now))
}

class MemoryBackend implements Backend {
  readonly kind = 'memory'
  readonly capabilities = MEMORY_CAPABILITIES
  readonly #broker: MemoryBroker
  readonly #listeners = new BackendListeners()
  #closed = false

  constructor(broker: MemoryBroker) {
    this.#broker = broker
  }

  async connect(): Promise<void> {
    this.#refuseWhenClosed()
    this.#listeners.emit('connected')
  }

  async declare(queue: QueueSpec): Promise<void> {
    this.#refuseWhenClosed()
    this.#broker.queue(queue)
  }

  async publish(batch: readonly Outgoing[]): Promise<readonly Duplicate[]> {
    this.#refuseWhenClosed()
    return batch
      .map((outgoing) => this.#broker.queue(outgoing.queue).publish(outgoing))
      .filter((duplicate) => duplicate !== null)
  }

  async consume(queue: QueueSpec, options: ConsumeOptions): Promise<Subscription> {
    this.#refuseWhenClosed()
    return this.#broker.queue(queue).subscribe(this, options)
  }

  async stats(queues: readonly QueueSpec[]): Promise<QueueStats[]> {
    return queues.map((spec) => statsOf(this.#broker.queue(spec), this.#broker.now()))
  }

  async peek(spec: QueueSpec, state: PeekState, limit: number): Promise<PeekedTask[]> {
    const queue = this.#broker.queue(spec)
    queue.promote()
    return entriesIn(queue, state)
      .slice(0, limit)
      .map((entry) => ({
        envelope: entry.envelope,
        state,
        ...(state === 'delayed' ? { dueAt: new Date(entry.readyAtMs) } : {}),
      }))
  }

  async purge(queue: QueueSpec): Promise<number> {
    return this.#broker.queue(queue).purge()
  }

  async cancel(queue: QueueSpec, taskId: string): Promise<boolean> {
    this.#refuseWhenClosed()
    return this.#broker.queue(queue).cancel(taskId)
  }

  on<E extends keyof BackendEvents>(event: E, listener: BackendEvents[E]): () => void {
    return this.#listeners.on(event, listener)
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const queue of this.#broker.queues.values()) queue.leave(this)
  }

  #refuseWhenClosed(): void {
    if (this.#closed) throw new TaskError('closed', 'The memory backend is closed.')
  }
}

function entriesIn(queue: MemoryQueue, state: PeekState): readonly Entry[] {
  if (state === 'ready') return queue.work.ready
  if (state === 'delayed') return queue.work.delayed
  if (state === 'inFlight') return [...queue.work.inFlight]
  return [...queue.dead.inFlight, ...queue.dead.ready, ...queue.dead.delayed]
}

function statsOf(queue: MemoryQueue, now: Date): QueueStats {
  queue.promote()
  const exact = (value: number) => ({ value, quality: 'exact' as const })
  const oldest = queue.work.ready.reduce((least, entry) => Math.min(least, entry.readyAtMs), now.getTime())
  return {
    ready: exact(queue.work.ready.length),
    inFlight: exact(queue.work.inFlight.size),
    delayed: exact(queue.work.delayed.length),
    dead: exact(queue.dead.size),
    oldestAgeMs: exact(now.getTime() - oldest),
    enqueuedTotal: queue.enqueuedTotal,
    completedTotal: queue.completedTotal,
    sampledAt: now,
  }
}
