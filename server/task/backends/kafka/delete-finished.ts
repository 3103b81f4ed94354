/** Records of our own topics are kept until they are done, and then not much longer. */
import type { Admin } from '@platformatic/kafka'
import type { OwnedPartition } from './owned-partition.ts'

export async function deleteFinished(
  admin: Admin,
  ownTopics: readonly string[],
  partitions: readonly OwnedPartition[],
): Promise<void> {
  const finished = partitions.filter(
    ({ topic, deletableBelow, logStart }) => ownTopics.includes(topic) && deletableBelow > logStart,
  )
  if (finished.length === 0) return
  const topics = [...Map.groupBy(finished, ({ topic }) => topic)].map(([name, of]) => ({
    name,
    partitions: of.map(({ partition, deletableBelow }) => ({ partition, offset: BigInt(deletableBelow) })),
  }))
  // It is tried again with the next round.
  await admin.deleteRecords({ topics }).catch(() => undefined)
}
