/** Who takes part, by name. */
import type { BenchBackend } from '../../arguments.ts'
import type { Contender } from '../contender.ts'

export const OURS = 'signalbox'

/** Loaded when it is measured: what one library brings must not be in another's process. */
const LOADERS: Readonly<Record<string, () => Promise<Contender>>> = {
  [OURS]: async () => (await import('./signalbox.ts')).signalbox,
  amqplib: async () => (await import('./amqplib.ts')).amqplib('bare'),
  'amqplib-cloudevents': async () => (await import('./amqplib.ts')).amqplib('cloudevent'),
  raw: async () => (await import('./raw-postgres.ts')).rawPostgres,
  'graphile-worker': async () => (await import('./graphile-worker.ts')).graphileWorker,
  'pg-boss': async () => (await import('./pg-boss.ts')).pgBoss,
  'raw-redis': async () => (await import('./raw-redis.ts')).rawRedis('bare'),
  'raw-redis-cloudevents': async () => (await import('./raw-redis.ts')).rawRedis('cloudevent'),
  'raw-kafka': async () => (await import('./raw-kafka.ts')).rawKafka('bare'),
  'raw-kafka-cloudevents': async () => (await import('./raw-kafka.ts')).rawKafka('cloudevent'),
  bullmq: async () => (await import('./bullmq.ts')).bullmq,
}

export interface Reference {
  readonly name: string
  /** Whether it is a dependency of this folder. */
  readonly isPeer: boolean
}

export const REFERENCES: Readonly<Record<BenchBackend, readonly Reference[]>> = {
  rabbitmq: [
    { name: 'amqplib', isPeer: false },
    { name: 'amqplib-cloudevents', isPeer: false },
  ],
  postgres: [
    { name: 'graphile-worker', isPeer: true },
    { name: 'pg-boss', isPeer: true },
    { name: 'raw', isPeer: false },
  ],
  redis: [
    { name: 'bullmq', isPeer: true },
    { name: 'raw-redis', isPeer: false },
    { name: 'raw-redis-cloudevents', isPeer: false },
  ],
  kafka: [
    { name: 'raw-kafka', isPeer: false },
    { name: 'raw-kafka-cloudevents', isPeer: false },
  ],
}

export function loadContender(name: string): Promise<Contender> {
  const load = LOADERS[name]
  if (load === undefined) throw new Error(`no contender "${name}"`)
  return load()
}
