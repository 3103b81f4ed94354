/** Backends as they are shown: the registration, what their kind can do, and whether we reach them. */
import { notFound } from '../errors.ts'
import { type BackendOptions, type BackendWithUse, findBackend, readBackends } from '../store/backends.ts'
import type { Database } from '../store/database.ts'
import type { BackendKind, Capabilities } from '../task/index.ts'
import type { BackendHealth, BackendPool } from './backend-pool.ts'

export interface BackendDetails extends BackendWithUse {
  readonly capabilities: Capabilities
  readonly health: BackendHealth
}

export interface BackendsDeps {
  readonly database: Database
  readonly pool: BackendPool
  /** What a kind can do, connected or not. */
  readonly capabilitiesOf: (kind: BackendKind, options?: BackendOptions) => Capabilities
}

type Describing = Pick<BackendsDeps, 'pool' | 'capabilitiesOf'>

export async function listBackends(deps: BackendsDeps): Promise<BackendDetails[]> {
  return (await readBackends(deps.database.prisma)).map((row) => describeBackend(deps, row))
}

/** @throws Refusal 404 */
export async function getBackend(deps: BackendsDeps, name: string): Promise<BackendDetails> {
  const row = await findBackend(deps.database.prisma, name)
  if (row === null) throw notFound('backend', name)
  return describeBackend(deps, row)
}

export function describeBackend({ pool, capabilitiesOf }: Describing, row: BackendWithUse): BackendDetails {
  const capabilities = capabilitiesOf(row.kind as BackendKind, row.options ?? {})
  return { ...row, capabilities, health: pool.health(row.name) }
}
