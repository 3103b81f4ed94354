/**
 * Publishing: every task of a batch is a command of its own, all of them under way at once. What is delayed or unique
 * goes through a script.
 *
 * 1. While the server is away a publish waits for `offlineWaitMs`, then it fails; nobody sends it afterwards.
 * 2. When the connection breaks before the answer came, it is sent again: it may be stored twice, never not at all.
 */
import { randomBytes } from 'node:crypto'
import { PublishError, type TaskError } from '../../errors.ts'
import type { Duplicate, Outgoing } from '../backend.ts'
import type { RedisConnection } from './connection.ts'
import type { QueueKeys } from './keys.ts'
import { type Field, pushFields, toFields } from './message.ts'
import { asTaskError, blockedReason, closedError, isAway, replyCode, unavailable } from './redis-error.ts'
import { STORE } from './scripts.ts'
import type { RedisTuning } from './tuning.ts'

export interface PublisherDeps {
  readonly now: () => Date
  readonly keysOf: (queue: Outgoing['queue']) => QueueKeys
  /** The server takes no writes (why), or does again (null). */
  readonly blocked: (reason: string | null) => void
  /** A delayed task was stored for this stream. */
  readonly delayed: (stream: string, dueAtMs: number) => void
}

interface Parcel {
  readonly outgoing: Outgoing
  readonly keys: QueueKeys
  /** Names the delayed task, so that sending it again stores it once. */
  readonly token: string
}

export const tokenOf = (taskId: string | undefined) => `${randomBytes(6).toString('hex')}:${taskId ?? ''}`

export class Publisher {
  readonly #connection: RedisConnection
  readonly #tuning: RedisTuning
  readonly #deps: PublisherDeps
  #underWay = 0
  #waiting = 0
  #closed = false
  readonly #idle: (() => void)[] = []

  constructor(connection: RedisConnection, tuning: RedisTuning, deps: PublisherDeps) {
    this.#connection = connection
    this.#tuning = tuning
    this.#deps = deps
  }

  /**
   * Resolves with those that were not stored, because another task holds their unique key.
   * @throws TaskError what failed, when nothing was stored
   * @throws PublishError when a part was
   */
  async publish(batch: readonly Outgoing[]): Promise<readonly Duplicate[]> {
    this.#underWay++
    try {
      return await this.#publish(batch)
    } finally {
      this.#underWay--
      if (this.#underWay === 0) for (const done of this.#idle.splice(0)) done()
    }
  }

  async #publish(batch: readonly Outgoing[]): Promise<readonly Duplicate[]> {
    const results = await Promise.allSettled(batch.map((outgoing) => this.#store(outgoing)))
    const duplicates: Duplicate[] = []
    let failure: { reason: unknown } | null = null
    for (const result of results) {
      if (result.status === 'rejected') failure ??= result
      else if (result.value !== null) duplicates.push(result.value)
    }
    if (failure === null) return duplicates
    const accepted = batch.filter((_, index) => results[index]?.status === 'fulfilled')
    throw publishError(accepted, batch.length, failure.reason as TaskError)
  }

  #store(outgoing: Outgoing): Promise<Duplicate | null> {
    const { queue, envelope, dueAt, uniqueKey } = outgoing
    const keys = this.#deps.keysOf(queue)
    const later = dueAt !== undefined && dueAt.getTime() > this.#deps.now().getTime()
    if (!later && uniqueKey === undefined) {
      const args: Field[] = ['XADD', keys.work.stream, '*']
      pushFields(args, envelope)
      return this.#send(keys, () => this.#connection.send<unknown>(args).then(() => null))
    }
    const parcel = { outgoing, keys, token: tokenOf(envelope.attributes.id) }
    return this.#send(keys, (repeated) => this.#storeByScript(parcel, repeated))
  }

  async #storeByScript({ outgoing, keys, token }: Parcel, repeated: boolean): Promise<Duplicate | null> {
    const { envelope, dueAt, uniqueKey } = outgoing
    const id = envelope.attributes.id ?? ''
    const fields = toFields(envelope, uniqueKey)
    const key = uniqueKey === undefined ? '' : `=${uniqueKey}`
    const due = dueAt === undefined ? '' : String(dueAt.getTime())
    const args = ['1', token, due, key, id, String(fields.length), ...fields]
    const [holder] = await this.#connection.run<(string | null)[]>(STORE, keys.work.keys, args)
    // The holder may be this very task, if the answer to an earlier attempt was lost.
    if (holder && !(repeated && holder === id)) return { id, of: holder }
    if (dueAt !== undefined) this.#deps.delayed(keys.work.stream, dueAt.getTime())
    return null
  }

  async #send<T>(keys: QueueKeys, attempt: (repeated: boolean) => Promise<T>): Promise<T> {
    try {
      const result = await attempt(false)
      this.#deps.blocked(null)
      return result
    } catch (error) {
      return this.#again(keys, attempt, error)
    }
  }

  async #again<T>(keys: QueueKeys, attempt: (repeated: boolean) => Promise<T>, first: unknown): Promise<T> {
    const until = performance.now() + this.#tuning.offlineWaitMs
    let error = first
    while (isAway(error) && performance.now() < until) {
      await this.#back(until)
      try {
        return await attempt(true)
      } catch (next) {
        error = next
      }
    }
    if (replyCode(error) === 'READONLY') this.#connection.reset(error as Error)
    const reason = blockedReason(error)
    if (reason !== null) this.#deps.blocked(reason)
    throw asTaskError(error, keys.work.stream)
  }

  /** Until the server is back; no longer than `until`. */
  async #back(until: number): Promise<void> {
    if (this.#closed) throw closedError()
    if (this.#waiting >= this.#tuning.offlineCount)
      throw unavailable(new Error(`not connected, and ${this.#waiting} publishes wait already`))
    this.#waiting++
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(unavailable(new Error('not connected'))), until - performance.now())
    })
    try {
      // What has just broken may not show yet.
      await new Promise((resolve) => setTimeout(resolve, this.#tuning.reconnectInitialMs))
      await Promise.race([this.#connection.recovered(), late])
    } finally {
      clearTimeout(timer)
      this.#waiting--
    }
  }

  /** Resolves when nothing is under way. */
  idle(): Promise<void> {
    if (this.#underWay === 0) return Promise.resolve()
    return new Promise((resolve) => this.#idle.push(resolve))
  }

  close(): void {
    this.#closed = true
  }
}

function publishError(accepted: readonly Outgoing[], total: number, reason: TaskError): Error {
  if (accepted.length === 0) return reason
  const ids = accepted.map(({ envelope }) => envelope.attributes.id ?? '')
  const message = `Redis stored ${accepted.length} of ${total} tasks: ${reason.message}`
  const { context, retryable } = reason
  return new PublishError(message, ids, { cause: reason, context, retryable })
}
