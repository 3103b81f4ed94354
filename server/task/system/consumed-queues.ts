/** A consumer takes from its type's queue and, while the type moves, from those that it has left. Pure. */
import type { ConsumerConfig } from '../config.ts'

/** One queue of a consumer, as if it were the only one; `id` tells the queues of a configuration apart. */
export interface ConsumedQueue {
  readonly id: string
  readonly consumer: ConsumerConfig
}

/** A limit is shared out evenly among the queues: together they start no more tasks per second than it allows. */
export function consumedQueues({ alsoFrom = [], ...consumer }: ConsumerConfig): ConsumedQueue[] {
  const { queueName: _, ...common } = consumer
  const rateLimit = consumer.rateLimit === null ? null : consumer.rateLimit / (alsoFrom.length + 1)
  const former = alsoFrom.map((place) => ({ ...common, ...place }))
  return [consumer, ...former].map((each) => ({ id: idOf(each), consumer: { ...each, rateLimit } }))
}

function idOf({ type, backend, queueName }: ConsumerConfig): string {
  return JSON.stringify([type, backend, queueName ?? null])
}
