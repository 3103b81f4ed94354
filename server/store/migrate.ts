/**
 * Applies `prisma/migrations/<name>/migration.sql` in order and records each as Prisma's own CLI does
 * (`_prisma_migrations`, SHA-256 of the file, advisory lock 72707369), so that `prisma migrate status` and `deploy`
 * accept what is written here. Prisma's engine is a download that a first start cannot count on.
 */
import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'

const PRISMA_LOCK = 72707369
const MIGRATIONS = new URL('../../prisma/migrations/', import.meta.url)

const BOOKKEEPING = `create table if not exists _prisma_migrations (
  id varchar(36) primary key, checksum varchar(64) not null, finished_at timestamptz,
  migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
  started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`

interface Migration {
  readonly name: string
  readonly sql: string
  readonly checksum: string
}

async function readMigrations(folder: URL): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(new URL(`${name}/migration.sql`, folder), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

async function applyOne(client: pg.Client, migration: Migration): Promise<void> {
  const id = randomUUID()
  await client.query('insert into _prisma_migrations (id, checksum, migration_name) values ($1, $2, $3)', [
    id,
    migration.checksum,
    migration.name,
  ])
  await client.query('begin')
  try {
    await client.query(migration.sql)
    await client.query(
      'update _prisma_migrations set finished_at = now(), applied_steps_count = 1 where id = $1',
      [id],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    await client.query('delete from _prisma_migrations where id = $1', [id])
    throw new Error(`Migration ${migration.name} failed: ${(error as Error).message}`, { cause: error })
  }
}

function refuseChanged(migration: Migration, applied: { checksum: string } | undefined): void {
  if (applied !== undefined && applied.checksum !== migration.checksum)
    throw new Error(`Migration ${migration.name} was changed after it had been applied to this database.`)
}

/** Names of the migrations that the database lacks; changes nothing. */
export async function pendingMigrations(url: string, folder: URL = MIGRATIONS): Promise<string[]> {
  const migrations = await readMigrations(folder)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ made: boolean }>(
      "select to_regclass('_prisma_migrations') is not null as made",
    )
    const applied = rows[0]?.made === true ? await readApplied(client) : new Map()
    return migrations.map((migration) => migration.name).filter((name) => !applied.has(name))
  } finally {
    await client.end()
  }
}

async function readApplied(client: pg.Client): Promise<Map<string, { checksum: string }>> {
  const { rows } = await client.query<{ migration_name: string; checksum: string }>(
    'select migration_name, checksum from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  )
  return new Map(rows.map((row) => [row.migration_name, row]))
}

/**
 * Brings the database up to date; safe to run from several processes at once.
 * @returns the names of the migrations that were applied now
 */
export async function migrate(url: string, folder: URL = MIGRATIONS): Promise<string[]> {
  const migrations = await readMigrations(folder)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [PRISMA_LOCK])
    await client.query(BOOKKEEPING)
    const applied = await readApplied(client)
    const done: string[] = []
    for (const migration of migrations) {
      refuseChanged(migration, applied.get(migration.name))
      if (applied.has(migration.name)) continue
      await applyOne(client, migration)
      done.push(migration.name)
    }
    return done
  } finally {
    await client.end()
  }
}
