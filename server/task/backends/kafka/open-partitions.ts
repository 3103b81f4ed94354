/** Opens partitions where their last owner left off, with what former owners still run of them. */
import type { Admin } from '@platformatic/kafka'
import type { Coordinators } from './coordinators.ts'
import { readLeases } from './foreign-lease.ts'
import type { Assigned } from './group-member.ts'
import { logOffsets } from './log-offsets.ts'
import { type Item, OwnedPartition } from './owned-partition.ts'
import { readSaved } from './progress-text.ts'

export interface PartitionPlaces {
  readonly group: string
  readonly admin: Admin
  readonly coordinators: Coordinators
}

interface Start {
  readonly place: Assigned
  /** The committed watermark; -1: nobody has committed yet. */
  readonly offset: number
  readonly text: string | null
  /** Where the log begins. */
  readonly earliest: number
}

/** @throws what the client throws */
export async function openPartitions(
  places: PartitionPlaces,
  partitions: readonly Assigned[],
): Promise<OwnedPartition[]> {
  return Promise.all((await startsOf(places, partitions)).map((start) => open(places, start)))
}

async function startsOf(
  { group, admin, coordinators }: PartitionPlaces,
  partitions: readonly Assigned[],
): Promise<Start[]> {
  const [committed, earliest] = await Promise.all([
    coordinators.read(group, partitions),
    logOffsets(admin, partitions, 'begin'),
  ])
  const nameOf = ({ topic, partition }: Assigned) => `${topic}:${partition}`
  const byName = new Map(committed.map((entry) => [nameOf(entry), entry]))
  return partitions.map((place, at) => {
    const { offset = -1, text = null } = byName.get(nameOf(place)) ?? {}
    return { place, offset, text, earliest: earliest[at] ?? 0 }
  })
}

async function open({ group, coordinators }: PartitionPlaces, start: Start): Promise<OwnedPartition> {
  const { topic, partition } = start.place
  const isNew = start.offset < 0
  const saved = readSaved(Math.max(start.offset, isNew ? start.earliest : 0), start.text)
  const leases = await readLeases<Item>(coordinators, group, start.place, saved.holders)
  const owned = new OwnedPartition(topic, partition, saved, isNew, leases)
  owned.logStart = start.earliest
  if (saved.watermark < start.earliest) owned.progress.advance(start.earliest)
  return owned
}
