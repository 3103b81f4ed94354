/** LISTEN on a connection of its own, which is made again whenever it breaks. */
import pg from 'pg'
import type { Database } from './database.ts'

export interface ListenHandlers {
  readonly onMessage: (payload: string) => void
  /** Called after each (re)connect: what was notified in between was missed. */
  readonly onConnected: () => void
  readonly onError: (error: Error) => void
}

export interface Listening {
  close(): Promise<void>
}

const RETRY_DELAY_MS = 1_000

class Listener implements Listening {
  private readonly database: Database
  private readonly channel: string
  private readonly handlers: ListenHandlers
  private client: pg.Client | null = null
  private retry: NodeJS.Timeout | null = null
  private closed = false

  constructor(database: Database, channel: string, handlers: ListenHandlers) {
    this.database = database
    this.channel = channel
    this.handlers = handlers
  }

  async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.database.pool.options.connectionString,
      keepAlive: true,
      application_name: 'signalbox listen',
    })
    client.on('error', (error) => this.lost(client, error))
    client.on('end', () => this.lost(client, new Error('The connection that listens has ended.')))
    client.on('notification', (message) => this.handlers.onMessage(message.payload ?? ''))
    this.client = client
    try {
      await client.connect()
      await client.query(`listen ${pg.escapeIdentifier(this.channel)}`)
      if (this.client === client) this.handlers.onConnected()
    } catch (error) {
      this.lost(client, error as Error)
    }
  }

  private lost(client: pg.Client, error: Error): void {
    if (this.closed || this.client !== client) return
    this.client = null
    client.end().catch(() => undefined) // it is broken already; only its socket is left to close
    this.handlers.onError(error)
    this.retry = setTimeout(() => void this.connect(), RETRY_DELAY_MS)
    this.retry.unref()
  }

  async close(): Promise<void> {
    this.closed = true
    if (this.retry !== null) clearTimeout(this.retry)
    const client = this.client
    this.client = null
    await client?.end()
  }
}

/** Resolves after the first attempt to connect, successful or not. `channel` is a name of ours. */
export async function listen(
  database: Database,
  channel: string,
  handlers: ListenHandlers,
): Promise<Listening> {
  const listener = new Listener(database, channel, handlers)
  await listener.connect()
  return listener
}
