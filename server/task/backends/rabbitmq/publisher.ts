/**
 * Publishes with confirms: a window of messages is under way at once, and each promise resolves when the broker has taken
 * responsibility for its message.
 *
 * 1. A parcel waits until the window has room and the broker is there and takes publishes.
 * 2. It is sent persistent and mandatory. Confirmed: done. Sent back or refused: the promise rejects and names the queue.
 * 3. When the channel breaks, what is not confirmed is sent again on the next one: it may arrive twice, never not at all.
 * 4. What cannot be sent for `offlineWaitMs` is rejected; nobody sends it afterwards.
 */
import type { ChannelModel, ConfirmChannel, Message } from 'amqplib'
import { TaskError } from '../../errors.ts'
import { OneWrite } from './one-write.ts'
import { type Entry, type Parcel, routeOf, sizeOf, transmit } from './parcel.ts'
import { closedError, missingName, refusal, unavailable } from './rabbitmq-error.ts'
import type { RabbitTuning } from './tuning.ts'

const SWEEP_MS = 100

export interface PublisherDeps {
  readonly namespace: string
  readonly now: () => Date
  /** The exchange that a delayed message needs was deleted by somebody. */
  readonly ladderLost: () => void
}

export class Publisher {
  readonly #tuning: RabbitTuning
  readonly #deps: PublisherDeps
  #channel: ConfirmChannel | null = null
  #oneWrite: OneWrite | null = null
  #waiting: Entry[] = []
  readonly #unconfirmed = new Set<Entry>()
  #windowBytes = 0
  #blocked: string | null = null
  #closed = false
  readonly #sweeper: NodeJS.Timeout
  readonly #idle: (() => void)[] = []

  constructor(tuning: RabbitTuning, deps: PublisherDeps) {
    this.#tuning = tuning
    this.#deps = deps
    this.#sweeper = setInterval(() => this.#sweep(), SWEEP_MS)
    this.#sweeper.unref()
  }

