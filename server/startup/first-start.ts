/** What a start finds missing and makes: the default backend, the unattended admin, this machine's own token. */
import type { Auth } from '../auth/auth.ts'
import { bootstrapAdmin, bootstrapToken, startActor } from '../auth/bootstrap.ts'
import { hashSecret } from '../auth/secrets.ts'
import { createToken } from '../auth/tokens.ts'
import type { Environment } from '../env.ts'
import { type ChangeBackendDeps, createBackend, type NewBackend } from '../registry/change-backend.ts'
import { readBackends } from '../store/backends.ts'
import { findTokenByHash } from '../store/tokens.ts'
import { type BackendKind, isTaskError } from '../task/index.ts'

const BROKERS = [
  { kind: 'rabbitmq', variable: 'RABBITMQ_URL', label: 'RabbitMQ' },
  { kind: 'kafka', variable: 'KAFKA_BROKERS', label: 'Kafka' },
  { kind: 'redis', variable: 'REDIS_URL', label: 'Redis' },
] as const

/**
 * Registers the database as backend `postgres`, and the brokers that the environment names, while none is registered.
 * @returns a sentence per broker that this release cannot use
 */
export async function registerFirstBackends(
  deps: ChangeBackendDeps,
  brokers: Environment['brokers'],
): Promise<string[]> {
  const named = BROKERS.filter(({ kind }) => brokers[kind] !== undefined)
  const first = (await readBackends(deps.database.prisma)).length === 0
  if (first) await register(deps, 'postgres', 'DATABASE_URL', "Signalbox's own Postgres")
  const notes: string[] = []
  for (const { kind, variable, label } of named)
    if (!isSupported(deps, kind))
      notes.push(`${variable} is set, but this release has no ${label} backend yet: it is not registered.`)
    else if (first)
      await register(deps, kind, variable, `${label} of this installation`, optionsOf(kind, brokers))
  return notes
}

async function register(
  deps: ChangeBackendDeps,
  name: string,
  variable: string,
  description: string,
  options: Pick<NewBackend, 'options'> = {},
) {
  await createBackend(deps, startActor, { name, kind: name, url: `env:${variable}`, description, ...options })
}

/** With its management API, RabbitMQ tells more of a queue; see docs/backends.md. */
function optionsOf(
  kind: BackendKind,
  { rabbitmqManagement }: Environment['brokers'],
): Pick<NewBackend, 'options'> {
  return kind === 'rabbitmq' && rabbitmqManagement !== undefined
    ? { options: { managementUrl: 'env:RABBITMQ_MANAGEMENT_URL' } }
    : {}
}

function isSupported(deps: ChangeBackendDeps, kind: BackendKind): boolean {
  try {
    deps.capabilitiesOf(kind)
    return true
  } catch (error) {
    if (isTaskError(error) && error.code === 'backend-unsupported') return false
    throw error
  }
}

/** The admin and the token that the environment names. */
export async function bootstrap(auth: Auth, environment: Environment): Promise<void> {
  if (environment.admin !== null) await bootstrapAdmin(auth, environment.admin)
  if (environment.bootstrapToken !== null) await bootstrapToken(auth, environment.bootstrapToken)
}

/** What workers and commands on this machine do; whoever reads the file could read the database's address in it, too. */
const MACHINE_SCOPES = ['worker', 'publish', 'read', 'operate'] as const

/** The token of programs on this machine: the one that is kept while it is good, else a new one. */
export async function machineToken(auth: Auth, kept: string | null): Promise<string> {
  if (kept !== null && (await isGood(auth, kept))) return kept
  const token = { name: 'this machine', scopes: MACHINE_SCOPES }
  const { secret } = await createToken(auth, { actor: startActor }, token)
  return secret
}

async function isGood(auth: Auth, secret: string): Promise<boolean> {
  const found = await findTokenByHash(auth.database.prisma, hashSecret(secret))
  if (found === null || (found.expiresAt !== null && found.expiresAt <= auth.now())) return false
  // One of an older version may do less.
  return MACHINE_SCOPES.every((scope) => found.scopes.includes(scope))
}
