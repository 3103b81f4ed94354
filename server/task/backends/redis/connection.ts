/**
 * One connection, which node-redis makes again with backoff when it breaks. While it is away every command is refused
 * at once, so that nothing that was reported as failed is sent later. A connection that no longer answers is given up.
 */
import { createClient, RESP_TYPES } from 'redis'
import { TaskError } from '../../errors.ts'
import { within } from '../deadline.ts'
import type { Field } from './message.ts'
import { blockedReason, closedError, isAway, replyCode, unavailable } from './redis-error.ts'
import type { Script } from './scripts.ts'
import type { RedisTuning } from './tuning.ts'

/** Where the server is; everything is resolved, nothing is a reference any more. */
export interface RedisTarget {
  /** redis or rediss, with user, password and database number. */
  readonly url: string
  /** PEM. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string }
}

export interface ConnectionHooks {
  /** It stands, for the first time or again, and answers; when this rejects it is made again. */
  readonly ready?: (connection: RedisConnection) => Promise<void>
  readonly connected?: () => void
  readonly disconnected?: (error: Error) => void
}

const BYTES = { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } }
/** Silence is counted in beats, not in time: a process that was busy must not take that for the server's fault. */
const BEATS = 5

type Client = ReturnType<RedisConnection['make']>

export class RedisConnection {
  readonly #target: RedisTarget
  readonly #purpose: string
  readonly #tuning: RedisTuning
  readonly #hooks: ConnectionHooks
  #client: Client | null = null
  #opening: Promise<void> | null = null
  #ready = false
  #stood = false
  #closed = false
  #waiting: { resolve: () => void; reject: (error: Error) => void }[] = []
  #beat: NodeJS.Timeout | undefined
  #silentBeats = 0
  #asking = false

  /** @param purpose how the connection is shown by CLIENT LIST */
  constructor(target: RedisTarget, purpose: string, tuning: RedisTuning, hooks: ConnectionHooks = {}) {
    this.#target = target
    this.#purpose = purpose
    this.#tuning = tuning
    this.#hooks = hooks
  }

  get ready(): boolean {
    return this.#ready
  }

  get closed(): boolean {
    return this.#closed
  }

