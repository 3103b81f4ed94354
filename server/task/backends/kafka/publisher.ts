/**
 * Sends records and waits until the brokers have them on all replicas that are in sync. What comes while a send is under
 * way goes with the next, so that many small publishes become few requests.
 */
import {
  type BaseOptions,
  compatibilityPartitioner,
  findErrorBy,
  ProduceAcks,
  Producer,
} from '@platformatic/kafka'
import { asTaskError, closedError, saysAny } from './kafka-error.ts'
import type { KafkaLink } from './link.ts'
import type { OutRecord } from './message.ts'

/** Requests of an idempotent producer that may be under way to one broker at once. */
const CONCURRENCY = 4
const MAX_COUNT = 1_000
const MAX_BYTES = 1_048_576

interface Waiting {
  readonly record: OutRecord
  partition: number
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

/** The leader moved, or a producer's memory was lost: the brokers did not take it, and may the next time. */
const PASSING = [
  'NOT_LEADER_OR_FOLLOWER',
  'LEADER_NOT_AVAILABLE',
  'FENCED_LEADER_EPOCH',
  'NOT_ENOUGH_REPLICAS',
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR',
]
const PASSING_TRIES = 15
const PASSING_WAIT_MS = 200

export class KafkaPublisher {
  readonly #link: KafkaLink
  readonly #producer: Producer
  #waiting: Waiting[] = []
  #running = 0
  #scheduled = false
  #closed = false
  #unkeyed = 0
  readonly #idle: (() => void)[] = []

  constructor(link: KafkaLink, options: BaseOptions) {
    this.#link = link
    this.#producer = new Producer({
      ...options,
      acks: ProduceAcks.ALL,
      idempotent: true,
      // Not 0, which an idempotent producer takes for "for ever": what was told as failed must not be sent later.
      retries: false,
      repeatOnStaleMetadata: true,
    })
  }

  /** @throws TaskError when the brokers did not take it, as far as we know */
  async send(record: OutRecord): Promise<void> {
    if (this.#closed) throw closedError()
    if (!this.#link.connected) await this.#link.whenConnected()
    return new Promise((resolve, reject) => {
      this.#waiting.push({ record, partition: 0, resolve, reject })
      this.#schedule()
    })
  }

  idle(): Promise<void> {
    if (this.#running === 0 && this.#waiting.length === 0) return Promise.resolve()
    return new Promise((resolve) => this.#idle.push(resolve))
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const { reject } of this.#waiting.splice(0)) reject(closedError())
    await this.#producer.close().catch(() => undefined)
  }

  #schedule(): void {
    if (this.#scheduled || this.#running >= CONCURRENCY) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      while (this.#waiting.length > 0 && this.#running < CONCURRENCY) void this.#flush(this.#next())
    })
  }

  #next(): Waiting[] {
    let [count, bytes] = [0, 0]
    for (const { record } of this.#waiting) {
      if (count > 0 && (count >= MAX_COUNT || bytes + record.value.length > MAX_BYTES)) break
      count++
      bytes += record.value.length
    }
    return this.#waiting.splice(0, count)
  }

  async #flush(batch: readonly Waiting[]): Promise<void> {
    this.#running++
    try {
      await this.#deliver(batch)
    } finally {
      this.#running--
      this.#schedule()
      if (this.#running === 0 && this.#waiting.length === 0) for (const done of this.#idle.splice(0)) done()
    }
  }

  async #deliver(batch: readonly Waiting[], attempt = 1): Promise<void> {
    try {
      await this.#place(batch)
      const messages = batch.map(({ record, partition }) => ({ ...record, partition }))
      await this.#producer.send({ messages })
      for (const { resolve } of batch) resolve()
    } catch (error) {
      await this.#afterFailure(batch, error, attempt)
    }
  }

  /** Some partitions may have taken theirs. Of the others, one task's fault must not be the others'. */
  async #afterFailure(batch: readonly Waiting[], error: unknown, attempt: number): Promise<void> {
    const stored = storedPartitions(error)
    const rest = batch.filter((waiting) => !stored.has(placeOf(waiting)))
    for (const waiting of batch) if (stored.has(placeOf(waiting))) waiting.resolve()
    if (attempt < PASSING_TRIES && saysAny(error, PASSING)) {
      this.#producer.clearMetadata()
      await new Promise((resolve) => setTimeout(resolve, PASSING_WAIT_MS))
      return this.#deliver(rest, attempt + 1)
    }
    if (rest.length > 1 && isOneRecordsFault(error))
      return void (await Promise.all(rest.map((waiting) => this.#deliver([waiting], attempt))))
    this.#failed(rest, error)
  }

  #failed(batch: readonly Waiting[], error: unknown): void {
    const told = asTaskError(error)
    if (findErrorBy(error as Error, 'code', 'PLT_KFK_NETWORK') !== null) {
      // Another broker may lead by now what the one led that is away.
      this.#producer.clearMetadata()
      this.#link.lost(error)
    }
    for (const { reject } of batch) reject(told)
  }

  /** With a key: the partition that Java's clients choose, too. Without: one after the other. */
  async #place(batch: readonly Waiting[]): Promise<void> {
    const topics = [...new Set(batch.map(({ record }) => record.topic))]
    const { topics: known } = await this.#producer.metadata({ topics })
    for (const waiting of batch) {
      const { topic, key, partition } = waiting.record
      if (partition !== undefined) {
        waiting.partition = partition
        continue
      }
      const count = known.get(topic)?.partitionsCount ?? 1
      const place = key === undefined ? this.#unkeyed++ : compatibilityPartitioner({ topic }, key)
      waiting.partition = place % count
    }
  }
}

const placeOf = ({ record, partition }: Waiting): string => `${record.topic}:${partition}`

interface PartitionAnswer {
  readonly index: number
  readonly errorCode: number
}
interface ProduceAnswer {
  readonly responses?: readonly { name: string; partitionResponses: readonly PartitionAnswer[] }[]
}

/** What the brokers say that they have, though the request as a whole failed. */
function storedPartitions(error: unknown): ReadonlySet<string> {
  const { errors = [], response } = error as { errors?: unknown[]; response?: ProduceAnswer }
  const stored = new Set<string>(errors.flatMap((inner) => [...storedPartitions(inner)]))
  for (const { name, partitionResponses } of response?.responses ?? [])
    for (const { index, errorCode } of partitionResponses) if (errorCode === 0) stored.add(`${name}:${index}`)
  return stored
}

function isOneRecordsFault(error: unknown): boolean {
  return (
    saysAny(error, ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'UNKNOWN_TOPIC_OR_PARTITION']) ||
    saysAny(error, ['TOPIC_AUTHORIZATION_FAILED', 'INVALID_RECORD']) ||
    asTaskError(error).code === 'queue-mismatch'
  )
}
