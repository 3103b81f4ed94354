/**
 * Publishing: what is published in one turn of the event loop leaves together, any number of chunks under way at once.
 *
 * 1. While the server is away a publish waits for `offlineWaitMs`, then it fails; nobody sends it afterwards.
 * 2. When the connection breaks before the answer came, it is sent again: it may be stored twice, never not at all.
 */
import { PublishError, type TaskError } from '../../errors.ts'
import { type Duplicate, NO_DUPLICATES, type Outgoing } from '../backend.ts'
import type { RedisConnection } from './connection.ts'
import type { QueueKeys } from './keys.ts'
import { Call, type Chunk, commandOf, Outbox, scriptArgumentsOf, tokenOf } from './outbox.ts'
import { asTaskError, blockedReason, closedError, isAway, replyCode, unavailable } from './redis-error.ts'
import type { RedisTuning } from './tuning.ts'

export interface PublisherDeps {
  readonly now: () => Date
  readonly keysOf: (queue: Outgoing['queue']) => QueueKeys
  /** The server takes no writes (why), or does again (null). */
  readonly blocked: (reason: string | null) => void
  /** A delayed task was stored for this stream. */
  readonly delayed: (stream: string, dueAtMs: number) => void
}

/** For each task of a chunk the id of the one that holds its unique key, or null; null: all of them were stored. */
type Holders = readonly (string | null)[] | null

export class Publisher {
  readonly #connection: RedisConnection
  readonly #tuning: RedisTuning
  readonly #deps: PublisherDeps
  readonly #outboxes = new Map<QueueKeys, Outbox>()
  #scheduled = false
  #underWay = 0
  /** Tasks that wait for the server to come back. */
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
  publish(batch: readonly Outgoing[]): Promise<readonly Duplicate[]> {
    if (batch.length === 0) return Promise.resolve(NO_DUPLICATES)
    return new Promise((resolve, reject) => {
      this.#underWay++
      const call = new Call(batch.length, (results) => {
        this.#underWay--
        if (this.#underWay === 0) for (const done of this.#idle.splice(0)) done()
        const failed = results.find((result) => result instanceof Error)
        if (failed === undefined) resolve(duplicatesOf(results))
        else reject(publishError(batch, results, failed as TaskError))
      })
      const nowMs = this.#deps.now().getTime()
      for (const [index, outgoing] of batch.entries()) this.#add(call, index, outgoing, nowMs)
      this.#schedule()
    })
  }

  #add(call: Call, index: number, outgoing: Outgoing, nowMs: number): void {
    const { queue, envelope, dueAt, uniqueKey } = outgoing
    const isLater = dueAt !== undefined && dueAt.getTime() > nowMs
    const token = isLater || uniqueKey !== undefined ? tokenOf(envelope.attributes.id) : null
    const keys = this.#deps.keysOf(queue)
    let outbox = this.#outboxes.get(keys)
    if (outbox === undefined) {
      outbox = new Outbox(keys)
      this.#outboxes.set(keys, outbox)
    }
    outbox.add({ call, index, outgoing, token })
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      const outboxes = [...this.#outboxes.values()]
      this.#outboxes.clear()
      for (const outbox of outboxes) for (const chunk of outbox.take()) void this.#send(chunk)
    })
  }

  async #send(chunk: Chunk): Promise<void> {
    try {
      this.#stored(chunk, await this.#attempt(chunk), false)
      this.#deps.blocked(null)
    } catch (error) {
      await this.#again(chunk, error).catch((failure) => end(chunk, failure as Error))
    }
  }

  async #attempt(chunk: Chunk): Promise<Holders> {
    const command = commandOf(chunk)
    if (command !== null) {
      await this.#connection.send(command)
      return null
    }
    const { script, args } = scriptArgumentsOf(chunk)
    return this.#connection.run<Holders>(script, chunk.keys.work.keys, args)
  }

  /** @param repeated then the holder may be this very task: the answer to an earlier attempt was lost */
  #stored({ parcels, keys }: Chunk, holders: Holders, repeated: boolean): void {
    for (const [at, { call, index, outgoing, token }] of parcels.entries()) {
      const { envelope, dueAt } = outgoing
      const id = envelope.attributes.id ?? ''
      const of = holders?.[at] ?? null
      if (of !== null && !(repeated && of === id)) call.end(index, { id, of })
      else {
        if (token !== null && dueAt !== undefined) this.#deps.delayed(keys.work.stream, dueAt.getTime())
        call.end(index, null)
      }
    }
  }

  async #again(chunk: Chunk, first: unknown): Promise<void> {
    const until = performance.now() + this.#tuning.offlineWaitMs
    let error = first
    while (isAway(error) && performance.now() < until) {
      await this.#back(chunk.parcels.length, until)
      try {
        this.#stored(chunk, await this.#attempt(chunk), true)
        return
      } catch (next) {
        error = next
      }
    }
    if (replyCode(error) === 'READONLY') this.#connection.reset(error as Error)
    const reason = blockedReason(error)
    if (reason !== null) this.#deps.blocked(reason)
    throw asTaskError(error, chunk.keys.work.stream)
  }

  /** Until the server is back; no longer than `until`. */
  async #back(tasks: number, until: number): Promise<void> {
    if (this.#closed) throw closedError()
    if (this.#waiting > 0 && this.#waiting + tasks > this.#tuning.offlineCount)
      throw unavailable(new Error(`not connected, and ${this.#waiting} tasks wait already`))
    this.#waiting += tasks
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
      this.#waiting -= tasks
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

function end({ parcels }: Chunk, error: Error): void {
  for (const { call, index } of parcels) call.end(index, error)
}

type Results = readonly (Duplicate | Error | null)[]

function duplicatesOf(results: Results): readonly Duplicate[] {
  if (results.every((result) => result === null)) return NO_DUPLICATES
  return results.filter((result): result is Duplicate => result !== null && !(result instanceof Error))
}

function publishError(batch: readonly Outgoing[], results: Results, reason: TaskError): Error {
  const accepted = batch.filter((_, index) => !(results[index] instanceof Error))
  if (accepted.length === 0) return reason
  const ids = accepted.map(({ envelope }) => envelope.attributes.id ?? '')
  const message = `Redis stored ${accepted.length} of ${batch.length} tasks: ${reason.message}`
  const { context, retryable } = reason
  return new PublishError(message, ids, { cause: reason, context, retryable })
}
