/** Where the logs of partitions begin and end. */
import { type Admin, ListOffsetTimestamps } from '@platformatic/kafka'

interface Place {
  readonly topic: string
  readonly partition: number
}

const TIMESTAMPS = { begin: ListOffsetTimestamps.EARLIEST, end: ListOffsetTimestamps.LATEST }

/** In the order of the partitions. @throws what the client throws */
export async function logOffsets(
  admin: Admin,
  partitions: readonly Place[],
  at: keyof typeof TIMESTAMPS,
): Promise<number[]> {
  const timestamp = TIMESTAMPS[at]
  const topics = [...Map.groupBy(partitions, ({ topic }) => topic)].map(([name, of]) => ({
    name,
    partitions: of.map(({ partition }) => ({ partitionIndex: partition, timestamp })),
  }))
  const told = new Map<string, number>()
  for (const { name, partitions: of } of await admin.listOffsets({ topics }))
    for (const { partitionIndex, offset } of of) told.set(`${name}:${partitionIndex}`, Number(offset))
  return partitions.map(({ topic, partition }) => told.get(`${topic}:${partition}`) ?? 0)
}

export async function logOffset(
  admin: Admin,
  partition: Place,
  at: keyof typeof TIMESTAMPS,
): Promise<number> {
  return (await logOffsets(admin, [partition], at))[0] ?? 0
}
