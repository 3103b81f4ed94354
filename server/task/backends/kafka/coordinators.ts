/** Commits offsets with metadata, which the client's own consumer cannot, on connections that nothing else blocks. */
import {
  type Admin,
  type BaseOptions,
  ConnectionPool,
  FindCoordinatorKeyTypes,
  offsetCommitV8,
} from '@platformatic/kafka'

/** Who commits: a member of the group, or (null) somebody outside, where the group has no members. */
export interface Membership {
  readonly memberId: string
  readonly generationId: number
}

export interface Commit {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly text: string
}

export interface Committed {
  readonly topic: string
  readonly partition: number
  /** -1: none. */
  readonly offset: number
  readonly text: string | null
}

type Address = { readonly host: string; readonly port: number }

export class Coordinators {
  readonly #admin: Admin
  readonly #pool: ConnectionPool
  readonly #addresses = new Map<string, Address>()

  constructor(admin: Admin, options: BaseOptions) {
    this.#admin = admin
    this.#pool = new ConnectionPool(options.clientId, options)
    // Its requests fail, and say why.
    this.#pool.on('failed', () => undefined)
  }

  async #addressOf(group: string): Promise<Address> {
    const known = this.#addresses.get(group)
    if (known !== undefined) return known
    const keyType = FindCoordinatorKeyTypes.GROUP
    const [found] = await this.#admin.findCoordinator({ keyType, keys: [group] })
    if (found === undefined) throw new Error(`no coordinator for the group ${group}`)
    const address = { host: found.host, port: found.port }
    this.#addresses.set(group, address)
    return address
  }

  /** @throws what the client throws; nothing is tried twice */
  async commit(group: string, member: Membership | null, commits: readonly Commit[]): Promise<void> {
    try {
      const connection = await this.#pool.get(await this.#addressOf(group))
      const { memberId, generationId } = member ?? { memberId: '', generationId: -1 }
      await offsetCommitV8.api.async(connection, group, generationId, memberId, null, byTopic(commits))
    } catch (error) {
      this.#addresses.delete(group)
      throw error
    }
  }

  async read(
    group: string,
    partitions: readonly { topic: string; partition: number }[],
  ): Promise<Committed[]> {
    return readCommitted(this.#admin, group, partitions)
  }

  async close(): Promise<void> {
    await this.#pool.close().catch(() => undefined)
  }
}

function byTopic(commits: readonly Commit[]) {
  const topics = Map.groupBy(commits, ({ topic }) => topic)
  return [...topics].map(([name, partitions]) => ({
    name,
    partitions: partitions.map(({ partition, offset, text }) => ({
      partitionIndex: partition,
      committedOffset: BigInt(offset),
      committedLeaderEpoch: -1,
      committedMetadata: text,
    })),
  }))
}

/** What a group has committed. */
export async function readCommitted(
  admin: Admin,
  group: string,
  partitions: readonly { topic: string; partition: number }[],
): Promise<Committed[]> {
  if (partitions.length === 0) return []
  const topics = [...Map.groupBy(partitions, ({ topic }) => topic)].map(([name, asked]) => ({
    name,
    partitionIndexes: asked.map(({ partition }) => partition),
  }))
  const [answer] = await admin.listConsumerGroupOffsets({ groups: [{ groupId: group, topics }] })
  return (answer?.topics ?? []).flatMap(({ name, partitions: found }) =>
    found.map(({ partitionIndex, committedOffset, metadata }) => ({
      topic: name,
      partition: partitionIndex,
      offset: Number(committedOffset),
      text: metadata ?? null,
    })),
  )
}
