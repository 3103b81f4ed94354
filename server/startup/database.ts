/** The database to start with: the one that DATABASE_URL names, or the embedded one. */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Environment } from '../env.ts'
import { startEmbeddedPostgres } from './embedded-postgres/cluster.ts'
import { StartError } from './start-error.ts'

export interface StartedDatabase {
  readonly url: string
  readonly embedded: boolean
  /** Where the embedded server's files lie, when that is not the data folder. */
  readonly elsewhere: string | null
  stop(): Promise<void>
}

export interface DatabaseOptions {
  readonly ownership: 'required' | 'shared'
  readonly onProgress: (message: string) => void
}

const MINIMUM_VERSION = 140_000
/** A database that starts beside us (compose, systemd) gets this long. */
const PATIENCE_MS = 15_000

export async function startDatabase(
  environment: Pick<Environment, 'databaseUrl' | 'dataDir'>,
  options: DatabaseOptions,
): Promise<StartedDatabase> {
  if (environment.databaseUrl === null) {
    const embedded = await startEmbeddedPostgres(environment.dataDir, options)
    return { url: embedded.url, embedded: true, elsewhere: embedded.elsewhere, stop: () => embedded.stop() }
  }
  await checkReachable(environment.databaseUrl, options.onProgress)
  return { url: environment.databaseUrl, embedded: false, elsewhere: null, stop: async () => undefined }
}

/** @throws StartError that names host, port, database and user, never the password */
async function checkReachable(url: string, onProgress: (message: string) => void): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  for (let tries = 1; ; tries++) {
    const problem = await probe(url)
    if (problem === null) return
    if (!problem.mayPass || Date.now() > deadline) throw new StartError(`DATABASE_URL: ${problem.message}`)
    if (tries === 1) onProgress(`Waiting for the database: ${problem.message}`)
    await sleep(500)
  }
}

export interface DatabaseProblem {
  readonly message: string
  /** A server that is still starting answers so; waiting may help. */
  readonly mayPass: boolean
}

/** Connects once; null when all is well. */
export async function probe(url: string): Promise<DatabaseProblem | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ number: number; name: string }>(
      "select current_setting('server_version_num')::int as number, current_setting('server_version') as name",
    )
    const server = rows[0]
    if (server !== undefined && server.number >= MINIMUM_VERSION) return null
    return { message: `expected Postgres 14 or newer, got ${server?.name} at ${place(url)}`, mayPass: false }
  } catch (error) {
    return explain(url, error as NodeJS.ErrnoException)
  } finally {
    await client.end().catch(() => undefined)
  }
}

const place = (url: string) => {
  const { hostname, port } = new URL(url)
  return `${hostname || 'localhost'}:${port || 5432}`
}

/** Postgres' own codes (SQLSTATE) and Node's, in words. */
function explain(url: string, error: NodeJS.ErrnoException): DatabaseProblem {
  const { username, pathname } = new URL(url)
  const database = decodeURIComponent(pathname.slice(1))
  const user = decodeURIComponent(username) || 'the current user'
  const at = place(url)
  switch (error.code) {
    case 'ECONNREFUSED':
      return { message: `nothing listens at ${at} (database "${database}")`, mayPass: true }
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { message: `the host of ${at} cannot be found`, mayPass: error.code === 'EAI_AGAIN' }
    case '57P03':
      return { message: `the server at ${at} is still starting`, mayPass: true }
    case '28P01':
    case '28000':
      return { message: `the server at ${at} refuses the password or the user "${user}"`, mayPass: false }
    case '3D000':
      return { message: `the server at ${at} has no database "${database}"; create it first`, mayPass: false }
    default:
      return { message: `${at}, database "${database}", user "${user}": ${reason(error)}`, mayPass: false }
  }
}

const reason = (error: NodeJS.ErrnoException) => error.message || error.code || 'the connection failed'
