/** From a configuration to a backend. An implementation, and with it its client library, is loaded on first use. */
import type { BackendConfig } from '../config.ts'
import { TaskError } from '../errors.ts'
import type { Backend, BackendKind } from './backend.ts'
import type { Capabilities } from './capabilities.ts'
import { KAFKA_CAPABILITIES } from './kafka/capabilities.ts'
import type { KafkaTuning } from './kafka/tuning.ts'
import { MEMORY_CAPABILITIES } from './memory/capabilities.ts'
import { POSTGRES_CAPABILITIES } from './postgres/capabilities.ts'
import type { PostgresTuning } from './postgres/tuning.ts'
import { RABBITMQ_CAPABILITIES, RABBITMQ_MANAGED_CAPABILITIES } from './rabbitmq/capabilities.ts'
import type { RabbitTuning } from './rabbitmq/tuning.ts'
import { REDIS_CAPABILITIES } from './redis/capabilities.ts'
import type { RedisTuning } from './redis/tuning.ts'

export interface BackendOptions {
  /** One segment that lets several installations share a broker. */
  readonly namespace: string
  readonly now?: () => Date
  /** For tests and unusual installations; each value has a default. */
  readonly postgres?: Partial<PostgresTuning>
  readonly rabbitmq?: Partial<RabbitTuning>
  readonly redis?: Partial<RedisTuning>
  readonly kafka?: Partial<KafkaTuning>
}

const CAPABILITIES: Partial<Record<BackendKind, Capabilities>> = {
  memory: MEMORY_CAPABILITIES,
  postgres: POSTGRES_CAPABILITIES,
  rabbitmq: RABBITMQ_CAPABILITIES,
  kafka: KAFKA_CAPABILITIES,
  redis: REDIS_CAPABILITIES,
}

function unsupported(kind: string): TaskError {
  const known = Object.keys(CAPABILITIES).join(', ')
  return new TaskError(
    'backend-unsupported',
    `This version has no backend of kind "${kind}"; expected one of ${known}.`,
    { context: { kind } },
  )
}

/**
 * What a backend of this kind can do; `options` are those of its configuration.
 * @throws TaskError `backend-unsupported` for a kind without an implementation
 */
export function capabilitiesOf(
  kind: BackendKind,
  options: { readonly managementUrl?: unknown } = {},
): Capabilities {
  if (kind === 'rabbitmq' && options.managementUrl !== undefined) return RABBITMQ_MANAGED_CAPABILITIES
  const capabilities = CAPABILITIES[kind]
  if (capabilities === undefined) throw unsupported(kind)
  return capabilities
}

/**
 * Makes the backend; it is not connected yet. Addresses and certificates are already resolved, no longer references.
 * @throws TaskError `backend-unsupported` for a kind without an implementation, or whose client is not installed
 */
export async function createBackend(config: BackendConfig, options: BackendOptions): Promise<Backend> {
  const now = options.now ?? (() => new Date())
  switch (config.kind) {
    case 'memory': {
      const { createMemoryBackend } = await import('./memory/memory-backend.ts')
      return createMemoryBackend({ now })
    }
    case 'postgres': {
      const { createPostgresBackend } = await withClient('pg', import('./postgres/postgres-backend.ts'))
      return createPostgresBackend({
        url: config.url,
        namespace: options.namespace,
        tuning: options.postgres,
      })
    }
    case 'rabbitmq': {
      const { createRabbitBackend } = await withClient('amqplib', import('./rabbitmq/rabbitmq-backend.ts'))
      const { kind: _, ...address } = config
      return createRabbitBackend({
        ...address,
        namespace: options.namespace,
        now,
        tuning: options.rabbitmq,
      })
    }
    case 'redis': {
      const { createRedisBackend } = await withClient('redis', import('./redis/redis-backend.ts'))
      const { kind: _, ...address } = config
      return createRedisBackend({ ...address, namespace: options.namespace, now, tuning: options.redis })
    }
    case 'kafka': {
      const { createKafkaBackend } = await withClient(
        '@platformatic/kafka',
        import('./kafka/kafka-backend.ts'),
      )
      const { kind: _, ...address } = config
      return createKafkaBackend({
        ...address,
        namespace: options.namespace,
        now,
        tuning: options.kafka,
      })
    }
    default:
      throw unsupported((config as { kind: string }).kind)
  }
}

/** A client library is an optional peer dependency: say which one to install instead of a module error. */
async function withClient<T>(client: string, loading: Promise<T>): Promise<T> {
  try {
    return await loading
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause
    throw new TaskError(
      'backend-unsupported',
      `This backend needs the package "${client}": npm install ${client}`,
      {
        cause,
        context: { client },
      },
    )
  }
}
