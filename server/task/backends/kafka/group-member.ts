/**
 * One membership in a consumer group: joins, stays alive while tasks run however long, and tells which partitions are ours.
 * Assignment is cooperative: what does not move stays with its owner during a rebalance.
 */
import {
  type BaseOptions,
  type ClusterMetadata,
  Consumer,
  cooperativeStickyAssigner,
  type ExtendedGroupProtocolSubscription,
} from '@platformatic/kafka'
import type { Membership } from './coordinators.ts'
import type { KafkaTuning } from './tuning.ts'

export interface Assigned {
  readonly topic: string
  readonly partition: number
}

export interface MemberEvents {
  /** Before it joins again: what it may keep. What is not among it must be given up before this resolves. */
  readonly keep: (partitions: readonly Assigned[]) => Promise<void>
  /** It joined: what it has now. */
  readonly assigned: (partitions: readonly Assigned[], membership: Membership) => void
  /** It cannot go on. */
  readonly failed: (error: Error) => void
}

const REBALANCE_WITHIN_MS = 25_000
const JOIN_TRIES = 10
const JOIN_WAIT_MS = 200

type Members = Map<string, ExtendedGroupProtocolSubscription>

/** The work topic for itself, then the tiers: else one member might get all the work, and another all the tiers. */
function fairly([work, ...tiers]: readonly string[]) {
  return (current: string, members: Members, topics: Set<string>, metadata: ClusterMetadata) => {
    const ofWork = new Set(work === undefined ? [] : [work])
    const parts = [ofWork, new Set(tiers.filter((tier) => topics.has(tier)))]
    const assigned = parts.map((part) => cooperativeStickyAssigner(current, members, part, metadata))
    return [...members.keys()].map((memberId) => ({
      memberId,
      assignments: new Map(
        assigned.flatMap((part) => [
          ...(part.find((member) => member.memberId === memberId)?.assignments ?? []),
        ]),
      ),
    }))
  }
}

export class GroupMember {
  readonly consumer: Consumer
  readonly #events: MemberEvents
  #membership: Membership | null = null
  #ended = false

  constructor(
    group: string,
    topics: readonly string[],
    options: BaseOptions,
    tuning: KafkaTuning,
    events: MemberEvents,
  ) {
    this.#events = events
    const { sessionTimeoutMs: sessionTimeout, heartbeatMs } = tuning
    this.consumer = new Consumer({
      ...options,
      groupId: group,
      retries: JOIN_TRIES,
      retryDelay: JOIN_WAIT_MS,
      sessionTimeout,
      rebalanceTimeout: Math.max(REBALANCE_WITHIN_MS, sessionTimeout),
      heartbeatInterval: Math.min(heartbeatMs, sessionTimeout / 3),
      partitionAssigner: fairly(topics),
      protocols: [{ name: 'cooperative-sticky', version: 3 }],
      // Asked for before every attempt to join.
      protocolsMetadata: async () => {
        this.#followGeneration()
        await this.#events.keep(this.#assignments())
        return Buffer.alloc(0)
      },
    })
    for (const topic of topics) this.consumer.topics.track(topic)
    this.consumer.on('consumer:group:join', ({ memberId, generationId }) => {
      if (this.#ended || memberId === null || memberId === undefined) return
      this.#membership = { memberId, generationId: generationId ?? 0 }
      this.#events.assigned(this.#assignments(), this.#membership)
    })
    this.consumer.on('error', (error: Error) => {
      if (!this.#ended) this.#events.failed(error)
    })
  }

  /** A round of a rebalance in which we only give something up is told as nothing else. */
  #followGeneration(): void {
    const { memberId, generationId } = this.consumer
    if (memberId !== null && memberId === this.#membership?.memberId)
      this.#membership = { memberId, generationId }
  }

  /** As of the last time it joined. */
  get membership(): Membership | null {
    return this.#membership
  }

  #assignments(): Assigned[] {
    return (this.consumer.assignments ?? []).flatMap(({ topic, partitions }) =>
      partitions.map((partition) => ({ topic, partition })),
    )
  }

  /** Resolves when it belongs to the group; it may have no partitions yet. @throws what the client throws */
  async join(): Promise<void> {
    await this.consumer.joinGroup({})
  }

  /** Leaves; where the brokers are away, they notice it by themselves. */
  async leave(): Promise<void> {
    this.#ended = true
    await this.consumer.close(true).catch(() => undefined)
  }
}
