/** For tests: an empty database in the cluster that the run provides. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'

export interface ScratchDatabase {
  readonly url: string
  query(sql: string, values?: unknown[]): Promise<pg.QueryResult>
  drop(): Promise<void>
}

async function once(url: string, sql: string, values: unknown[] = []): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await client.query(sql, values)
  } finally {
    await client.end()
  }
}

/** @param adminUrl of a user that may create databases, such as `inject('postgresUrl')` */
export async function createScratchDatabase(adminUrl: string): Promise<ScratchDatabase> {
  const name = `queue_${randomBytes(6).toString('hex')}`
  await once(adminUrl, `create database ${name}`)
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return {
    url: url.href,
    query: (sql, values) => once(url.href, sql, values),
    async drop() {
      await once(adminUrl, `drop database if exists ${name} with (force)`)
    },
  }
}
