import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { startPostgresCluster } from '../../../../scripts/test-servers/postgres-cluster.ts'
import { describeBackend } from '../conformance/index.ts'
import type { FaultyBroker } from '../conformance/subject.ts'
import { POSTGRES_CAPABILITIES } from './capabilities.ts'
import { createPostgresBackend } from './postgres-backend.ts'
import { createScratchDatabase, type ScratchDatabase } from './scratch-database.ts'

const LEASE_MS = 3_000

let database: ScratchDatabase
beforeAll(async () => {
  database = await createScratchDatabase(inject('postgresUrl'))
})
afterAll(() => database.drop())

async function cutConnections(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rowCount } = await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'signalbox'`,
  )
  await client.end()
  return rowCount ?? 0
}

async function faultyCluster(): Promise<FaultyBroker> {
  const cluster = await startPostgresCluster()
  return {
    config: { kind: 'postgres', url: cluster.url },
    options: { namespace: 'task', postgres: { leaseMs: LEASE_MS, heartbeatMs: 500 } },
    takeoverMs: LEASE_MS,
    cutConnections: () => cutConnections(cluster.url),
    stop: () => cluster.stop(),
    crash: () => cluster.crash(),
    start: () => cluster.start(),
    remove: () => cluster.remove(),
  }
}

describeBackend('postgres', {
  create: async () => createPostgresBackend({ url: database.url, namespace: 'task' }),
  capabilities: POSTGRES_CAPABILITIES,
  faults: faultyCluster,
})
