/** For tests: a migrated database of one's own in the cluster that the run provides. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { type Database, openDatabase } from './database.ts'
import { migrate } from './migrate.ts'

export interface TestDatabase extends Database {
  readonly url: string
  /** Closes the connections and drops the database. */
  drop(): Promise<void>
}

async function administer(adminUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/** An empty database; `adminUrl` is `inject('postgresUrl')`. */
export async function createEmptyDatabase(adminUrl: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await administer(adminUrl, `create database ${name}`)
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => administer(adminUrl, `drop database if exists ${name} with (force)`) }
}

export async function createTestDatabase(adminUrl: string): Promise<TestDatabase> {
  const { url, drop } = await createEmptyDatabase(adminUrl)
  await migrate(url)
  const database = openDatabase(url, { maxConnections: 5 })
  return {
    ...database,
    url,
    async drop() {
      await database.close()
      await drop()
    },
  }
}