  /** A channel on a connection that stands anew; what waits goes out on it. */
  async attach(model: ChannelModel): Promise<void> {
    const channel = await model.createConfirmChannel()
    channel.on('error', (error) => this.#refused(channel, error))
    channel.on('close', () => this.#lost(channel, model))
    channel.on('return', (message) => this.#returned(message))
    this.#channel = channel
    this.#oneWrite = new OneWrite(model)
    this.#pump()
  }

  /** Why the broker takes no publishes for now; null when it does. */
  get blocked(): string | null {
    return this.#blocked
  }

  /** @param reason null: it takes publishes again */
  setBlocked(reason: string | null): void {
    this.#blocked = reason
    this.#pump()
  }

  /**
   * Resolves when the broker has taken responsibility.
   * @throws TaskError `publish-failed` (no such queue, or it takes no more), `backend-unavailable`, `closed`
   */
  send(parcel: Parcel): Promise<void> {
    if (this.#closed) return Promise.reject(closedError())
    if (!this.#able && this.#waiting.length >= this.#tuning.offlineCount)
      return Promise.reject(
        unavailable(new Error(`${this.#why}, and ${this.#waiting.length} publishes wait already`)),
      )
    return new Promise((resolve, reject) => {
      const sinceMs = performance.now()
      const route = { exchange: '', routingKey: parcel.queue }
      const entry = { parcel, sinceMs, resolve, reject, route, sentAtMs: 0, returned: false, settled: false }
      this.#waiting.push(entry)
      this.#pump()
    })
  }

  /** Resolves when nothing waits and everything is confirmed. */
  idle(): Promise<void> {
    if (this.#unconfirmed.size === 0 && this.#waiting.length === 0) return Promise.resolve()
    return new Promise((resolve) => this.#idle.push(resolve))
  }

  close(): void {
    this.#closed = true
    clearInterval(this.#sweeper)
    for (const entry of [...this.#unconfirmed, ...this.#waiting.splice(0)]) this.#end(entry, closedError())
  }

  get #able(): boolean {
    return this.#channel !== null && this.#blocked === null
  }

  get #why(): string {
    return this.#blocked === null ? 'not connected' : `it takes no publishes (${this.#blocked})`
  }

  #hasRoom(entry: Entry): boolean {
    const { windowCount, windowBytes } = this.#tuning
    if (this.#unconfirmed.size === 0) return true
    return this.#unconfirmed.size < windowCount && this.#windowBytes + sizeOf(entry) <= windowBytes
  }

  #pump(): void {
    let sent = 0
    while (this.#able && sent < this.#waiting.length && this.#hasRoom(this.#waiting[sent] as Entry))
      this.#transmit(this.#waiting[sent++] as Entry)
    if (sent > 0) this.#waiting.splice(0, sent)
  }

  #transmit(entry: Entry): void {
    const { namespace, now } = this.#deps
    const channel = this.#channel as ConfirmChannel
    entry.route = routeOf(namespace, entry.parcel, now)
    entry.sentAtMs = performance.now()
    entry.returned = false
    this.#unconfirmed.add(entry)
    this.#windowBytes += sizeOf(entry)
    this.#oneWrite?.begin()
    try {
      transmit(channel, entry, (error) => this.#confirmed(channel, entry, error))
    } catch (cause) {
      // A closed channel says so in its event, and the message is sent again.
      if (this.#channel === channel && !isClosing(cause)) this.#end(entry, unencodable(cause))
    }
  }

  #confirmed(channel: ConfirmChannel, entry: Entry, error: unknown): void {
    // With the channel, its callbacks end in an error: these are no answers of the broker.
    if (this.#channel !== channel || (error && !isNack(error))) return
    if (entry.returned) this.#end(entry, unroutable(entry))
    else if (error) this.#end(entry, overflowing(entry, error))
    else this.#end(entry, null)
    this.#pump()
  }

  /** Comes before the confirm of the same message. */
  #returned({ fields, properties }: Message): void {
    const { exchange, routingKey } = fields
    for (const entry of this.#unconfirmed)
      if (
        entry.route.exchange === exchange &&
        entry.route.routingKey === routingKey &&
        (properties.messageId === undefined || properties.messageId === entry.parcel.envelope.attributes.id)
      )
        entry.returned = true
  }

  /** The broker closes the channel for one message; the others are sent again. */
  #refused(channel: ConfirmChannel, error: Error): void {
    if (this.#channel !== channel) return
    const missing = missingName(error)
    if (missing !== null) this.#deps.ladderLost()
    const reason = refusal(error)
    for (const entry of this.#unconfirmed)
      if (reason !== null && (missing === null || entry.route.exchange === missing)) this.#end(entry, reason)
  }

  #lost(channel: ConfirmChannel, model: ChannelModel): void {
    if (this.#channel !== channel) return
    this.#channel = null
    this.#waiting = [...this.#unconfirmed, ...this.#waiting]
    this.#unconfirmed.clear()
    this.#windowBytes = 0
    // When the whole connection went, this fails, and `attach` is called again when that is back.
    setImmediate(() => {
      if (!this.#closed && this.#channel === null) this.attach(model).catch(() => undefined)
    })
  }

  #end(entry: Entry, error: Error | null): void {
    if (this.#unconfirmed.delete(entry)) this.#windowBytes -= sizeOf(entry)
    if (entry.settled) return
    entry.settled = true
    if (error === null) entry.resolve()
    else entry.reject(error)
    if (this.#unconfirmed.size === 0 && this.#waiting.length === 0)
      for (const done of this.#idle.splice(0)) done()
  }

  #sweep(): void {
    const nowMs = performance.now()
    if (!this.#able) {
      const expired = this.#waiting.filter(({ sinceMs }) => nowMs - sinceMs >= this.#tuning.offlineWaitMs)
      this.#waiting = this.#waiting.filter(({ sinceMs }) => nowMs - sinceMs < this.#tuning.offlineWaitMs)
      for (const entry of expired) this.#end(entry, unavailable(new Error(this.#why)))
    }
    for (const entry of this.#unconfirmed) {
      if (nowMs - entry.sentAtMs < this.#tuning.confirmTimeoutMs) break
      this.#end(
        entry,
        unavailable(new Error(`no confirmation for the queue "${entry.parcel.queue}" came in time`)),
      )
      this.#pump()
    }
  }
}

const isNack = (error: unknown) => /nacked/.test((error as Error).message)
const isClosing = (error: unknown) => (error as Error).name === 'IllegalOperationError'

function unencodable(cause: unknown): TaskError {
  const message = `A message cannot be written as AMQP: ${(cause as Error).message}`
  return new TaskError('attribute-invalid', message, { cause })
}

function unroutable({ parcel: { queue }, route }: Entry): TaskError {
  const way = route.exchange === '' ? '' : ' (nor a way to it through the delay ladder)'
  const message = `The broker has no queue "${queue}"${way}: save its task type, which declares it.`
  return new TaskError('publish-failed', message, { retryable: true, context: { queue, undeclared: true } })
}

function overflowing({ parcel: { queue } }: Entry, cause: unknown): TaskError {
  const message = `The queue "${queue}" took no more: it is full, or the broker cannot store it now.`
  return new TaskError('publish-failed', message, { retryable: true, cause, context: { queue } })
}
