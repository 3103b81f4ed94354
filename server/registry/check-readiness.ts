/** Whether this control plane can do its work: reaches its database and each backend. */
import { readBackends } from '../store/backends.ts'
import type { Database } from '../store/database.ts'
import type { BackendHealth, BackendPool } from './backend-pool.ts'

export interface Readiness {
  readonly ready: boolean
  readonly database: { readonly state: 'connected' | 'unreachable' }
  /** By name. Reasons are for those who are signed in: an address of a broker is nobody else's business. */
  readonly backends: Readonly<Record<string, { readonly state: BackendHealth['state'] }>>
}

export interface ReadinessDeps {
  readonly database: Database
  readonly backends: BackendPool
  /** How long each may take to answer; default 3 s. */
  readonly answerWithinMs?: number
}

async function within<T>(work: Promise<T>, limitMs: number, otherwise: T): Promise<T> {
  const limit = Promise.withResolvers<T>()
  const timer = setTimeout(() => limit.resolve(otherwise), limitMs)
  // A failure is an answer too: not ready.
  const result = await Promise.race([work.catch(() => otherwise), limit.promise])
  clearTimeout(timer)
  return result
}

async function stateOf(backends: BackendPool, name: string): Promise<BackendHealth['state']> {
  // The pool remembers why; `health` tells it.
  await backends.get(name).catch(() => undefined)
  return backends.health(name).state
}

/** Never rejects: what cannot be asked is not ready. */
export async function checkReadiness(deps: ReadinessDeps): Promise<Readiness> {
  const limitMs = deps.answerWithinMs ?? 3_000
  const names = await within<string[] | null>(
    readBackends(deps.database.prisma).then((rows) => rows.map((row) => row.name)),
    limitMs,
    null,
  )
  if (names === null) return { ready: false, database: { state: 'unreachable' }, backends: {} }
  const states = await Promise.all(
    names.map((name) => within(stateOf(deps.backends, name), limitMs, 'unreachable')),
  )
  return {
    ready: states.every((state) => state === 'connected'),
    database: { state: 'connected' },
    backends: Object.fromEntries(names.map((name, index) => [name, { state: states[index] ?? 'unknown' }])),
  }
}
