/**
 * Whether the brokers can be reached, and the client that asks them about topics and groups.
 *
 * A lost connection or a silent broker is told at once; then they are asked again and again until they answer.
 */
import { Admin, type BaseOptions } from '@platformatic/kafka'
import { asTaskError, notLetIn, unavailable } from './kafka-error.ts'
import type { KafkaTuning } from './tuning.ts'

export interface LinkEvents {
  readonly connected: () => void
  readonly disconnected: (error: Error) => void
}

export class KafkaLink {
  readonly admin: Admin
  readonly #tuning: KafkaTuning
  readonly #events: LinkEvents
  readonly #waiting = new Set<() => void>()
  #state: 'new' | 'connected' | 'away' | 'closed' = 'new'
  #lastError: unknown = new Error('not connected yet')
  #timer: NodeJS.Timeout | undefined
  #probing = false

  constructor(options: BaseOptions, tuning: KafkaTuning, events: LinkEvents) {
    this.#tuning = tuning
    this.#events = events
    this.admin = new Admin(options)
    this.admin.on('client:broker:disconnect', () => this.lost(new Error('the connection ended')))
  }

  get connected(): boolean {
    return this.#state === 'connected'
  }

  /** @throws TaskError `backend-unavailable` */
  async open(): Promise<void> {
    try {
      await this.#ask()
    } catch (error) {
      throw notLetIn(error)
    }
    this.#found()
  }

  async #ask(): Promise<void> {
    const { brokers } = await this.admin.metadata({ topics: [], forceUpdate: true })
    if (brokers.size === 0) throw new Error('no broker is known')
  }

  /** Somebody saw that they are gone. */
  lost(error: unknown): void {
    this.#lastError = error
    if (this.#state !== 'connected') return
    this.#state = 'away'
    this.#events.disconnected(unavailable(error))
    this.#probeLater(0)
  }

  #found(): void {
    if (this.#state === 'closed') return
    const isNews = this.#state !== 'connected'
    this.#state = 'connected'
    this.#probeLater(0)
    if (!isNews) return
    this.#events.connected()
    for (const go of this.#waiting) go()
  }

  #probeLater(failures: number): void {
    clearTimeout(this.#timer)
    if (this.#state === 'closed') return
    const { probeMs, reconnectInitialMs, reconnectMaxMs } = this.#tuning
    const waitMs = this.connected ? probeMs : Math.min(reconnectInitialMs * 2 ** failures, reconnectMaxMs)
    this.#timer = setTimeout(() => void this.#probe(failures), waitMs)
  }

  async #probe(failures: number): Promise<void> {
    if (this.#probing) return
    this.#probing = true
    try {
      await this.#ask()
      this.#found()
    } catch (error) {
      this.lost(error)
      this.#probeLater(failures + 1)
    } finally {
      this.#probing = false
    }
  }

  /** @throws TaskError `backend-unavailable` when they are still away after `offlineWaitMs` */
  async whenConnected(): Promise<void> {
    if (this.connected) return
    if (this.#state === 'new') throw unavailable(this.#lastError)
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, this.#tuning.offlineWaitMs)
    this.#waiting.add(resolve)
    await promise
    clearTimeout(timer)
    this.#waiting.delete(resolve)
    if (!this.connected) throw unavailable(this.#lastError)
  }

  /** Asks the brokers something. @throws TaskError */
  async run<T>(ask: (admin: Admin) => Promise<T>): Promise<T> {
    await this.whenConnected()
    try {
      return await ask(this.admin)
    } catch (error) {
      throw asTaskError(error)
    }
  }

  async close(): Promise<void> {
    this.#state = 'closed'
    clearTimeout(this.#timer)
    for (const go of this.#waiting) go()
    await this.admin.close().catch(() => undefined)
  }
}
