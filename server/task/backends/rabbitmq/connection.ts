/**
 * One connection that amqplib makes again when it breaks. Only the connection comes back by itself: channels, consumers
 * and unconfirmed publishes belong to a `ChannelModel`, one per time that it stood, and end with it.
 */
import { Socket } from 'node:net'
import { type ChannelModel, connect, type RecoveringChannelModel } from 'amqplib'
import { inTime, within } from '../deadline.ts'
import { closedError, unavailable } from './rabbitmq-error.ts'
import type { RabbitTuning } from './tuning.ts'

/** Where the broker is; everything is resolved, nothing is a reference any more. */
export interface RabbitTarget {
  readonly url: string
  /** PEM. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string }
}

export interface ConnectionHooks {
  /** It stands, for the first time or again; when this rejects the connection is given up and made again. */
  readonly ready: (model: ChannelModel) => Promise<void>
  readonly connected: () => void
  readonly disconnected: (error: Error) => void
  /** A resource alarm of the broker (`reason`), or its end (null). */
  readonly blocked: (reason: string | null) => void
}

/** How the connection is shown in the broker's management. */
export type Purpose = 'publishing' | 'consuming'

/** A turn's messages fit into one write (see `one-write.ts`); Node's 64 KiB would divide them. */
const SOCKET_BUFFER_BYTES = 1_048_576

export class RabbitConnection {
  readonly #target: RabbitTarget
  readonly #purpose: Purpose
  readonly #tuning: RabbitTuning
  readonly #hooks: ConnectionHooks
  #recovering: RecoveringChannelModel | null = null
  #opening: Promise<void> | null = null
  #model: ChannelModel | null = null
  #closed = false

  constructor(target: RabbitTarget, purpose: Purpose, tuning: RabbitTuning, hooks: ConnectionHooks) {
    this.#target = target
    this.#purpose = purpose
    this.#tuning = tuning
    this.#hooks = hooks
  }

  /** null while it is away. */
  get model(): ChannelModel | null {
    return this.#model
  }

  /** @throws TaskError `backend-unavailable`; may be called again after that */
  open(): Promise<void> {
    this.#opening ??= this.#open().catch((error) => {
      this.#opening = null
      throw error
    })
    return this.#opening
  }

  async #open(): Promise<void> {
    if (this.#closed) throw closedError()
    try {
      const recovering = await connect(this.#address(), {
        ...this.#socketOptions(),
        recovery: this.#recovery(),
      })
      this.#recovering = recovering
      this.#watch(recovering)
    } catch (error) {
      throw unavailable(error)
    }
    if (this.#closed) await this.close()
  }

  #address(): string {
    const url = new URL(this.#target.url)
    if (!url.searchParams.has('heartbeat'))
      url.searchParams.set('heartbeat', String(this.#tuning.heartbeatSeconds))
    return url.href
  }

  #socketOptions() {
    return {
      ...this.#target.tls,
      noDelay: true,
      keepAlive: true,
      writableHighWaterMark: SOCKET_BUFFER_BYTES,
      timeout: this.#tuning.connectTimeoutMs,
      clientProperties: { connection_name: `signalbox ${this.#purpose}` },
    }
  }

  #recovery() {
    return {
      initialDelay: this.#tuning.reconnectInitialMs,
      maxDelay: this.#tuning.reconnectMaxMs,
      // Half of the pause is random, so that a fleet does not come back in one instant.
      jitter: 0.5,
      initialMaxRetries: 0,
      setup: (model: ChannelModel) => this.#ready(model),
    }
  }

  async #ready(model: ChannelModel): Promise<void> {
    // `close` follows and tells the reason; without a listener the event would end the process.
    model.on('error', () => undefined)
    model.on('close', () => this.#gone(model))
    try {
      await inTime(this.#tuning.connectTimeoutMs, this.#hooks.ready(model))
    } catch (error) {
      await hangUp(model, error as Error)
      throw error
    }
    this.#model = model
  }

  #gone(model: ChannelModel): void {
    if (this.#model === model) this.#model = null
    // A peer that does not answer would keep the half-closed socket, and with it this process.
    socketOf(model)?.destroy()
  }

  #watch(recovering: RecoveringChannelModel): void {
    recovering.on('error', () => undefined)
    recovering.on('connect', () => this.#hooks.connected())
    recovering.on('disconnect', (error) => {
      if (!this.#closed) this.#hooks.disconnected(unavailable(error))
    })
    recovering.on('blocked', (reason) => this.#hooks.blocked(String(reason)))
    recovering.on('unblocked', () => this.#hooks.blocked(null))
    // The first connection was made before anybody could listen.
    this.#hooks.connected()
  }

  /** Waits for the broker's goodbye, but not for one that does not answer. */
  async close(): Promise<void> {
    this.#closed = true
    const model = this.#model
    const closing = this.#recovering?.close() ?? Promise.resolve()
    await within(this.#tuning.closeTimeoutMs, closing)
    if (model !== null) socketOf(model)?.destroy()
  }
}

/** amqplib would wait for the goodbye of a broker that does not answer; a broken socket it takes as the end. */
async function hangUp(model: ChannelModel, error: Error): Promise<void> {
  const socket = socketOf(model)
  if (socket === null || socket.destroyed) return
  const closed = new Promise((resolve) => model.once('close', resolve))
  socket.destroy(error)
  await closed
}

/** amqplib does not declare its stream. */
export function socketOf(model: ChannelModel): Socket | null {
  const { stream } = model.connection as unknown as { stream?: unknown }
  return stream instanceof Socket ? stream : null
}
