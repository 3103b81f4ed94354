/**
 * The connections to the database: a pool for the work, and one that listens, renews the lease and shows whether the
 * database is there. When that one breaks it is made again, with growing pauses, until `close`.
 */
import { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { TaskError } from '../../errors.ts'
import { bootstrap } from './bootstrap.ts'
import { closedError, unavailable } from './postgres-error.ts'
import { CHANNEL } from './statements.ts'
import type { PostgresTuning } from './tuning.ts'

export interface ConnectionHooks {
  /** The listening connection stands, for the first time or again. */
  readonly connected: () => void
  readonly disconnected: (error: Error) => void
  /** `queue` has something new. */
  readonly notified: (queue: string) => void
}

/**
 * The tables are small when they are analysed and large a minute later; a plan that reads them from end to end is
 * never right here.
 */
const SESSION = '-c enable_seqscan=off -c plan_cache_mode=force_generic_plan'

export class PostgresConnection {
  readonly #url: string
  readonly #tuning: PostgresTuning
  readonly #hooks: ConnectionHooks
  readonly #pool: pg.Pool
  #control: { client: pg.Client; socket: Socket } | null = null
  #opening: Promise<void> | null = null
  #state: 'new' | 'connected' | 'away' | 'closed' = 'new'
  readonly #waiting = new Set<() => void>()
  readonly #poolSockets = new Set<Socket>()

  constructor(url: string, tuning: PostgresTuning, hooks: ConnectionHooks) {
    this.#url = url
    this.#tuning = tuning
    this.#hooks = hooks
    this.#pool = new pg.Pool({
      ...this.#settings(),
      stream: () => this.#newPoolSocket(),
      max: tuning.maxConnections,
      query_timeout: tuning.queryTimeoutMs,
    })
    // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
    this.#pool.on('error', () => undefined)
  }

  get connected(): boolean {
    return this.#state === 'connected'
  }

  get closed(): boolean {
    return this.#state === 'closed'
  }

  #newPoolSocket(): Socket {
    const socket = new Socket()
    this.#poolSockets.add(socket)
    return socket.once('close', () => this.#poolSockets.delete(socket))
  }

  #settings() {
    return {
      connectionString: this.#url,
      connectionTimeoutMillis: this.#tuning.connectTimeoutMs,
      application_name: 'signalbox',
      options: SESSION,
      keepAlive: true,
    }
  }

  /** @throws TaskError `backend-unavailable`; may be called again after that */
  open(): Promise<void> {
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null
    })
    return this.#opening
  }

  async #open(): Promise<void> {
    if (this.closed) throw closedError()
    if (this.#state !== 'new') return
    try {
      await this.#openControl()
    } catch (error) {
      throw error instanceof TaskError ? error : unavailable(error)
    }
    this.#connected()
  }

  async #openControl(): Promise<void> {
    const socket = new Socket()
    const client = new pg.Client({
      ...this.#settings(),
      stream: () => socket,
    })
    client.on('error', (error) => this.#lost(client, error))
    client.on('end', () => this.#lost(client, new Error('Connection terminated')))
    client.on('notification', ({ payload }) => this.#hooks.notified(payload ?? ''))
    try {
      await client.connect()
      await bootstrap(client)
      await client.query(`listen ${CHANNEL}`)
    } catch (error) {
      socket.destroy()
      throw error
    }
    if (this.closed) socket.destroy()
    else this.#control = { client, socket }
  }

  #connected(): void {
    if (this.closed) return
    this.#state = 'connected'
    for (const resume of this.#waiting) resume()
    this.#hooks.connected()
  }

  #lost(client: pg.Client, error: Error): void {
    if (this.#control?.client !== client) return
    this.#control.socket.destroy()
    this.#control = null
    if (this.closed) return
    this.#state = 'away'
    this.#hooks.disconnected(unavailable(error))
    void this.#reconnect()
  }

  async #reconnect(): Promise<void> {
    let pauseMs = this.#tuning.reconnectInitialMs
    while (!this.closed) {
      // Half of the pause is random, so that a fleet does not come back in one instant.
      await this.#pause(pauseMs * (0.5 + Math.random() / 2))
      try {
        if (!this.closed) await this.#openControl()
        return this.#connected()
      } catch {
        // Still away: `disconnected` was told once, and the next attempt follows.
        pauseMs = Math.min(pauseMs * 2, this.#tuning.reconnectMaxMs)
      }
    }
  }

  /** Ends early on `close`. */
  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer)
        this.#waiting.delete(end)
        resolve()
      }
      const timer = setTimeout(end, ms)
      this.#waiting.add(end)
    })
  }

  /**
   * After a failed query: a moment later, once the database is there.
   * @throws TaskError `closed`
   */
  async recovered(): Promise<void> {
    do await this.#pause(this.#tuning.reconnectInitialMs)
    while (this.#state === 'away')
    if (this.closed) throw closedError()
  }

  /** A prepared statement on the pool; the driver's errors come through as they are. */
  async query<Row extends pg.QueryResultRow>(
    statement: { name: string; text: string; timeoutMs?: number },
    values: unknown[],
  ): Promise<Row[]> {
    if (this.closed) throw closedError()
    const { name, text, timeoutMs } = statement
    const config = { name, text, values, ...(timeoutMs === undefined ? {} : { query_timeout: timeoutMs }) }
    return (await this.#pool.query<Row>(config)).rows
  }

  /**
   * On the listening connection, so that a renewal cannot stand in line behind work. A renewal that is not answered
   * in time means that the connection is dead although nobody told us.
   * @returns how many rows it touched, and what it returned
   */
  async control(
    name: string,
    text: string,
    values: unknown[],
  ): Promise<{ count: number; rows: { queue: string }[] }> {
    const control = this.#control
    if (control === null) throw unavailable(new Error('not connected'))
    try {
      const config = { name, text, values, query_timeout: this.#tuning.leaseMs / 2 }
      const result = await control.client.query<{ queue: string }>(config)
      return { count: result.rowCount ?? 0, rows: result.rows }
    } catch (error) {
      if (/timeout/i.test((error as Error).message)) this.#giveUp(control.client, error as Error)
      throw error
    }
  }

  /** Nobody answers and nobody hung up: the pool's connections are as dead, and would each cost a timeout. */
  #giveUp(client: pg.Client, error: Error): void {
    this.#lost(client, error)
    for (const socket of this.#poolSockets) socket.destroy()
  }

  async close(): Promise<void> {
    this.#state = 'closed'
    for (const resume of this.#waiting) resume()
    const control = this.#control
    this.#control = null
    control?.socket.destroy()
    // A query on a dead connection would hold the pool open until its timeout; nobody needs to wait for that.
    await Promise.race([this.#pool.end(), sleep(this.#tuning.closeTimeoutMs, undefined, { ref: false })])
  }
}
