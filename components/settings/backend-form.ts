/** What a backend's form holds, and what of it is sent. */
import type { Schemas } from '@/components/api/client'

type Backend = Schemas['Backend']
type Kind = Schemas['NewBackend']['kind']
type Options = NonNullable<Schemas['NewBackend']['options']>

export interface BackendForm {
  readonly name: string
  readonly kind: Kind
  readonly url: string
  readonly description: string
  /** RabbitMQ. */
  readonly managementUrl: string
  /** Kafka; whole numbers, empty for the default. */
  readonly partitions: string
  readonly replicationFactor: string
}

/** `memory` is for tests: it lives in one process and is of no use between several. */
export const KINDS: readonly { readonly value: Kind; readonly label: string; readonly address: string }[] = [
  { value: 'rabbitmq', label: 'RabbitMQ', address: 'env:RABBITMQ_URL' },
  { value: 'kafka', label: 'Kafka', address: 'env:KAFKA_BROKERS' },
  { value: 'redis', label: 'Redis', address: 'env:REDIS_URL' },
  { value: 'postgres', label: 'Postgres', address: 'env:QUEUE_DATABASE_URL' },
]

export function backendFormOf(backend: Backend | null): BackendForm {
  const { managementUrl, partitions, replicationFactor } = (backend?.options ?? {}) as Options
  return {
    name: backend?.name ?? '',
    kind: (backend?.kind ?? 'rabbitmq') as Kind,
    url: backend?.url ?? '',
    description: backend?.description ?? '',
    managementUrl: managementUrl ?? '',
    partitions: partitions?.toString() ?? '',
    replicationFactor: replicationFactor?.toString() ?? '',
  }
}

const filled = (text: string) => text.trim() !== ''

/** What the form does not show (certificates, credentials) stays as it is. */
export function optionsOf(form: BackendForm, before: Backend['options']): Options | null {
  const { managementUrl: _, partitions: __, replicationFactor: ___, ...kept } = (before ?? {}) as Options
  const own: Options = {
    ...kept,
    ...(form.kind === 'rabbitmq' && filled(form.managementUrl)
      ? { managementUrl: form.managementUrl.trim() }
      : {}),
    ...(form.kind === 'kafka' && filled(form.partitions) ? { partitions: Number(form.partitions) } : {}),
    ...(form.kind === 'kafka' && filled(form.replicationFactor)
      ? { replicationFactor: Number(form.replicationFactor) }
      : {}),
  }
  return Object.keys(own).length === 0 ? null : own
}
