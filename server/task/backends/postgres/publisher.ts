/** Publishing: what is published at about the same time, by whomever, goes into one insert. */
import { PublishError } from '../../errors.ts'
import type { Envelope, Outgoing, QueueSpec } from '../backend.ts'
import { sizeOf, toBlob } from './blob.ts'
import { Coalescer } from './coalescer.ts'
import type { PostgresConnection } from './connection.ts'
import { toInstant } from './instant.ts'
import { isAway, unavailable } from './postgres-error.ts'
import { PUBLISH } from './statements.ts'
import type { PostgresTuning } from './tuning.ts'

const MAX_INSERT_BYTES = 8_388_608

interface Row {
  readonly queue: string
  readonly envelope: Envelope
  readonly dueAt: string | null
}

export interface PublisherHooks {
  readonly nameOf: (queue: QueueSpec) => string
  /** One name per task that was stored. */
  readonly stored: (queues: readonly string[]) => void
}

export class Publisher {
  readonly #connection: PostgresConnection
  readonly #hooks: PublisherHooks
  readonly #inserts: Coalescer<Row, undefined>

  constructor(connection: PostgresConnection, tuning: PostgresTuning, hooks: PublisherHooks) {
    this.#connection = connection
    this.#hooks = hooks
    const limits = { count: tuning.publishBatch, bytes: MAX_INSERT_BYTES, concurrency: 2 }
    this.#inserts = new Coalescer((rows) => this.#insert(rows), limits)
  }

  /**
   * @throws TaskError `backend-unavailable` when nothing of the batch was stored
   * @throws PublishError when a part of it was, or the database refused it
   */
  async publish(batch: readonly Outgoing[]): Promise<void> {
    const rows = batch.map(({ queue, envelope, dueAt }) => ({
      queue: this.#hooks.nameOf(queue),
      envelope,
      dueAt: dueAt === undefined ? null : toInstant(dueAt),
    }))
    const results = await Promise.allSettled(rows.map((row) => this.#inserts.add(row, sizeOf(row.envelope))))
    const failed = results.find((result) => result.status === 'rejected')
    if (failed !== undefined) throw publishError(batch, results, failed.reason)
  }

  async #insert(rows: readonly Row[]): Promise<undefined[]> {
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
    return rows.map(() => undefined)
  }

  idle(): Promise<void> {
    return this.#inserts.idle()
  }
}

function publishError(
  batch: readonly Outgoing[],
  results: readonly PromiseSettledResult<undefined>[],
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
