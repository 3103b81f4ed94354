/**
 * The one reader of the environment. Receives `process.env`, checks every variable once and hands on an
 * `Environment`; whatever is wrong is said in one message that names each variable.
 */
import { resolve } from 'node:path'
import type { z } from 'zod'
import { environmentSchema, missingOfPair } from './env-schema.ts'
import { DEFAULT_SECRET_NAMES, isAllowedName } from './task/source/secrets.ts'

export interface Environment {
  readonly port: number
  readonly host: string
  /** Absolute path. Holds what only the owner may read: secrets, connection file, embedded database. */
  readonly dataDir: string
  /** Null: run the embedded Postgres. */
  readonly databaseUrl: string | null
  /** How people reach us, without a trailing slash; null: the address that we listen on. */
  readonly baseUrl: string | null
  /** Addresses or CIDRs whose `X-Forwarded-*` headers are believed. */
  readonly trustedProxies: readonly string[]
  readonly admin: { readonly email: string; readonly password: string } | null
  readonly bootstrapToken: string | null
  readonly demo: boolean
  readonly environmentName: string
  readonly environmentColor: string
  /** Private hosts and networks that proxy handlers may reach; null: `loopback` on the embedded database, else none. */
  readonly allowTargets: readonly string[] | null
  /** What `env:NAME` references may read: the variables that the operator allows, with their values. */
  readonly secrets: Readonly<Record<string, string>>
  /** Null: `warn` for a person at a terminal, else `info`. */
  readonly logLevel: string | null
  /** Next's output folder, relative to the checkout. */
  readonly distDir: string
  /** Null: one is made and kept in the data folder. */
  readonly authSecret: string | null
  /** Brokers named in the environment. */
  readonly brokers: {
    readonly rabbitmq?: string
    readonly rabbitmqManagement?: string
    readonly kafka?: string
    readonly redis?: string
  }
}

/** The environment breaks its schema; `message` has one line per variable. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError'
}

type Variables = Readonly<Record<string, string | undefined>>

/**
 * @param variables normally `process.env`
 * @param folder relative paths start here: where the command was called
 * @throws EnvironmentError
 */
export function parseEnvironment(variables: Variables, folder: string): Environment {
  // An empty variable is how shells and compose files spell "not set".
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const result = environmentSchema.safeParse(given)
  const problems = [...(result.error?.issues ?? []).map(inWords), missingOfPair(given) ?? []].flat()
  if (!result.success || problems.length > 0)
    throw new EnvironmentError(['The environment is not usable:', ...problems].join('\n  '))
  const value = result.data
  return {
    port: value.PORT,
    host: value.HOST,
    dataDir: resolve(folder, value.SIGNALBOX_DATA_DIR),
    databaseUrl: value.DATABASE_URL ?? null,
    baseUrl: value.BASE_URL ?? null,
    trustedProxies: value.TRUSTED_PROXIES,
    admin: adminOf(value),
    bootstrapToken: value.SIGNALBOX_BOOTSTRAP_TOKEN ?? null,
    demo: value.SIGNALBOX_DEMO,
    environmentName: value.SIGNALBOX_ENVIRONMENT,
    environmentColor: value.SIGNALBOX_ENVIRONMENT_COLOR,
    allowTargets: value.SIGNALBOX_ALLOW_TARGETS ?? null,
    secrets: allowedSecrets(given, value.SIGNALBOX_SECRET_ENV),
    logLevel: value.LOG_LEVEL ?? null,
    distDir: value.NEXT_DIST_DIR,
    authSecret: value.AUTH_SECRET ?? null,
    brokers: {
      ...(value.RABBITMQ_URL === undefined ? {} : { rabbitmq: value.RABBITMQ_URL }),
      ...(value.RABBITMQ_MANAGEMENT_URL === undefined
        ? {}
        : { rabbitmqManagement: value.RABBITMQ_MANAGEMENT_URL }),
      ...(value.KAFKA_BROKERS === undefined ? {} : { kafka: value.KAFKA_BROKERS }),
      ...(value.REDIS_URL === undefined ? {} : { redis: value.REDIS_URL }),
    },
  }
}

function adminOf(value: z.infer<typeof environmentSchema>): Environment['admin'] {
  const { SIGNALBOX_ADMIN_EMAIL: email, SIGNALBOX_ADMIN_PASSWORD: password } = value
  return email === undefined || password === undefined ? null : { email, password }
}

function allowedSecrets(given: Variables, names: readonly string[]): Environment['secrets'] {
  const allowed = [...DEFAULT_SECRET_NAMES, ...names]
  const found = Object.entries(given).filter(([name]) => isAllowedName(name, allowed))
  return Object.fromEntries(found) as Record<string, string>
}

const inWords = ({ path, message }: z.core.$ZodIssue) => `${path.join('.')}: ${message}`

/** Reads this process's environment. */
export function readEnvironment(): Environment {
  return parseEnvironment(process.env, process.cwd())
}

/** Whether an npm script is our parent. */
export const isRunByNpm = () => process.env.npm_lifecycle_event !== undefined

/** What a child process of ours inherits. */
export function inheritedVariables(): Readonly<Record<string, string | undefined>> {
  return { ...process.env }
}

/** React and Next choose their builds by NODE_ENV when they are loaded; nobody is told that we run. */
export function prepareForNext(mode: 'development' | 'production'): void {
  Object.assign(process.env, { NODE_ENV: mode, NEXT_TELEMETRY_DISABLED: '1' })
}
