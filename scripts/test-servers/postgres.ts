/** A throw-away Postgres for the run: the one that TEST_POSTGRES_URL names, or an embedded cluster. */
import process from 'node:process'
import { startPostgresCluster } from './postgres-cluster.ts'

export interface TestServer {
  readonly url: string
  stop(): Promise<void>
}

export async function startTestPostgres(): Promise<TestServer> {
  const given = process.env.TEST_POSTGRES_URL
  if (given !== undefined) return { url: given, stop: async () => undefined }
  const cluster = await startPostgresCluster()
  return { url: cluster.url, stop: () => cluster.remove() }
}
