/** The server to measure on: one that was named, or one that is started for the occasion and thrown away. */
import process from 'node:process'
import { whyNoKafkaNode } from '../scripts/test-servers/kafka.ts'
import { startKafkaNode } from '../scripts/test-servers/kafka-node.ts'
import { startPostgresCluster } from '../scripts/test-servers/postgres-cluster.ts'
import { whyNoRabbitNode } from '../scripts/test-servers/rabbitmq.ts'
import { startRabbitNode } from '../scripts/test-servers/rabbitmq-node.ts'
import { whyNoRedisNode } from '../scripts/test-servers/redis.ts'
import { startRedisNode } from '../scripts/test-servers/redis-node.ts'
import type { BenchBackend } from './arguments.ts'
import { openKafka } from './sites/kafka.ts'
import { openPostgres } from './sites/postgres.ts'
import { openRabbit } from './sites/rabbitmq.ts'
import { openRedis } from './sites/redis.ts'
import type { Sites } from './sites/sites.ts'

export interface BenchServer extends Sites {
  /** Where it comes from, as people say it. */
  readonly origin: string
}

const VARIABLES = {
  rabbitmq: 'RABBITMQ_URL',
  postgres: 'DATABASE_URL',
  redis: 'REDIS_URL',
  kafka: 'KAFKA_BROKERS',
} as const
const OPENERS = { rabbitmq: openRabbit, postgres: openPostgres, redis: openRedis, kafka: openKafka } as const

/** A log that is flushed every second is what Redis' documentation recommends, and its default where there is one. */
const REDIS_SETTINGS = { appendonly: 'yes', appendfsync: 'everysec' }

function requireNone(reason: string | null): void {
  if (reason !== null) throw new Error(reason)
}

async function startOwnKafka() {
  const { brokers, remove } = await startKafkaNode({ optimized: true })
  return { url: brokers, remove }
}

function startOwn(backend: BenchBackend): Promise<{ url: string; remove(): Promise<void> }> {
  switch (backend) {
    case 'postgres':
      return startPostgresCluster()
    case 'redis':
      requireNone(whyNoRedisNode())
      return startRedisNode(REDIS_SETTINGS)
    case 'rabbitmq':
      requireNone(whyNoRabbitNode())
      return startRabbitNode()
    case 'kafka':
      requireNone(whyNoKafkaNode())
      return startOwnKafka()
  }
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
