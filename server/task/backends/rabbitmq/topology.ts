/** What a task type has on the broker, and with which arguments. Changing one of them is a `queue-mismatch` for everybody. */
import type { Channel } from 'amqplib'
import { declareDue, duePattern } from './ladder.ts'
import type { QueueNames } from './names.ts'
import { atLeastOnce, QUORUM } from './queue-arguments.ts'

/**
 * How often a message may come back unsettled before the broker gives it up as dead (`crashed`). The default of brokers
 * from 4.0 on; older ones have none. A retry is a new message and begins anew.
 */
const DELIVERY_LIMIT = 20
/** Brokers from 4.0 on would drop a dead letter at their default limit; "none" cannot be said to older ones. */
const NO_DELIVERY_LIMIT = 2_147_483_647
/** Longer than a handler may take (24 h). Brokers before 3.12 ignore it and close the channel after 30 minutes. */
const CONSUMER_TIMEOUT_MS = 90_000_000

async function declareDead(channel: Channel, names: QueueNames, exchange: string): Promise<void> {
  await channel.assertQueue(names.dead, {
    durable: true,
    arguments: { ...QUORUM, 'x-delivery-limit': NO_DELIVERY_LIMIT },
  })
  await channel.bindQueue(names.dead, exchange, duePattern(names.deadAddress))
}

async function declareWork(channel: Channel, names: QueueNames, exchange: string): Promise<void> {
  await channel.assertQueue(names.work, {
    durable: true,
    arguments: {
      ...atLeastOnce('', names.dead),
      'x-delivery-limit': DELIVERY_LIMIT,
      'x-consumer-timeout': CONSUMER_TIMEOUT_MS,
    },
  })
  await channel.bindQueue(names.work, exchange, duePattern(names.workAddress))
}

/**
 * The existing queue is only looked at. What is due passes through a queue of ours that keeps nothing: it is sent on by
 * the queue's name, so that nothing need be bound to it, and waits here while the queue is not there.
 */
async function declareBesideForeign(channel: Channel, names: QueueNames, exchange: string): Promise<void> {
  await channel.checkQueue(names.work)
  await channel.assertQueue(names.due, {
    durable: true,
    arguments: { ...atLeastOnce('', names.work), 'x-message-ttl': 0 },
  })
  await channel.bindQueue(names.due, exchange, duePattern(names.workAddress))
}

/** Idempotent. The dead queue first: the work queue leads to it. */
export async function declareType(channel: Channel, namespace: string, names: QueueNames): Promise<void> {
  const exchange = await declareDue(channel, namespace)
  await declareDead(channel, names, exchange)
  if (names.foreign) await declareBesideForeign(channel, names, exchange)
  else await declareWork(channel, names, exchange)
}
