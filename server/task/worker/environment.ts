/** What a stand-alone worker and the library's commands take from their environment, validated once. */
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { TaskError } from '../errors.ts'
import { createSecretResolver, DEFAULT_SECRET_NAMES, type SecretResolver } from '../source/secrets.ts'

type Variables = Readonly<Record<string, string | undefined>>

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const names = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .pipe(
    z.array(
      z
        .string()
        .regex(
          /^[A-Za-z_][A-Za-z0-9_]*\*?$/,
          'expected names of variables, or a prefix and "*", separated by commas',
        ),
    ),
  )
const schema = z.object({
  SIGNALBOX_URL: z.url({ protocol: /^https?$/, error: 'expected an http or https URL' }).optional(),
  SIGNALBOX_TOKEN: z.string().optional(),
  SIGNALBOX_DATA_DIR: z.string().default('.signalbox'),
  SIGNALBOX_SECRET_ENV: names.default([...DEFAULT_SECRET_NAMES]),
  SIGNALBOX_MODULES: z.string().optional(),
  SIGNALBOX_HANDLERS: z.string().default(''),
  LOG_LEVEL: z.enum(LOG_LEVELS, `expected one of ${LOG_LEVELS.join(', ')}`).default('info'),
})

export interface WorkerEnvironment {
  readonly url?: string
  readonly token?: string
  /** Absolute. */
  readonly dataDir: string
  readonly logLevel: string
  /** Folder of modules. */
  readonly modules?: string
  /** Packages and local modules with custom handlers. */
  readonly handlers: readonly string[]
  readonly secretNames: readonly string[]
  /** For secret references; nothing else reads it. */
  readonly variables: Variables
}

/**
 * @param folder relative paths start here
 * @throws TaskError `config-invalid` with a line per variable
 */
export function readEnvironment(variables: Variables, folder: string): WorkerEnvironment {
  // An empty variable is how shells and compose files spell "not set".
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const result = schema.safeParse(given)
  if (!result.success) {
    const issues = result.error.issues.map(({ path, message }) => ({
      path: `/${path[0]?.toString()}`,
      message,
    }))
    const lines = result.error.issues.map(({ path, message }) => `${path[0]?.toString()}: ${message}`)
    throw new TaskError('config-invalid', `The environment is invalid: ${lines.join('; ')}`, {
      context: { issues },
    })
  }
  const { SIGNALBOX_URL: url, SIGNALBOX_TOKEN: token, ...rest } = result.data
  return {
    ...(url === undefined ? {} : { url }),
    ...(token === undefined ? {} : { token }),
    dataDir: resolve(folder, rest.SIGNALBOX_DATA_DIR),
    logLevel: rest.LOG_LEVEL,
    ...(rest.SIGNALBOX_MODULES === undefined ? {} : { modules: rest.SIGNALBOX_MODULES }),
    handlers: rest.SIGNALBOX_HANDLERS.split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    secretNames: rest.SIGNALBOX_SECRET_ENV,
    variables,
  }
}

const connectionFile = z.object({ url: z.string(), token: z.string(), databaseUrl: z.string().optional() })
export type ConnectionFile = z.infer<typeof connectionFile>

/** `connection.json` of an installation on this machine; null where there is none that we may read. */
export async function readConnectionFile(dataDir: string): Promise<ConnectionFile | null> {
  try {
    const parsed = connectionFile.safeParse(
      JSON.parse(await readFile(join(dataDir, 'connection.json'), 'utf8')),
    )
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

export interface Connection {
  readonly url: string
  readonly token: string
}

/**
 * Where the control plane is: what was given on the command line, else the environment, else `connection.json`.
 * A token from the file is only sent to the address that stands beside it.
 * @throws TaskError `config-invalid` that names what is missing
 */
export function connectionFrom(
  given: { readonly url?: string; readonly token?: string },
  environment: WorkerEnvironment,
  file: ConnectionFile | null,
): Connection {
  const url = given.url ?? environment.url ?? file?.url
  const token = given.token ?? environment.token ?? (url === file?.url ? file?.token : undefined)
  if (url !== undefined && token !== undefined) return { url, token }
  const missing =
    url === undefined ? 'its address (SIGNALBOX_URL or --url)' : 'a token (SIGNALBOX_TOKEN or --token)'
  throw new TaskError(
    'config-invalid',
    `To reach the control plane, ${missing} is needed; there is no connection.json in ${environment.dataDir} either.`,
  )
}

/** An embedded installation's database has its address in `connection.json`, not in a variable. */
export function secretsFrom(environment: WorkerEnvironment, file: ConnectionFile | null): SecretResolver {
  const databaseUrl = environment.variables.DATABASE_URL || file?.databaseUrl
  return createSecretResolver({
    env: { ...environment.variables, DATABASE_URL: databaseUrl },
    allowedNames: [...environment.secretNames, 'DATABASE_URL'],
  })
}
