/**
 * The embedded Postgres of a data folder. Receives the folder; makes the cluster when it is new, starts it or adopts
 * one that a killed start left running; hands on a URL and a way to stop it.
 *
 * Whoever uses the cluster holds an advisory lock in it for as long as it lives. The lock ends with its holder, even
 * by `kill -9`, so it tells a running Signalbox from a server that was left behind.
 */
import { readFile, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { exists } from '../data-dir.ts'
import { freePort, isFree } from '../ports.ts'
import { StartError } from '../start-error.ts'
import { type ClusterLocation, locateCluster, rememberCluster } from './location.ts'
import { findPostmaster, removeIfForeign } from './postmaster.ts'
import { dataFolder, initialise, startServer, stopServer } from './programs.ts'

const OWNER_LOCK = 1_397_311_310
const DATABASE = 'signalbox'
const ADOPT_TIMEOUT_MS = 30_000
const LOCK_TIMEOUT_MS = 5_000

export interface EmbeddedPostgres {
  readonly url: string
  /** Where the files lie, when that is not the data folder. */
  readonly elsewhere: string | null
  /** False when another Signalbox owns the server; then `stop` only lets go. */
  readonly owned: boolean
  stop(): Promise<void>
}

export interface ClusterOptions {
  /** `required`: refuse when another Signalbox uses the folder. `shared`: use its server along with it. */
  readonly ownership: 'required' | 'shared'
  readonly onProgress: (message: string) => void
}

/** @throws StartError whose message says what to do */
export async function startEmbeddedPostgres(
  dataDir: string,
  options: ClusterOptions,
): Promise<EmbeddedPostgres> {
  const location = await locateCluster(dataDir)
  await makeWhenNew(location, dataDir, options)
  const port = (await adopt(location)) ?? (await start(location, dataDir, options))
  const admin = await takeOwnership(location, port)
  if (admin === null && options.ownership === 'required') throw new StartError(inUse(dataDir))
  if (admin !== null) await createDatabase(admin)
  return {
    url: urlOf(location, port, DATABASE),
    elsewhere: location.elsewhere ? location.folder : null,
    owned: admin !== null,
    async stop() {
      if (admin === null) return
      await admin.end()
      await stopServer(location)
    },
  }
}

const inUse = (dataDir: string) =>
  `Another Signalbox is running on the data folder ${dataDir}. Stop it, or set SIGNALBOX_DATA_DIR to another folder.`

const urlOf = (location: ClusterLocation, port: number, database: string) =>
  `postgresql://postgres:${encodeURIComponent(location.password)}@127.0.0.1:${port}/${database}`

async function makeWhenNew(
  location: ClusterLocation,
  dataDir: string,
  options: ClusterOptions,
): Promise<void> {
  const version = join(dataFolder(location), 'PG_VERSION')
  if (await exists(version)) {
    const found = (await readFile(version, 'utf8')).trim()
    if (found === PROGRAMS_VERSION) return
    throw new StartError(
      `The data in ${location.folder} were written by Postgres ${found}, this release brings ${PROGRAMS_VERSION}. Take a backup with the older release ("signalbox backup") and restore it here.`,
    )
  }
  options.onProgress('Setting up the embedded Postgres')
  // Remembered first: the password must not be lost if we are killed between the two.
  await rememberCluster(dataDir, location)
  await initialise(location)
}

/** Major version of the programs in package.json. */
const PROGRAMS_VERSION = '18'

async function start(location: ClusterLocation, dataDir: string, options: ClusterOptions): Promise<number> {
  options.onProgress('Starting the embedded Postgres')
  const wanted = location.port !== 0 && (await isFree(location.port, '127.0.0.1')) ? location.port : null
  for (let port = wanted ?? (await freePort()); ; port = await freePort()) {
    if (!(await startServer(location, port))) continue
    await rememberCluster(dataDir, { ...location, port })
    return port
  }
}

/** The port of a server that already runs on these files, or null. */
async function adopt(location: ClusterLocation): Promise<number | null> {
  const folder = dataFolder(location)
  const deadline = Date.now() + ADOPT_TIMEOUT_MS
  for (;;) {
    const postmaster = await findPostmaster(folder)
    if (postmaster === null || (await removeIfForeign(folder, postmaster))) return null
    if (await servesOurFiles(location, postmaster.port)) return postmaster.port
    if (Date.now() > deadline)
      throw new StartError(
        `A Postgres (process ${postmaster.pid}) holds ${folder} but does not answer. End that process and start again.`,
      )
    await sleep(200)
  }
}

async function servesOurFiles(location: ClusterLocation, port: number): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(location, port, 'postgres') })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ folder: string }>(
      "select current_setting('data_directory') as folder",
    )
    return (await realpath(rows[0]?.folder ?? '')) === (await realpath(dataFolder(location)))
  } catch {
    return false // still starting, or stopping: the caller looks again
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** The connection that holds the lock; null when another process holds it. */
async function takeOwnership(location: ClusterLocation, port: number): Promise<pg.Client | null> {
  const client = new pg.Client({ connectionString: urlOf(location, port, 'postgres'), keepAlive: true })
  client.on('error', () => undefined)
  await client.connect()
  const deadline = Date.now() + LOCK_TIMEOUT_MS
  do {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
      OWNER_LOCK,
    ])
    if (rows[0]?.taken === true) return client
    await sleep(200)
  } while (Date.now() < deadline)
  await client.end()
  return null
}

async function createDatabase(admin: pg.Client): Promise<void> {
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [DATABASE])
  if (rowCount === 0) await admin.query(`create database ${DATABASE}`)
}
