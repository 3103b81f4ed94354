/** How many tasks of a type wait, by the last sample of its queues. */
import type { Db } from './database.ts'

/**
 * Ready and delayed tasks per type, over all backends in which it has tasks. A type without a sample newer than
 * `since`, or with a figure that no backend knows, is null: unknown, which is not zero.
 */
export async function readWaiting(
  db: Db,
  types: readonly string[],
  since: Date,
): Promise<Map<string, number | null>> {
  const rows = await db.queueState.findMany({
    where: { typeName: { in: [...types] } },
    select: { typeName: true, ready: true, delayed: true, sampledAt: true },
  })
  const waiting = new Map<string, number | null>()
  for (const { typeName, ready, delayed, sampledAt } of rows) {
    const known = sampledAt !== null && sampledAt >= since && ready !== null && delayed !== null
    const before = waiting.get(typeName)
    waiting.set(typeName, known && before !== null ? (before ?? 0) + Number(ready + delayed) : null)
  }
  return waiting
}
