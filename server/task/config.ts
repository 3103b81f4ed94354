/**
 * The configuration document: what a project produces and consumes, through which backends. One schema for the
 * document that the control plane serves and for the file of a worker that runs without one (contract, section 3).
 */
import { z } from 'zod'
import { explainIssue } from './config-issue.ts'
import { TaskError } from './errors.ts'
import { builtInHandler } from './handlers/built-in/config.ts'
import { retryPolicy } from './retry/retry-policy.ts'
import { secretRef } from './secret-ref.ts'
import { typeNameProblem } from './task.ts'

export { type RetryPolicy, retryPolicy } from './retry/retry-policy.ts'
export { secretRef } from './secret-ref.ts'

export const taskTypeName = z.string().check((ctx) => {
  const problem = typeNameProblem(ctx.value)
  if (problem !== null) ctx.issues.push({ code: 'custom', message: problem, input: ctx.value })
})

/** Names of projects and backends: lower-case words joined by "-", at most 60 characters. */
export const slug = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected lower-case words joined by "-", such as "billing-api"')

export const httpHandler = z.strictObject({
  kind: z.literal('http'),
  url: z.url({ protocol: /^https?$/, error: 'expected an http or https URL' }),
  /** Key of the HMAC signature (Standard Webhooks). */
  secret: secretRef.optional(),
  /** False: goes on taking tasks while the target is down. True when left out. */
  circuitBreaker: z.boolean().optional(),
})
export const functionHandler = z.strictObject({
  kind: z.literal('function'),
  /** Key in the embedding process's `handlers`; the task type when left out. */
  name: z.string().min(1).max(100).optional(),
})
export const moduleHandler = z.strictObject({
  kind: z.literal('module'),
  /** One of the modules that the process allows; the task type when left out. Never a path. */
  name: z.string().min(1).max(100).optional(),
  export: z.string().min(1).max(100).default('default'),
  /** Heap of each thread, in MiB; a task that needs more fails. */
  memoryMb: z.int().min(16).max(65_536).optional(),
})
export const customHandler = z.strictObject({
  kind: z.literal('custom'),
  name: z
    .string()
    .min(1)
    .max(100)
    .meta({ description: 'A handler made by defineHandler that the process has, such as "acme.ticket".' }),
  options: z
    .record(z.string(), z.unknown())
    .default({})
    .meta({ description: "Checked by the handler's own schema where it runs; secrets as references." }),
})
export const handlerConfig = z.discriminatedUnion('kind', [
  httpHandler,
  functionHandler,
  moduleHandler,
  builtInHandler,
  customHandler,
])
export type HandlerConfig = z.infer<typeof handlerConfig>

export const memoryBackend = z.strictObject({ kind: z.literal('memory') })
export const postgresBackend = z.strictObject({
  kind: z.literal('postgres'),
  /** A secret reference, or a URL without a password in a file that only its owner reads. */
  url: z.string().min(1),
})
/** PEM, for brokers with a certificate authority of their own, or that ask for a client's certificate. */
const brokerTls = z.strictObject({ ca: secretRef, cert: secretRef, key: secretRef }).partial()

