/** Whose dead tasks the archive takes over: every type in its backend, and in each that it has left. */
import type { Database } from './database.ts'
import { readFormerQueues } from './former-queues.ts'

export interface DeadQueue {
  readonly type: string
  readonly backend: string
  /** An existing queue's name; null for our own. */
  readonly queueName: string | null
  /** Whether dead tasks may be waiting there, by the latest sample; also when nothing is known. */
  readonly mayHoldDead: boolean
}

const HOME = 'select name as type, backend, "queueName" from task_type'
const SAMPLED = `select s.type, s.backend, s.dead is null or s.dead > 0 as "mayHoldDead"
  from queue_state s join backend b on b.name = s.backend`

/** Joined here, for the reason that `queuesToSample` gives. */
export async function deadQueues(database: Database): Promise<DeadQueue[]> {
  const [home, sampled, formers] = await Promise.all([
    database.pool.query<Omit<DeadQueue, 'mayHoldDead'>>({ name: 'dead-queues-home', text: HOME }),
    database.pool.query<Omit<DeadQueue, 'queueName'>>({ name: 'dead-queues-sampled', text: SAMPLED }),
    readFormerQueues(database),
  ])
  const homes = new Map(home.rows.map((row) => [row.type, row.backend]))
  const states = new Map(sampled.rows.map((row) => [`${row.type} ${row.backend}`, row.mayHoldDead]))
  const current = home.rows.map((row) => ({
    ...row,
    mayHoldDead: states.get(`${row.type} ${row.backend}`) ?? true,
  }))
  const names = new Map(formers.map((row) => [`${row.type} ${row.backend}`, row.queueName]))
  const left = sampled.rows
    .filter(({ type, backend, mayHoldDead }) => mayHoldDead && homes.has(type) && homes.get(type) !== backend)
    .map((row) => ({ ...row, queueName: names.get(`${row.type} ${row.backend}`) ?? null }))
  return [...current, ...left]
}
