/**
 * Secrets are references in the configuration (`env:NAME`, `file:PATH`, `store:NAME`); this is where they are
 * read. What a worker may read from its environment is the operator's list, never the configuration's wish: who
 * may edit assignments must not be able to send every variable of a machine to a target of theirs.
 */
import { readFile as readFileFromDisk } from 'node:fs/promises'
import { TaskError } from '../errors.ts'

export interface SecretResolver {
  /**
   * The secret that `reference` names, without a trailing line break.
   * @throws TaskError `secret-unresolved`, whose `context.reference` is the reference
   */
  resolve(reference: string): Promise<string>
}

export interface SecretResolverOptions {
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Names that `env:` may read: exact, or a prefix followed by `*`. */
  readonly allowedNames?: readonly string[]
  readonly readFile?: (path: string) => Promise<string>
  /** Reads `store:` references; null when there is none of that name. */
  readonly store?: (name: string) => Promise<string | null>
}

/** Addresses of backends, with their passwords. */
export const CONNECTION_SECRET_NAMES = [
  'DATABASE_URL',
  'RABBITMQ_URL',
  'RABBITMQ_MANAGEMENT_URL',
  'KAFKA_BROKERS',
  'REDIS_URL',
] as const

/** What the environment may be asked for when the operator says nothing. */
export const DEFAULT_SECRET_NAMES = [...CONNECTION_SECRET_NAMES, 'SIGNALBOX_SECRET_*'] as const

const REFERENCE = /^(env|file|store):(.+)$/s

export function isSecretReference(value: string): boolean {
  return REFERENCE.test(value)
}

export function isAllowedName(name: string, allowed: readonly string[]): boolean {
  return allowed.some((entry) =>
    entry.endsWith('*') ? name.startsWith(entry.slice(0, -1)) && entry.length > 1 : entry === name,
  )
}

export function createSecretResolver(options: SecretResolverOptions = {}): SecretResolver {
  const env = options.env ?? {}
  const allowed = options.allowedNames ?? DEFAULT_SECRET_NAMES
  const readFile = options.readFile ?? ((path: string) => readFileFromDisk(path, 'utf8'))

  function fromEnvironment(reference: string, name: string): string {
    if (!isAllowedName(name, allowed))
      throw unresolved(reference, `${name} is not in the list of allowed names (SIGNALBOX_SECRET_ENV)`)
    const value = env[name]
    if (value === undefined || value === '') throw unresolved(reference, `the variable ${name} is not set`)
    return value
  }

  async function fromFile(reference: string, path: string): Promise<string> {
    try {
      return (await readFile(path)).replace(/\r?\n$/, '')
    } catch (cause) {
      throw unresolved(reference, `the file cannot be read (${reasonOf(cause)})`, cause)
    }
  }

  async function fromStore(reference: string, name: string): Promise<string> {
    if (options.store === undefined) throw unresolved(reference, 'no secret store is available here')
    const value = await options.store(name)
    if (value === null) throw unresolved(reference, `the secret store has no "${name}"`)
    return value
  }

  return {
    async resolve(reference) {
      const [, scheme, name] = REFERENCE.exec(reference) ?? []
      if (scheme === undefined || name === undefined)
        throw unresolved(reference, 'expected "env:NAME", "file:PATH" or "store:NAME"')
      if (scheme === 'env') return fromEnvironment(reference, name)
      if (scheme === 'file') return fromFile(reference, name)
      return fromStore(reference, name)
    },
  }
}

/** A backend's address: a reference is resolved, anything else is the address itself. */
export async function resolveAddress(secrets: SecretResolver, value: string): Promise<string> {
  return isSecretReference(value) ? secrets.resolve(value) : value
}

function reasonOf(cause: unknown): string {
  return (cause as NodeJS.ErrnoException)?.code ?? String(cause)
}

function unresolved(reference: string, reason: string, cause?: unknown): TaskError {
  return new TaskError('secret-unresolved', `The secret "${reference}" does not resolve: ${reason}.`, {
    retryable: true,
    cause,
    context: { reference },
  })
}
