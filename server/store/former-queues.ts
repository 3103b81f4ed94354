/**
 * Queues that a task type has left: until each is empty, the type's consumers take from it alongside the new one,
 * and it is sampled and its dead tasks are archived.
 */
import type { Database, Db } from './database.ts'

export interface QueuePlace {
  readonly backend: string
  /** An existing queue's name; null for our own. */
  readonly queueName: string | null
}

export interface FormerQueue extends QueuePlace {
  readonly type: string
  readonly since: Date
}

const stored = (queueName: string | null) => queueName ?? ''

/** From now on `left` is drained; `entered` no longer is, should the type have come back to it. */
export async function moveType(
  db: Db,
  { type, left, entered, at }: { type: string; left: QueuePlace; entered: QueuePlace; at: Date },
): Promise<void> {
  await db.formerQueue.deleteMany({
    where: { typeName: type, backendName: entered.backend, queueName: stored(entered.queueName) },
  })
  await db.formerQueue.createMany({
    data: { typeName: type, backendName: left.backend, queueName: stored(left.queueName), since: at },
    skipDuplicates: true,
  })
}

/** By type, longest ago first; of these types, or of all. */
export async function readFormerQueues(
  database: Database,
  types?: readonly string[],
): Promise<FormerQueue[]> {
  const { rows } = await database.pool.query<FormerQueue>({
    name: 'former-queues',
    text: `select type, backend, nullif("queueName", '') as "queueName", since from former_queue
           where $1::text[] is null or type = any($1) order by type, since, backend`,
    values: [types ?? null],
  })
  return rows
}

/** @returns how many queues of the type in that backend are not drained any more */
export async function endFormerQueues(db: Db, type: string, backend: string): Promise<number> {
  const { count } = await db.formerQueue.deleteMany({ where: { typeName: type, backendName: backend } })
  return count
}

/**
 * Ends those that were left before `leftBefore` and of which a sample since `sampledSince` knows that nothing waits or
 * runs there. A queue whose figures are unknown (delayed tasks on RabbitMQ) is never taken for empty.
 * @returns the types
 */
export async function endDrainedQueues(
  db: Db,
  { leftBefore, sampledSince }: { leftBefore: Date; sampledSince: Date },
): Promise<string[]> {
  const rows = await db.$queryRaw<{ type: string }[]>`
    delete from former_queue f using queue_state s
    where s.type = f.type and s.backend = f.backend and f.since < ${leftBefore}
      and s.error is null and s."sampledAt" > ${sampledSince}
      and s.ready = 0 and s."inFlight" = 0 and s.delayed = 0
      -- Two queues of one type in one backend are not told apart by a sample.
      and not exists (select 1 from task_type t where t.name = f.type and t.backend = f.backend)
      and not exists (select 1 from former_queue o
                      where o.type = f.type and o.backend = f.backend and o."queueName" <> f."queueName")
    returning f.type`
  return [...new Set(rows.map(({ type }) => type))]
}

/** Whether any former queue is left to look after: most installations have none. */
export async function anyFormerQueue(db: Db): Promise<boolean> {
  return (await db.formerQueue.findFirst({ select: { typeName: true } })) !== null
}
