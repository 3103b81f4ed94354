/**
 * Folds a project's assignments with task types, backends and active overrides into the document that its workers
 * run by (contract, section 3). Pure; keys stand in a fixed order, so that equal documents have equal bytes.
 */
import { createHash } from 'node:crypto'
import type { AssignedType, ConfigSource, FormerPlace } from '../store/config-source.ts'
import type { BackendConfig, ConsumerConfig, ProducerConfig, TaskConfig } from '../task/index.ts'

/** What is the same for every project of the installation. */
export interface InstallationConfig {
  readonly pollIntervalMs: number
  readonly heartbeatIntervalMs: number
  readonly namespace: string
  readonly maxPayloadBytes: number
  readonly allowTargets: readonly string[]
}

/** Live instances of a project; a share is what one of them may do. */
export type LiveCount = (project: string) => number

export function buildConfigDocument(
  { project, revision, assigned }: ConfigSource,
  installation: InstallationConfig,
  live: LiveCount,
): TaskConfig {
  return {
    project,
    revision,
    pollIntervalMs: installation.pollIntervalMs,
    heartbeatIntervalMs: installation.heartbeatIntervalMs,
    namespace: installation.namespace,
    maxPayloadBytes: installation.maxPayloadBytes,
    allowTargets: [...installation.allowTargets],
    backends: backendsOf(assigned),
    producers: byType(assigned, 'producer').map(producerOf),
    consumers: byType(assigned, 'consumer').map((one) => consumerOf(one, project, live)),
  }
}

/** Byte order, the same on every replica whatever its locale. */
const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b))

function byType(assigned: readonly AssignedType[], role: AssignedType['role']): AssignedType[] {
  return assigned.filter((one) => one.role === role).sort((a, b) => compare(a.type, b.type))
}

function backendsOf(assigned: readonly AssignedType[]): Record<string, BackendConfig> {
  const places = assigned.flatMap((one) => [one, ...one.formers])
  const found = new Map(places.map((place) => [place.backend, backendOf(place)]))
  return Object.fromEntries([...found].sort(([a], [b]) => compare(a, b)))
}

function backendOf({ backendKind, backendUrl, backendOptions }: FormerPlace): BackendConfig {
  const address = backendUrl === null ? {} : { url: backendUrl }
  return { kind: backendKind, ...address, ...backendOptions } as BackendConfig
}

function queueOf({ type, backend, queueName }: AssignedType) {
  return { type, backend, ...(queueName === null ? {} : { queueName }) }
}

function schemaOf({ payloadSchema }: AssignedType) {
  return payloadSchema === null ? {} : { payloadSchema }
}

function producerOf(one: AssignedType): ProducerConfig {
  return { ...queueOf(one), ...schemaOf(one) }
}

function consumerOf(one: AssignedType, project: string, live: LiveCount): ConsumerConfig {
  if (one.handler === null)
    throw new Error(`The consumer of ${one.type} in ${project} is stored without a handler.`)
  return {
    ...queueOf(one),
    workers: one.workers ?? 1,
    paused: one.paused || one.overridden,
    rateLimit: rateShare(one, project, live),
    timeoutMs: one.timeoutMs,
    retry: one.retry,
    handler: one.handler,
    ...schemaOf(one),
    order: one.order,
    ...formersOf(one),
  }
}

function formersOf({ formers }: AssignedType): Pick<ConsumerConfig, 'alsoFrom'> {
  if (formers.length === 0) return {}
  return {
    alsoFrom: formers.map(({ backend, queueName }) => ({
      backend,
      ...(queueName === null ? {} : { queueName }),
    })),
  }
}

/**
 * What one instance may run per second: the type's limit divided by the live instances of all projects that
 * consume it, and no more than the assignment's own limit divided by those of this project. Approximate by
 * nature: it is as old as the last count of instances.
 */
function rateShare(one: AssignedType, project: string, live: LiveCount): number | null {
  const shares: number[] = []
  if (one.typeRateLimit !== null) shares.push(one.typeRateLimit / liveConsumers(one, project, live))
  if (one.rateLimit !== null) shares.push(one.rateLimit / Math.max(1, live(project)))
  return shares.length === 0 ? null : roundRate(Math.min(...shares))
}

function liveConsumers({ consumers }: AssignedType, project: string, live: LiveCount): number {
  const others = consumers.filter((name) => name !== project).reduce((sum, name) => sum + live(name), 0)
  return others + Math.max(1, live(project))
}

/** Three digits after the point, and never zero: a limit is not a stop. */
const roundRate = (rate: number) => Math.max(0.001, Math.round(rate * 1_000) / 1_000)

/** The projects whose number of live instances decides a share in this document. */
export function sharesWith({ project, assigned }: ConfigSource): ReadonlySet<string> {
  const limited = assigned.filter(
    (one) => one.role === 'consumer' && (one.rateLimit !== null || one.typeRateLimit !== null),
  )
  return new Set(limited.length === 0 ? [] : [project, ...limited.flatMap((one) => one.consumers)])
}

/** The document's ETag: a hash of its bytes. */
export function etagOf(body: string): string {
  return `"${createHash('sha256').update(body).digest('base64url')}"`
}
