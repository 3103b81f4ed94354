/** The server to measure on: one that was named, or one that is started for the occasion and thrown away. */
import process from 'node:process'
import { startPostgresCluster } from '../scripts/test-servers/postgres-cluster.ts'
import { whyNoRabbitNode } from '../scripts/test-servers/rabbitmq.ts'
import { startRabbitNode } from '../scripts/test-servers/rabbitmq-node.ts'
import type { BenchBackend } from './arguments.ts'
import { openPostgres } from './sites/postgres.ts'
import { openRabbit } from './sites/rabbitmq.ts'
import type { Sites } from './sites/sites.ts'

export interface BenchServer extends Sites {
  /** Where it comes from, as people say it. */
  readonly origin: string
}

const VARIABLES = { rabbitmq: 'RABBITMQ_URL', postgres: 'DATABASE_URL' } as const
const OPENERS = { rabbitmq: openRabbit, postgres: openPostgres } as const

function startOwn(backend: BenchBackend): Promise<{ url: string; remove(): Promise<void> }> {
  if (backend === 'postgres') return startPostgresCluster()
  const reason = whyNoRabbitNode()
  if (reason !== null) throw new Error(reason)
  return startRabbitNode()
}

/** @param url null: that of the environment, else one of our own */
export async function provideServer(backend: BenchBackend, url: string | null): Promise<BenchServer> {
  const variable = VARIABLES[backend]
  const given = url ?? process.env[variable]
  if (given !== undefined)
    return { ...(await OPENERS[backend](given)), origin: url === null ? `of ${variable}` : 'as given' }
  const own = await startOwn(backend)
  const sites = await OPENERS[backend](own.url)
  const close = async () => {
    await sites.close()
    await own.remove()
  }
  return { ...sites, close, origin: 'started for this' }
}
