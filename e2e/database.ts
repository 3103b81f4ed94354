/** The product's database behind its back: to hold up its writing, and to look while it does not answer. */
import pg from 'pg'
import { readConnection } from '../server/startup/connection-file.ts'
import type { Product } from './product.ts'

export async function connectDatabase({ dataDir }: Product): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: (await readConnection(dataDir))?.databaseUrl })
  await client.connect()
  return client
}

/** Until `release` the archive can store nothing. */
export async function holdUpArchive(client: pg.Client): Promise<{ release(): Promise<void> }> {
  await client.query('begin')
  await client.query('lock table failure in exclusive mode')
  return { release: async () => void (await client.query('rollback')) }
}

export async function countArchived(client: pg.Client, type: string): Promise<number> {
  const { rows } = await client.query('select count(*)::int as count from failure where type = $1', [type])
  return rows[0].count
}