export const rabbitmqBackend = z.strictObject({
  kind: z.literal('rabbitmq'),
  /** amqp or amqps; a secret reference, or a URL without a password in a file that only its owner reads. */
  url: z.string().min(1),
  /** Of the management HTTP API; with it, more figures are known. A secret reference, or a URL as above. */
  managementUrl: z.string().min(1).optional(),
  tls: brokerTls.optional(),
})
export const redisBackend = z.strictObject({
  kind: z.literal('redis'),
  /** redis or rediss, with the number of the database as path; a secret reference, or a URL without a password. */
  url: z.string().min(1),
  tls: brokerTls.optional(),
})
export const kafkaBackend = z.strictObject({
  kind: z.literal('kafka'),
  /** The brokers to begin with, "host:port" separated by commas; or a secret reference to such a list. */
  url: z.string().min(1),
  sasl: z
    .strictObject({
      mechanism: z.enum(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']),
      username: secretRef,
      password: secretRef,
    })
    .optional(),
  /** An empty object asks for TLS with the usual authorities. */
  tls: brokerTls.optional(),
  /** Of the topics that we make; the brokers' own default when left out. */
  replicationFactor: z.int().min(1).max(10).optional(),
  /** Of a type's work topic, when it is made. At most so many tasks of one type are taken in parallel by instances. */
  partitions: z.int().min(1).max(1_000).default(12),
})
export const backendConfig = z.discriminatedUnion('kind', [
  memoryBackend,
  postgresBackend,
  rabbitmqBackend,
  redisBackend,
  kafkaBackend,
])
export type BackendConfig = z.infer<typeof backendConfig>

const queueName = z.string().min(1).max(200)
const queueFields = { type: taskTypeName, backend: slug, queueName: queueName.optional() }
const jsonSchema = z.record(z.string(), z.unknown())

export const producerConfig = z.strictObject({ ...queueFields, payloadSchema: jsonSchema.optional() })
export type ProducerConfig = z.infer<typeof producerConfig>

export const consumerConfig = z.strictObject({
  ...queueFields,
  /** Tasks that one instance runs at once. */
  workers: z.int().min(1).max(1_000).default(1),
  paused: z.boolean().default(false),
  /** Tasks per second for this instance; null means no limit. */
  rateLimit: z.number().positive().nullable().default(null),
  timeoutMs: z.int().min(100).max(86_400_000).default(30_000),
  retry: retryPolicy.prefault({}),
  handler: handlerConfig,
  payloadSchema: jsonSchema.optional(),
  order: z.enum(['none', 'key']).default('none'),
  /** Queues that the type has left, to be emptied alongside: the same workers take from all of them. */
  alsoFrom: z.array(z.strictObject({ backend: slug, queueName: queueName.optional() })).optional(),
})
export type ConsumerConfig = z.infer<typeof consumerConfig>

/** Where an entry's backends stand in it. */
function placesOf({ backend, alsoFrom = [] }: Pick<ConsumerConfig, 'backend' | 'alsoFrom'>) {
  const former = alsoFrom.map((place, index) => ({
    path: ['alsoFrom', index, 'backend'],
    backend: place.backend,
  }))
  return [{ path: ['backend'], backend }, ...former]
}

export const taskConfig = z
  .strictObject({
    /** For editors, in a file: where the JSON Schema is. Nothing else reads it. */
    $schema: z.string().optional(),
    project: slug,
    revision: z.int().min(0).default(0),
    pollIntervalMs: z.int().min(100).max(300_000).default(5_000),
    heartbeatIntervalMs: z.int().min(100).max(300_000).default(10_000),
    /** One segment; lets several installations share a broker. */
    namespace: z
      .string()
      .regex(/^[a-z0-9]+$/, 'expected one lower-case word')
      .max(30)
      .default('task'),
    maxPayloadBytes: z.int().min(1_024).max(67_108_864).default(1_048_576),
    /** Private hosts or networks that proxy handlers may reach: "loopback", a host name, an address, or a CIDR. */
    allowTargets: z.array(z.string().min(1)).default([]),
    backends: z.record(slug, backendConfig),
    producers: z.array(producerConfig).default([]),
    consumers: z.array(consumerConfig).default([]),
  })
  .check((ctx) => {
    for (const role of ['producers', 'consumers'] as const) {
      const seen = new Set<string>()
      ctx.value[role].forEach((entry, index) => {
        const at = [role, index] as const
        for (const { path, backend } of placesOf(entry))
          if (!Object.hasOwn(ctx.value.backends, backend))
            ctx.issues.push({
              code: 'custom',
              path: [...at, ...path],
              message: `expected one of the backends of this document (${Object.keys(ctx.value.backends).join(', ') || 'none'}), got "${backend}"`,
              input: backend,
            })
        if (seen.has(entry.type))
          ctx.issues.push({
            code: 'custom',
            path: [...at, 'type'],
            message: `"${entry.type}" stands twice`,
            input: entry.type,
          })
        seen.add(entry.type)
      })
    }
  })
export type TaskConfig = z.infer<typeof taskConfig>
/** What may be left out has its default. */
export type TaskConfigInput = z.input<typeof taskConfig>

/** One finding of a validation: `path` is a JSON Pointer (RFC 6901). */
export interface ConfigIssue {
  readonly path: string
  readonly message: string
}

export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/**
 * Validates a configuration document and fills in its defaults.
 * @throws TaskError `config-invalid`, whose `context.issues` holds each `ConfigIssue`.
 */
export function parseConfig(input: unknown): TaskConfig {
  const result = taskConfig.safeParse(input)
  if (result.success) return result.data
  const issues: ConfigIssue[] = result.error.issues.map((issue) => ({
    path: jsonPointer(issue.path),
    message: explainIssue(issue, input),
  }))
  const lines = issues.map((issue) => `${issue.message} at ${issue.path || '/'}`)
  throw new TaskError('config-invalid', `The configuration is invalid: ${lines.join('; ')}`, {
    context: { issues },
  })
}
