/** Writes everything that the database keeps (registry, assignments, archive, waiting tasks) as of one instant. */
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { VERSION } from '../task/version.ts'
import { copyLine, END_OF_ROWS, FORMAT, type Manifest, manifestLine } from './archive.ts'
import { readTables, sqlName } from './tables.ts'

export interface BackupSummary {
  readonly tables: number
  readonly rows: number
}

/** The file appears when it is whole; only its owner may read it, for it holds password hashes and payloads. */
export async function backUp(databaseUrl: string, file: string, now: Date): Promise<BackupSummary> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const draft = `${file}.partial`
  const summary = { tables: 0, rows: 0 }
  try {
    await client.query('begin isolation level repeatable read read only')
    const output = createWriteStream(draft, { mode: 0o600 })
    await pipeline(Readable.from(archiveOf(client, now, summary)), createGzip(), output)
    await client.query('commit')
    await rename(draft, file)
    return summary
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  } finally {
    await client.end()
  }
}

async function* archiveOf(
  client: pg.Client,
  now: Date,
  summary: { tables: number; rows: number },
): AsyncGenerator<string | Buffer> {
  yield manifestLine(await manifestOf(client, now))
  for (const table of await readTables(client)) {
    const columns = table.columns.map((column) => `"${column}"`).join(', ')
    yield copyLine(sqlName(table), table.columns)
    const rows = client.query(copyTo(`COPY ${sqlName(table)} (${columns}) TO STDOUT`))
    for await (const chunk of rows) yield chunk as Buffer
    yield `${END_OF_ROWS}\n`
    summary.tables += 1
    summary.rows += rows.rowCount
  }
}

async function manifestOf(client: pg.Client, now: Date): Promise<Manifest> {
  const { rows } = await client.query<{ name: string }>(
    'select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null order by 1',
  )
  const migrations = rows.map((row) => row.name)
  return { format: FORMAT, version: VERSION, createdAt: now.toISOString(), migrations }
}
