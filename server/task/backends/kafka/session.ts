/**
 * One membership of the type's group and the partitions it brings: opened where the last owner left off, and given up with
 * all that is known of them. What runs then stays with us, on a lease (`held-lease.ts`).
 */
import { randomBytes } from 'node:crypto'
import { type BaseOptions, ConnectionPool } from '@platformatic/kafka'
import { Committer } from './committer.ts'
import { Coordinators, type Membership } from './coordinators.ts'
import { deleteFinished } from './delete-finished.ts'
import { Fetcher } from './fetcher.ts'
import { askHolders } from './foreign-lease.ts'
import { type Assigned, GroupMember } from './group-member.ts'
import { HeldLease } from './held-lease.ts'
import { isMembershipLost, lostError } from './kafka-error.ts'
import type { KafkaLink } from './link.ts'
import { logOffset } from './log-offsets.ts'
import { leaseGroup } from './names.ts'
import { openPartitions, type PartitionPlaces } from './open-partitions.ts'
import type { Item, OwnedPartition } from './owned-partition.ts'
import type { KafkaTuning } from './tuning.ts'

export interface SessionDeps {
  readonly group: string
  readonly topics: readonly string[]
  /** Whose finished records may be deleted. */
  readonly ownTopics: readonly string[]
  readonly link: KafkaLink
  readonly client: BaseOptions
  readonly tuning: KafkaTuning
  readonly hasRoom: (partition: OwnedPartition) => boolean
  /** Fetched, and nobody runs them. */
  readonly onItems: (partition: OwnedPartition, items: readonly Item[]) => void
  /** Fetched, and a former owner runs it. */
  readonly onLeased: (item: Item) => void
  /** It was done elsewhere. */
  readonly onDone: (item: Item) => void
  readonly onGone: (partition: OwnedPartition) => void
  /** This membership is over; another may begin. */
  readonly failed: (error: Error) => void
}

const AGAIN_MS = 200
const LEASE_POLL_MS = 250
const GIVE_UP_WITHIN_MS = 3_000

const nameOf = ({ topic, partition }: Assigned): string => `${topic}:${partition}`

export class GroupSession {
  readonly #deps: SessionDeps
  readonly #member: GroupMember
  readonly #pool: ConnectionPool
  readonly #fetcher: Fetcher
  readonly #committer: Committer
  readonly #coordinators: Coordinators
  readonly #places: PartitionPlaces
  readonly #owned = new Map<string, OwnedPartition>()
  readonly #leases = new Set<HeldLease>()
  readonly #holder = randomBytes(6).toString('hex')
  #assigned: readonly Assigned[] = []
  readonly #opening = new Set<string>()
  readonly #timers: NodeJS.Timeout[] = []
  #over = false

