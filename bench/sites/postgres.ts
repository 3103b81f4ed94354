/** Each measurement has a database of its own: no tables, no dead rows, nobody else's statistics. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { Site } from '../core/contender.ts'
import type { Sites } from './sites.ts'

function urlOf(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

/** The user of `url` must be allowed to create databases. */
export async function openPostgres(url: string): Promise<Sites> {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query<{ server_version: string }>('show server_version')
  return {
    version: `Postgres ${rows[0]?.server_version ?? 'unknown'}`,
    async make(): Promise<Site> {
      const name = `signalboxbench${randomBytes(4).toString('hex')}`
      await client.query(`create database ${name}`)
      return { url: urlOf(url, name), name }
    },
    remove: async ({ name }) => void (await client.query(`drop database ${name} with (force)`)),
    close: () => client.end(),
  }
}
