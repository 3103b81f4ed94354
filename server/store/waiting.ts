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

/** Registered backends in which the type has had a queue lately; the sampler forgets those that it left empty. */
export async function backendsSampled(db: Db, type: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ backend: string }[]>`
    select s.backend from queue_state s join backend b on b.name = s.backend where s.type = ${type} order by 1`
  return rows.map((row) => row.backend)
}

/** Types that have left the backend but had tasks there at the last sample, or are still drained there. */
export async function typesLeftBehind(db: Db, backend: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ type: string }[]>`
    select s.type from queue_state s join task_type t on t.name = s.type
    where s.backend = ${backend} and t.backend <> s.backend
      and coalesce(s.ready, 0) + coalesce(s."inFlight", 0) + coalesce(s.delayed, 0) + coalesce(s.dead, 0) > 0
    union select f.type from former_queue f where f.backend = ${backend}
    order by 1`
  return rows.map((row) => row.type)
}
