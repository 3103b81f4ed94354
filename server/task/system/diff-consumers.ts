/** What a new configuration means for the consumers that run. Pure. */
import type { BackendConfig, ConsumerConfig, TaskConfig } from '../config.ts'

export interface ConsumerDiff {
  /** Of the new configuration. */
  readonly added: readonly ConsumerConfig[]
  /** Goes on under another configuration; what runs, runs on. */
  readonly changed: readonly ConsumerConfig[]
  /** Other queue or other backend: the old one finishes while the new one begins. */
  readonly replaced: readonly ConsumerConfig[]
  /** Types that are consumed here no longer. */
  readonly removed: readonly string[]
}

/** Two backends with the same key are the same connection. */
export function backendKey(config: BackendConfig, namespace: string): string {
  return JSON.stringify([namespace, Object.entries(config).sort(([a], [b]) => (a < b ? -1 : 1))])
}

function queueKey(config: TaskConfig, { backend, queueName }: ConsumerConfig): string {
  const connection = config.backends[backend]
  return JSON.stringify([connection && backendKey(connection, config.namespace), backend, queueName ?? null])
}

export function diffConsumers(before: TaskConfig | null, after: TaskConfig): ConsumerDiff {
  const running = new Map((before?.consumers ?? []).map((consumer) => [consumer.type, consumer]))
  const wanted = new Set(after.consumers.map(({ type }) => type))
  const added: ConsumerConfig[] = []
  const changed: ConsumerConfig[] = []
  const replaced: ConsumerConfig[] = []
  for (const consumer of after.consumers) {
    const old = running.get(consumer.type)
    if (before === null || old === undefined) added.push(consumer)
    else if (queueKey(before, old) !== queueKey(after, consumer)) replaced.push(consumer)
    else changed.push(consumer)
  }
  return { added, changed, replaced, removed: [...running.keys()].filter((type) => !wanted.has(type)) }
}
