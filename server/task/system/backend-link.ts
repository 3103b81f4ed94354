/**
 * A backend as the task system holds it: its secrets resolved and its connection made when somebody needs it, tried
 * again with growing patience while that fails. One that fails disables its own producers and consumers only.
 */
import type { Backend } from '../backends/backend.ts'
import type { BackendConfig } from '../config.ts'
import { asError } from '../consume/verdict.ts'
import { TaskError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import { resolveBackend } from '../source/resolve-backend.ts'
import type { SecretResolver } from '../source/secrets.ts'
import { backoffMs } from './backoff.ts'

export type MakeBackend = (config: BackendConfig) => Promise<Backend>

export interface LinkTools {
  readonly secrets: SecretResolver
  /** Gets addresses and certificates already resolved. */
  readonly makeBackend: MakeBackend
  readonly logger: Logger
  readonly now: () => Date
}

export class BackendLink {
  readonly name: string
  readonly #config: BackendConfig
  readonly #tools: LinkTools
  #backend: Backend | null = null
  #connecting: Promise<Backend> | null = null
  #problem: Error | null = null
  #failures = 0
  #retryAtMs = 0
  #closed = false
  #standing: Backend | null = null

  constructor(name: string, config: BackendConfig, tools: LinkTools) {
    this.name = name
    this.#config = config
    this.#tools = tools
  }

  /** Why it is not connected; null when it is, or nobody has tried yet. */
  get problem(): Error | null {
    return this.#problem
  }

  /** The backend that was connected; null before that, and after `close`. Spares a publish the wait of `ready`. */
  get connected(): Backend | null {
    return this.#standing
  }

  /**
   * The connected backend; joins an attempt that is under way, or makes one.
   * @throws TaskError `secret-unresolved`, `backend-unavailable`, `backend-unsupported` or `closed`
   */
  ready(): Promise<Backend> {
    if (this.#closed) return Promise.reject(new TaskError('closed', `The backend ${this.name} is closed.`))
    this.#connecting ??= this.#connect().catch((error) => {
      this.#connecting = null
      throw error
    })
    return this.#connecting
  }

  /** Tries again when the time has come. */
  tick(): void {
    if (this.#problem === null || this.#closed || this.#tools.now().getTime() < this.#retryAtMs) return
    this.ready().catch(() => {})
  }

  async close(): Promise<void> {
    this.#closed = true
    const backend = this.#backend
    this.#backend = null
    this.#standing = null
    await backend?.close()
  }

  async #connect(): Promise<Backend> {
    try {
      this.#backend ??= await this.#make()
      await this.#backend.connect()
      this.#failures = 0
      this.#problem = null
      if (!this.#closed) this.#standing = this.#backend
      return this.#backend
    } catch (thrown) {
      throw this.#failed(asError(thrown))
    }
  }

  async #make(): Promise<Backend> {
    const config = await resolveBackend(this.#tools.secrets, this.#config)
    const backend = await this.#tools.makeBackend(config)
    this.#watch(backend)
    return backend
  }

  /** A backend finds its way back by itself; until then its problem is shown. */
  #watch(backend: Backend): void {
    const { logger } = this.#tools
    backend.on('disconnected', (error) => {
      if (this.#closed) return
      this.#problem = error
      logger.warn({ backend: this.name, error: error.message }, 'backend disconnected')
    })
    backend.on('connected', () => {
      this.#problem = null
      logger.info({ backend: this.name }, 'backend connected')
    })
    backend.on('blocked', (reason) =>
      logger.warn({ backend: this.name, reason }, 'backend blocked or unblocked'),
    )
  }

  #failed(error: Error): Error {
    if (this.#problem?.message !== error.message)
      this.#tools.logger.error({ backend: this.name, error: error.message }, 'backend not connected')
    this.#problem = error
    this.#failures += 1
    this.#retryAtMs = this.#tools.now().getTime() + backoffMs(this.#failures)
    return error
  }
}
