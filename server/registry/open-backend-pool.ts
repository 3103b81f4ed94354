/**
 * The pool of the control plane's own connections: receives the name of a backend, hands on a connected `Backend`.
 *
 * A dead backend must not slow everything: concurrent callers share one attempt, an attempt is bounded in time, and
 * for a short while after it failed every caller gets that failure at once.
 */
import { isDeepStrictEqual } from 'node:util'
import { Refusal } from '../errors.ts'
import {
  type Backend,
  type BackendConfig,
  backendConfig,
  isTaskError,
  resolveBackend,
  TaskError,
} from '../task/index.ts'
import type { BackendHealth, BackendPool } from './backend-pool.ts'

/** A backend as it is registered. */
export interface BackendRegistration {
  readonly name: string
  readonly kind: string
  /** A secret reference; null for memory. */
  readonly url: string | null
  /** What its kind has beside the address. */
  readonly options: Readonly<Record<string, unknown>> | null
}

export interface BackendPoolDeps {
  findBackend(name: string): Promise<BackendRegistration | null>
  /** @throws TaskError `secret-unresolved` */
  resolveSecret(reference: string): string | Promise<string>
  createBackend(config: BackendConfig): Backend | Promise<Backend>
  /** Milliseconds of a monotonic clock. */
  now?(): number
  /** How long a failure is remembered; default 2 s. */
  backOffMs?: number
  /** How long an attempt to connect may last; default 5 s. */
  connectTimeoutMs?: number
  /** How long a registration is believed without being read again; default 5 s. */
  registrationTtlMs?: number
}

interface Entry {
  readonly registration: BackendRegistration
  readonly backend: Promise<Backend>
  readAt: number
  health: BackendHealth
  /** When the attempt failed; null while it runs or when it succeeded. */
  failedAt: number | null
}

const UNKNOWN: BackendHealth = { state: 'unknown', detail: null }
const sameAddress = (a: BackendRegistration, b: BackendRegistration) =>
  a.kind === b.kind && a.url === b.url && isDeepStrictEqual(a.options, b.options)

async function within<T>(limitMs: number, name: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(unavailable(name, `no answer within ${limitMs / 1000} s`)),
      limitMs,
    ).unref()
  })
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}

function unavailable(name: string, why: string, cause?: unknown): TaskError {
  return new TaskError('backend-unavailable', why, {
    retryable: true,
    cause,
    context: { backend: name },
  })
}

function healthOf(error: unknown): BackendHealth {
  const detail = error instanceof Error ? error.message : String(error)
  const unresolved = isTaskError(error) && error.code === 'secret-unresolved'
  return { state: unresolved ? 'unresolved' : 'unreachable', detail }
}

export function openBackendPool(deps: BackendPoolDeps): BackendPool {
  const now = deps.now ?? (() => performance.now())
  const backOffMs = deps.backOffMs ?? 2_000
  const connectTimeoutMs = deps.connectTimeoutMs ?? 5_000
  const registrationTtlMs = deps.registrationTtlMs ?? 5_000
  const secrets = { resolve: async (reference: string) => deps.resolveSecret(reference) }
  const entries = new Map<string, Entry>()
  const openings = new Map<string, Promise<Entry>>()
  let closed = false

  async function configOf(registration: BackendRegistration): Promise<BackendConfig> {
    const { kind, url, options, name } = registration
    const parsed = backendConfig.safeParse({ kind, ...(url === null ? {} : { url }), ...options })
    if (parsed.success) return resolveBackend(secrets, parsed.data)
    // The issues, not the value: the address may hold a password.
    const issues = parsed.error.issues.map((issue) => issue.message).join('; ')
    throw new TaskError('config-invalid', `backend ${name} cannot be used: ${issues}`)
  }

  async function connect(registration: BackendRegistration, report: (health: BackendHealth) => void) {
    const { name } = registration
    const backend = await deps.createBackend(await configOf(registration))
    backend.on('connected', () => report({ state: 'connected', detail: null }))
    backend.on('disconnected', (error) => report(healthOf(error)))
    try {
      await within(connectTimeoutMs, name, backend.connect())
      return backend
    } catch (error) {
      // What never connected has nothing to give back; the reason to report is the one that we have.
      await backend.close().catch(() => undefined)
      if (isTaskError(error)) throw error
      throw unavailable(name, error instanceof Error ? error.message : String(error), error)
    }
  }

  function open(registration: BackendRegistration): Entry {
    const entry: Entry = {
      registration,
      readAt: now(),
      failedAt: null,
      health: UNKNOWN,
      backend: connect(registration, (health) => {
        entry.health = health
      }),
    }
    entry.backend.then(
      () => {
        entry.health = { state: 'connected', detail: null }
      },
      (error) => {
        entry.health = healthOf(error)
        entry.failedAt = now()
      },
    )
    return entry
  }

  async function drop(name: string): Promise<void> {
    const entry = entries.get(name)
    entries.delete(name)
    // An attempt that failed has closed its backend itself.
    const backend = await entry?.backend.catch(() => null)
    await backend?.close()
  }

  /** Another control plane may have changed the address; while the database is away the old one is believed. */
  async function renew(name: string, entry: Entry): Promise<Entry> {
    if (now() - entry.readAt < registrationTtlMs) return entry
    entry.readAt = now()
    const found = await deps.findBackend(name).catch(() => entry.registration)
    if (found !== null && sameAddress(found, entry.registration)) return entry
    await drop(name)
    return find(name)
  }

  async function find(name: string): Promise<Entry> {
    const registration = await deps.findBackend(name)
    if (registration === null) throw new Refusal(404, 'not-found', `There is no backend "${name}".`)
    if (closed) throw new TaskError('closed', 'the control plane is closing')
    const entry = open(registration)
    entries.set(name, entry)
    return entry
  }

  function current(name: string): Promise<Entry> {
    const entry = entries.get(name)
    const failedLongAgo =
      entry !== undefined && entry.failedAt !== null && now() - entry.failedAt >= backOffMs
    if (entry !== undefined && !failedLongAgo) return renew(name, entry)
    const opening = openings.get(name) ?? find(name).finally(() => openings.delete(name))
    openings.set(name, opening)
    return opening
  }

  return {
    async get(name) {
      if (closed) throw new TaskError('closed', 'the control plane is closing')
      return (await current(name)).backend
    },
    health: (name) => entries.get(name)?.health ?? UNKNOWN,
    invalidate: drop,
    async close() {
      closed = true
      await Promise.allSettled([...openings.values()])
      await Promise.all([...entries.keys()].map(drop))
    },
  }
}
