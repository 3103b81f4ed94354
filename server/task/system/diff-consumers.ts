/** What a new configuration means for the consumers that run. Pure. */
import type { BackendConfig, ConsumerConfig, TaskConfig } from '../config.ts'
import { type ConsumedQueue, consumedQueues } from './consumed-queues.ts'

/** By queue: a consumer of a type that moves takes from several. */
export interface ConsumerDiff {
  /** Of the new configuration. */
  readonly added: readonly ConsumedQueue[]
  /** Goes on under another configuration; what runs, runs on. */
  readonly changed: readonly ConsumedQueue[]
  /** Another connection behind the same name: the old one finishes while the new one begins. */
  readonly replaced: readonly ConsumedQueue[]
  /** Ids of queues from which nothing is taken here any longer. */
  readonly removed: readonly string[]
}

/** Two backends with the same key are the same connection. */
export function backendKey(config: BackendConfig, namespace: string): string {
  return JSON.stringify([namespace, Object.entries(config).sort(([a], [b]) => (a < b ? -1 : 1))])
}

function connectionKey(config: TaskConfig, { backend }: ConsumerConfig): string | undefined {
  const connection = config.backends[backend]
  return connection && backendKey(connection, config.namespace)
}

export function diffConsumers(before: TaskConfig | null, after: TaskConfig): ConsumerDiff {
  const running = new Map((before?.consumers ?? []).flatMap(consumedQueues).map((queue) => [queue.id, queue]))
  const wanted = after.consumers.flatMap(consumedQueues)
  const ids = new Set(wanted.map(({ id }) => id))
  const added: ConsumedQueue[] = []
  const changed: ConsumedQueue[] = []
  const replaced: ConsumedQueue[] = []
  for (const queue of wanted) {
    const old = running.get(queue.id)
    if (before === null || old === undefined) added.push(queue)
    else if (connectionKey(before, old.consumer) === connectionKey(after, queue.consumer)) changed.push(queue)
    else replaced.push(queue)
  }
  return { added, changed, replaced, removed: [...running.keys()].filter((id) => !ids.has(id)) }
}
