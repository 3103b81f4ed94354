/**
 * Puts a backup back: 1. the migrations that its rows fit, 2. the rows, in one transaction, 3. the migrations of this
 * release that came later. Nothing changes when any row does not fit.
 */
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { migrate } from '../store/migrate.ts'
import { createBackend } from '../task/backends/registry.ts'
import { BackupError, END_OF_ROWS, type Manifest, parseCopyLine, parseManifest } from './archive.ts'
import { linesOf } from './lines.ts'
import { knownMigrations, withMigrations } from './migrations.ts'
import { advanceSequences, readTables, sqlName } from './tables.ts'

export interface RestoreOptions {
  /** Replaces what the database holds; without it a database that is in use is refused. */
  readonly replace: boolean
}

export interface RestoreSummary {
  readonly manifest: Manifest
  readonly tables: number
}

/** @throws BackupError: not a backup, a newer release's, or a database that is in use */
export async function restore(
  databaseUrl: string,
  file: string,
  options: RestoreOptions,
): Promise<RestoreSummary> {
  const lines = linesOf(unzipped(file))
  const manifest = await readManifest(lines)
  await refuseInUse(databaseUrl, options)
  await withMigrations(manifest.migrations, (folder) => migrate(databaseUrl, folder))
  await makeQueueTables(databaseUrl)
  const tables = await putRows(databaseUrl, lines)
  await migrate(databaseUrl)
  return { manifest, tables }
}

/** Refuses what cannot be restored, before anything is touched. */
export async function checkBackup(file: string): Promise<void> {
  const lines = linesOf(unzipped(file))
  await readManifest(lines)
  await lines.return(undefined)
}

function unzipped(file: string): AsyncIterable<Buffer> {
  const gunzip = createGunzip()
  createReadStream(file)
    .on('error', (error) => gunzip.destroy(error))
    .pipe(gunzip)
  return gunzip
}

async function readManifest(lines: AsyncGenerator<Buffer>): Promise<Manifest> {
  const first = await lines.next().catch((cause: unknown) => {
    throw new BackupError(`This file cannot be read as a backup: ${(cause as Error).message}`, { cause })
  })
  const manifest = parseManifest(first.done ? undefined : first.value.toString())
  await refuseNewer(manifest)
  return manifest
}

async function refuseNewer(manifest: Manifest): Promise<void> {
  const known = await knownMigrations()
  const unknown = manifest.migrations.filter((name) => !known.includes(name))
  if (unknown.length > 0)
    throw new BackupError(
      `This backup was made by Signalbox ${manifest.version}, which is newer (it has ${unknown.join(', ')}). Restore it with that release.`,
    )
}

/** A database that has projects or people is somebody's. */
async function refuseInUse(databaseUrl: string, { replace }: RestoreOptions): Promise<void> {
  if (replace) return
  const inUse = await onClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ made: boolean }>(
      "select to_regclass('public.project') is not null as made",
    )
    if (rows[0]?.made !== true) return false
    const used = await client.query('select 1 from project union all select 1 from "user" limit 1')
    return used.rowCount !== 0
  })
  if (inUse)
    throw new BackupError(
      'This database is in use. To replace everything in it with the backup, add --replace.',
    )
}

async function makeQueueTables(databaseUrl: string): Promise<void> {
  const backend = await createBackend({ kind: 'postgres', url: databaseUrl }, { namespace: 'task' })
  await backend.connect()
  await backend.close()
}

async function putRows(databaseUrl: string, lines: AsyncGenerator<Buffer>): Promise<number> {
  return onClient(databaseUrl, async (client) => {
    await client.query('begin')
    const present = await readTables(client)
    await client.query(`truncate ${present.map(sqlName).join(', ')}`)
    let tables = 0
    for (let line = await lines.next(); !line.done; line = await lines.next()) {
      const copy = parseCopyLine(line.value.toString())
      if (copy === null) throw new BackupError('The backup is damaged: expected the rows of a table.')
      await putTable(client, copy.statement, lines)
      tables += 1
    }
    await advanceSequences(client)
    await client.query('commit')
    return tables
  })
}

async function putTable(client: pg.Client, statement: string, lines: AsyncGenerator<Buffer>): Promise<void> {
  const sink = client.query(copyFrom(statement))
  const done = new Promise<void>((resolve, reject) => sink.on('finish', resolve).on('error', reject))
  // The sink may fail between two writes; the failure is met when it is awaited below.
  done.catch(() => undefined)
  for (;;) {
    const line = await lines.next()
    if (line.done) throw new BackupError('The backup is damaged: it ends within a table.')
    if (line.value.toString() === END_OF_ROWS) break
    if (!sink.write(Buffer.concat([line.value, NEWLINE]))) await Promise.race([once(sink, 'drain'), done])
  }
  sink.end()
  await done
}

const NEWLINE = Buffer.from('\n')

async function onClient<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    // Ends an open transaction, too: whatever was not committed is undone.
    await client.end()
  }
}
