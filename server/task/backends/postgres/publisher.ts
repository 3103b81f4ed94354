/** Publishing: what is published at about the same time, by whomever, goes into one insert. */
import { PublishError } from '../../errors.ts'
import type { Duplicate, Outgoing, QueueSpec } from '../backend.ts'
import { sizeOf, toBlob } from './blob.ts'
import { Coalescer } from './coalescer.ts'
import type { PostgresConnection } from './connection.ts'
import { toInstant } from './instant.ts'
import { insertKeyed, type KeyedRow, keysOf, type Row } from './keyed-inserts.ts'
import { isAway, unavailable } from './postgres-error.ts'
import { PUBLISH } from './statements.ts'
import type { PostgresTuning } from './tuning.ts'

const MAX_INSERT_BYTES = 8_388_608

export interface PublisherHooks {
  readonly nameOf: (queue: QueueSpec) => string
  /** One name per task that was stored. */
  readonly stored: (queues: readonly string[]) => void
}

export class Publisher {
  readonly #connection: PostgresConnection
  readonly #hooks: PublisherHooks
  readonly #inserts: Coalescer<Row, null>
  readonly #keyedInserts: Coalescer<KeyedRow, Duplicate | null>

  constructor(connection: PostgresConnection, tuning: PostgresTuning, hooks: PublisherHooks) {
    this.#connection = connection
    this.#hooks = hooks
    const limits = { count: tuning.publishBatch, bytes: MAX_INSERT_BYTES, concurrency: 2 }
    this.#inserts = new Coalescer((rows) => this.#insert(rows), limits)
    this.#keyedInserts = new Coalescer((rows) => this.#insertKeyed(rows), { ...limits, concurrency: 1 })
  }

  /**
   * Resolves with those that were not stored, because another task holds their unique key.
   * @throws TaskError `backend-unavailable` when nothing of the batch was stored
   * @throws PublishError when a part of it was, or the database refused it
   */
  async publish(batch: readonly Outgoing[]): Promise<readonly Duplicate[]> {
    const results = await Promise.allSettled(batch.map((outgoing) => this.#add(outgoing)))
    const failed = results.find((result) => result.status === 'rejected')
    if (failed !== undefined) throw publishError(batch, results, failed.reason)
    return results
      .map((result) => (result.status === 'fulfilled' ? result.value : null))
      .filter((duplicate) => duplicate !== null)
  }

  #add(outgoing: Outgoing): Promise<Duplicate | null> {
    const { queue, envelope, dueAt } = outgoing
    const row = {
      queue: this.#hooks.nameOf(queue),
      envelope,
      dueAt: dueAt === undefined ? null : toInstant(dueAt),
    }
    const keys = keysOf(outgoing)
    if (keys.uniqueKey === null && keys.orderKey === null) return this.#inserts.add(row, sizeOf(envelope))
    return this.#keyedInserts.add({ ...row, ...keys }, sizeOf(envelope))
  }

  async #insertKeyed(rows: readonly KeyedRow[]): Promise<(Duplicate | null)[]> {
    const duplicates = await insertKeyed(this.#connection, rows)
    this.#hooks.stored(rows.filter((_row, index) => duplicates[index] === null).map(({ queue }) => queue))
    return duplicates
  }

  async #insert(rows: readonly Row[]): Promise<null[]> {
    const blob = toBlob(rows.map(({ envelope }) => envelope))
    const queues = rows.map(({ queue }) => queue)
    const values = [
      blob.bytes,
      queues,
      rows.map(({ dueAt }) => dueAt),
      blob.attributesAt,
      blob.bodyAt,
      blob.endAt,
    ]
    await this.#connection.query({ name: 'sbx-publish', text: PUBLISH }, values)
    this.#hooks.stored(queues)
    return rows.map(() => null)
  }

  async idle(): Promise<void> {
    await Promise.all([this.#inserts.idle(), this.#keyedInserts.idle()])
  }
}

function publishError(
  batch: readonly Outgoing[],
  results: readonly PromiseSettledResult<unknown>[],
  reason: unknown,
): Error {
  const accepted = batch
    .filter((_outgoing, index) => results[index]?.status === 'fulfilled')
    .map(({ envelope }) => envelope.attributes.id ?? '')
  if ((reason as Error).name === 'TaskError' && accepted.length === 0) return reason as Error
  if (isAway(reason) && accepted.length === 0) return unavailable(reason)
  return new PublishError(
    `Postgres stored ${accepted.length} of ${batch.length} tasks: ${(reason as Error).message}`,
    accepted,
    { cause: reason, retryable: isAway(reason) },
  )
}
