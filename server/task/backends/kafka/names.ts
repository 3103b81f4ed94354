/** Names of topics and groups on the brokers (contract, section 1), and the tiers in which a delayed task waits. */
import type { QueueSpec } from '../backend.ts'

export interface Tier {
  readonly name: string
  readonly delayMs: number
}

const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000]

/**
 * A task in a tier is not due before the tier's delay is over, so none waits behind one that is due later. What has longer
 * to wait goes on to a smaller tier, or round and round through the largest.
 */
export const TIERS: readonly Tier[] = [
  { name: '1s', delayMs: SECOND },
  { name: '10s', delayMs: 10 * SECOND },
  { name: '1m', delayMs: MINUTE },
  { name: '10m', delayMs: 10 * MINUTE },
  { name: '1h', delayMs: HOUR },
  { name: '6h', delayMs: 6 * HOUR },
]

/** The largest that is not longer than the delay; null: it is short enough to wait in the work topic itself. */
export function tierOf(delayMs: number): Tier | null {
  return TIERS.findLast((tier) => tier.delayMs <= delayMs) ?? null
}

/** Everything that one task type has on the brokers. */
export interface TopicNames {
  /** The topic that tasks are taken from; somebody else's when `foreign`. Its consumer group bears the same name. */
  readonly work: string
  readonly foreign: boolean
  readonly dead: string
  readonly retries: readonly string[]
  retry(tier: Tier): string
}

export function namesOf(namespace: string, { type, queueName }: QueueSpec): TopicNames {
  const own = `${namespace}.${type}`
  const retry = (tier: Tier) => `${own}.retry.${tier.name}`
  return {
    work: queueName ?? own,
    foreign: queueName !== undefined,
    dead: `${own}.dead`,
    retries: TIERS.map(retry),
    retry,
  }
}

/** A group without members, in which the holder of running tasks tells how they end (`lease.ts`). */
export const leaseGroup = (group: string, partition: number, holder: string): string =>
  `${group}.held.${partition}.${holder}`