  constructor(deps: SessionDeps) {
    const { group, topics, link, client, tuning } = deps
    this.#deps = deps
    this.#coordinators = new Coordinators(link.admin, client)
    this.#places = { group, admin: link.admin, coordinators: this.#coordinators }
    this.#member = new GroupMember(group, topics, client, tuning, {
      keep: (partitions) => this.#keep(partitions),
      assigned: (partitions) => this.#take(partitions),
      failed: (error) => this.#fail(error),
    })
    this.#pool = new ConnectionPool(client.clientId, client)
    this.#pool.on('failed', () => undefined)
    this.#fetcher = new Fetcher({
      consumer: this.#member.consumer,
      pool: this.#pool,
      tuning,
      partitions: () => this.#owned.values(),
      hasRoom: deps.hasRoom,
      onItems: (partition, items) => this.#fetched(partition, items),
      earliest: (partition) => logOffset(link.admin, partition, 'begin'),
      onFailure: () => undefined,
    })
    this.#committer = new Committer({
      membership: () => this.#member.membership,
      commit: (member, commits) => this.#coordinators.commit(group, member, commits),
      lazyMs: tuning.inFlightDelayMs,
      membershipLost: () => this.#lose(),
    })
  }

  get partitions(): Iterable<OwnedPartition> {
    return this.#owned.values()
  }

  /** @throws what the client throws */
  async start(): Promise<void> {
    await this.#member.join()
    this.#timers.push(setInterval(() => void this.#pollLeases(), LEASE_POLL_MS))
    this.#timers.push(setInterval(() => void this.#deleteFinished(), this.#deps.tuning.deleteEveryMs))
  }

  async #deleteFinished(): Promise<void> {
    const { ownTopics, link } = this.#deps
    if (link.connected) await deleteFinished(link.admin, ownTopics, [...this.#owned.values()])
  }

  wake(): void {
    this.#fetcher.wake()
  }

  /** The count of running tasks changed. */
  touch(partition: OwnedPartition): void {
    if (!partition.gone) this.#committer.touch(partition)
  }

  /** @throws TaskError `delivery-lost` */
  flush(partition: OwnedPartition): Promise<void> {
    return this.#committer.flush(partition)
  }

  #take(partitions: readonly Assigned[]): void {
    this.#assigned = partitions
    const isOurs = (partition: Assigned) => this.#owned.has(nameOf(partition))
    const added = partitions.filter(
      (partition) => !isOurs(partition) && !this.#opening.has(nameOf(partition)),
    )
    if (added.length > 0) void this.#open(added)
    this.wake()
  }

  async #open(partitions: readonly Assigned[]): Promise<void> {
    for (const partition of partitions) this.#opening.add(nameOf(partition))
    let wanted = partitions
    while (wanted.length > 0 && !this.#over)
      try {
        const opened = await openPartitions(this.#places, wanted)
        this.#add(opened.filter((partition) => this.#isAssigned(partition)))
        break
      } catch {
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
        wanted = wanted.filter((partition) => this.#isAssigned(partition))
      }
    for (const partition of partitions) this.#opening.delete(nameOf(partition))
  }

  #add(opened: readonly OwnedPartition[]): void {
    if (this.#over) return
    for (const partition of opened) {
      this.#owned.set(partition.name, partition)
      // So that others know that it has an owner, and that its tasks may have been handed out.
      this.#committer.touch(partition)
    }
    this.wake()
  }

  #isAssigned(partition: Assigned): boolean {
    return this.#assigned.some((assigned) => nameOf(assigned) === nameOf(partition))
  }

  #fetched(partition: OwnedPartition, items: readonly Item[]): void {
    this.#skipDeleted(partition)
    const free = items.filter((item) => {
      const lease = partition.leases.find((candidate) => candidate.isHeld(item.offset))
      if (lease === undefined) return true
      lease.keep(item)
      item.leased = true
      this.#deps.onLeased(item)
      return false
    })
    this.#deps.onItems(partition, free)
  }

  /** A purge deleted what nobody had taken; what was handed out goes on. */
  #skipDeleted(partition: OwnedPartition): void {
    if (partition.progress.watermark >= partition.logStart) return
    let skipped = 0
    for (const item of [...partition.progress.pending()]) {
      if (item.offset >= partition.logStart) break
      if (item.held) continue
      partition.complete(item)
      this.#deps.onDone(item)
      skipped++
    }
    if (skipped > 0) this.touch(partition)
  }

  async #pollLeases(): Promise<void> {
    for (const partition of [...this.#owned.values()])
      if (partition.leases.length > 0) await this.#pollLease(partition).catch(() => undefined)
  }

  async #pollLease(partition: OwnedPartition): Promise<void> {
    const told = await askHolders(this.#coordinators, this.#deps.group, partition)
    if (partition.gone) return
    for (const [at, lease] of partition.leases.entries()) {
      const { done, free } = lease.learn(told[at], this.#deps.tuning.leaseMs)
      for (const item of done) {
        partition.complete(item)
        this.#deps.onDone(item)
      }
      for (const item of free) {
        item.redelivered = true
        item.leased = false
      }
      // Its retry may have been stored before it was freed.
      if (free.length > 0) partition.readOn(await logOffset(this.#deps.link.admin, partition, 'end'))
      this.#deps.onItems(partition, free)
    }
    const over = partition.leases.filter(({ isOver }) => isOver).map(({ holder }) => holder)
    await this.#closeLeases(partition, over)
  }

  /** Once what they told is in our own text, they are no longer needed. */
  async #closeLeases(partition: OwnedPartition, holders: readonly string[]): Promise<void> {
    if (holders.length === 0 || !partition.knowsAll) return
    partition.leases = partition.leases.filter(({ holder }) => !holders.includes(holder))
    await this.flush(partition)
    const groups = holders.map((holder) => leaseGroup(this.#deps.group, partition.partition, holder))
    await this.#deps.link.admin.deleteGroups({ groups })
  }

  /** Before it joins again: what is not to be kept goes with all that is known of it. */
  async #keep(kept: readonly Assigned[]): Promise<void> {
    const names = new Set(kept.map(nameOf))
    this.#assigned = kept
    const going = [...this.#owned.values()].filter(({ name }) => !names.has(name))
    if (going.length > 0) await this.#giveUp(going, true)
  }

  async #giveUp(partitions: readonly OwnedPartition[], keepRunning: boolean): Promise<void> {
    const handover = this.#handOver(partitions, keepRunning)
    for (const partition of partitions) {
      partition.gone = true
      partition.handover = handover
      this.#owned.delete(partition.name)
    }
    await handover
    for (const partition of partitions) this.#deps.onGone(partition)
  }

  async #handOver(partitions: readonly OwnedPartition[], keepRunning: boolean): Promise<void> {
    await Promise.resolve()
    const waiters = (await Promise.all(partitions.map((gone) => this.#committer.takeWaiters(gone)))).flat()
    if (keepRunning) await Promise.all(partitions.map((gone) => this.#leaseRunning(gone)))
    try {
      await this.#commitLast(partitions)
      for (const { resolve } of waiters) resolve()
    } catch (error) {
      for (const gone of partitions) {
        gone.lease?.end()
        gone.lease = null
      }
      for (const { reject } of waiters) reject(lostError(error))
    }
  }

  async #leaseRunning(partition: OwnedPartition): Promise<void> {
    const [first, ...others] = partition.held
    if (first === undefined) return
    const lease = new HeldLease(
      this.#holder,
      this.#deps.group,
      [first, ...others],
      this.#coordinators,
      this.#deps.tuning,
      () => this.#leaseEnded(lease),
    )
    try {
      await lease.begin()
      partition.lease = lease
      this.#leases.add(lease)
    } catch {
      // They are lost to us, and run again elsewhere.
      lease.end()
    }
  }

  async #commitLast(partitions: readonly OwnedPartition[]): Promise<void> {
    const membership: Membership | null = this.#member.membership
    if (membership === null) throw lostError()
    const commits = partitions.map((partition) =>
      partition.commit(true, partition.lease === null ? [] : [this.#holder]),
    )
    const deadline = performance.now() + GIVE_UP_WITHIN_MS
    for (;;)
      try {
        await this.#coordinators.commit(this.#deps.group, membership, commits)
        return
      } catch (error) {
        if (isMembershipLost(error) || performance.now() > deadline) throw error
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
      }
  }

  #leaseEnded(lease: HeldLease): void {
    this.#leases.delete(lease)
    if (this.#over && this.#leases.size === 0) void this.#coordinators.close()
  }

  /** Others have them by now. */
  #lose(): void {
    const lost = [...this.#owned.values()]
    this.#owned.clear()
    for (const partition of lost) {
      partition.gone = true
      void this.#committer.takeWaiters(partition).then((waiters) => {
        for (const { reject } of waiters) reject(lostError())
      })
      this.#deps.onGone(partition)
    }
  }

  #fail(error: Error): void {
    if (this.#over) return
    this.#lose()
    void this.#end()
    this.#deps.failed(error)
  }

  /** @param keepRunning what is handed out may still be settled; else it goes back */
  async leave(keepRunning: boolean): Promise<void> {
    if (this.#over) return
    this.#over = true
    this.#fetcher.stop()
    await this.#giveUp([...this.#owned.values()], keepRunning)
    await this.#end()
  }

  /** What still runs on a lease goes back. */
  async giveBack(): Promise<void> {
    await Promise.all([...this.#leases].map((lease) => lease.giveBack()))
  }

  async #end(): Promise<void> {
    this.#over = true
    for (const timer of this.#timers) clearInterval(timer)
    this.#fetcher.stop()
    this.#committer.stop()
    await Promise.all([this.#member.leave(), this.#pool.close().catch(() => undefined)])
    if (this.#leases.size === 0) await this.#coordinators.close()
  }
}