  /** @throws TaskError `backend-unavailable`; may be called again after that */
  open(): Promise<void> {
    if (this.#closed) return Promise.reject(closedError())
    this.#opening ??= this.#open().catch((error) => {
      this.#opening = null
      throw error
    })
    return this.#opening
  }

  async #open(): Promise<void> {
    const client = this.#start()
    const stands = this.recovered()
    // Whoever waits may learn of it later than we.
    stands.catch(() => undefined)
    try {
      await client.connect()
      await stands
    } catch (error) {
      client.destroy()
      this.#client = null
      throw error instanceof TaskError ? error : unavailable(error)
    }
  }

  make() {
    const { connectTimeoutMs } = this.#tuning
    const base = {
      connectTimeout: connectTimeoutMs,
      reconnectStrategy: (n: number, cause: Error) => this.#pause(n, cause),
    }
    const secure = new URL(this.#target.url).protocol === 'rediss:'
    return createClient({
      RESP: 2,
      url: this.#target.url,
      name: `signalbox-${this.#purpose}`,
      disableOfflineQueue: true,
      maintNotifications: 'disabled',
      // Whether the server answers is watched per connection; a timer per command would cost more than the command.
      commandOptions: { timeout: undefined },
      socket: secure ? { ...base, tls: true, ...this.#target.tls } : base,
    })
  }

  /** The first attempt is reported; later ones go on for ever. A part of the pause is random, for the fleet's sake. */
  #pause(retries: number, cause: Error): number | Error {
    if (!this.#stood) return cause
    const { reconnectInitialMs, reconnectMaxMs } = this.#tuning
    const pauseMs = Math.min(reconnectInitialMs * 2 ** Math.min(retries, 16), reconnectMaxMs)
    return pauseMs * (0.5 + Math.random() / 2)
  }

  #start(): Client {
    const client = this.make()
    this.#client = client
    client.on('error', (error) => this.#broke(client, error))
    client.on('ready', () => void this.#settle(client))
    return client
  }

  /** It stands; but a server that is still reading its data answers everything with LOADING. */
  async #settle(client: Client): Promise<void> {
    while (client.isReady && this.#client === client) {
      try {
        await client.sendCommand(['ECHO', 'signalbox'])
        await this.#hooks.ready?.(this)
        return this.#stands()
      } catch (error) {
        if (!this.#stood) {
          for (const { reject } of this.#waiting.splice(0)) reject(error as Error)
          return
        }
        await new Promise((resolve) => setTimeout(resolve, this.#tuning.reconnectMaxMs / 10))
      }
    }
  }

  #stands(): void {
    this.#ready = true
    this.#stood = true
    this.#silentBeats = 0
    this.#beat ??= setInterval(() => this.#listen(), this.#tuning.answerWithinMs / BEATS)
    for (const { resolve } of this.#waiting.splice(0)) resolve()
    this.#hooks.connected?.()
  }

  #broke(client: Client, error: Error): void {
    if (this.#client !== client || !this.#ready) return
    this.#ready = false
    if (!this.#closed) this.#hooks.disconnected?.(unavailable(error))
  }

  #listen(): void {
    if (!this.#ready || this.#client === null) return
    if (this.#asking) {
      if (++this.#silentBeats >= BEATS)
        this.reset(new Error(`no answer within ${this.#tuning.answerWithinMs} ms`))
      return
    }
    this.#asking = true
    this.#client.sendCommand(['PING']).then(
      () => this.#heard(),
      () => this.#heard(),
    )
  }

  #heard(): void {
    this.#asking = false
    this.#silentBeats = 0
  }

  /** Gives the connection up and makes a new one. */
  reset(reason: Error): void {
    const client = this.#client
    if (client === null || this.#closed || !this.#ready) return
    this.#broke(client, reason)
    this.#asking = false
    client.destroy()
    this.#start()
      .connect()
      .catch(() => undefined)
  }

  /** Resolves when it stands: at once, or once it is back. */
  recovered(): Promise<void> {
    if (this.#closed) return Promise.reject(closedError())
    if (this.#ready) return Promise.resolve()
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }))
  }

  /** @param bytes the answer's strings as Buffers */
  send<T>(args: readonly Field[], bytes = false): Promise<T> {
    if (this.#client === null)
      return Promise.reject(this.#closed ? closedError() : unavailable('not connected'))
    return this.#client.sendCommand<T>(args, bytes ? BYTES : undefined)
  }

  /** Scripts are not kept over a restart of the server, so the text follows where it is asked for. */
  async run<T>(script: Script, keys: readonly string[], args: readonly Field[], bytes = false): Promise<T> {
    const rest = [String(keys.length), ...keys, ...args]
    try {
      return await this.send<T>(['EVALSHA', script.sha, ...rest], bytes)
    } catch (error) {
      if (replyCode(error) !== 'NOSCRIPT') throw error
      return this.send<T>(['EVAL', script.text, ...rest], bytes)
    }
  }

  /** Repeats what may be repeated until the server answers. `repeated`: an earlier attempt may have been carried out. */
  async persist<T>(attempt: (repeated: boolean) => Promise<T>): Promise<T> {
    for (let repeated = false; ; repeated = true) {
      try {
        return await attempt(repeated)
      } catch (error) {
        if (this.#closed) throw closedError()
        if (blockedReason(error) !== null && replyCode(error) === 'READONLY') this.reset(error as Error)
        else if (!isAway(error) && blockedReason(error) === null) throw error
        await new Promise((resolve) => setTimeout(resolve, this.#tuning.reconnectInitialMs))
        await this.recovered()
      }
    }
  }

  /** Waits for what is under way, but not for a server that does not answer. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    clearInterval(this.#beat)
    for (const { reject } of this.#waiting.splice(0)) reject(closedError())
    const client = this.#client
    this.#client = null
    if (client === null) return
    if (this.#ready) await within(this.#tuning.closeTimeoutMs, client.close())
    this.#ready = false
    client.destroy()
  }
}
