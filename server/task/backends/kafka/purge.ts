/** Deletes the records of a type that nobody has taken. */
import type { Admin } from '@platformatic/kafka'
import { TaskError } from '../../errors.ts'
import type { Capabilities } from '../capabilities.ts'
import type { TopicNames } from './names.ts'
import { spansOf, statsOf } from './stats.ts'

export async function purge(
  admin: Admin,
  capabilities: Capabilities,
  names: TopicNames,
  now: () => Date,
): Promise<number> {
  if (names.foreign)
    throw new TaskError(
      'backend-unsupported',
      `"${names.work}" is an existing topic, whose records may matter to others: it is not purged.`,
    )
  const { ready, delayed } = await statsOf(admin, capabilities, names, now)
  const spans = await spansOf(admin, [names.work, ...names.retries])
  const topics = [...Map.groupBy(spans, ({ topic }) => topic)].map(([name, of]) => ({
    name,
    partitions: of.map(({ partition, end }) => ({ partition, offset: BigInt(end) })),
  }))
  await admin.deleteRecords({ topics })
  return (ready.value ?? 0) + (delayed.value ?? 0)
}
