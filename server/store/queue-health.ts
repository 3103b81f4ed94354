/** What health remembers of each queue: one JSON value per type, written many at a time. What is in it is health's matter. */
import type { Database } from './database.ts'

export interface StoredMemory {
  readonly type: string
  /** JSON. */
  readonly memory: unknown
}

/** By type; of these types, or of all. */
export async function readMemories(
  database: Database,
  types?: readonly string[],
): Promise<ReadonlyMap<string, unknown>> {
  const { rows } = await database.pool.query<StoredMemory>({
    name: 'queue-memories',
    text: 'select type, memory from queue_health where $1::text[] is null or type = any($1)',
    values: [types ?? null],
  })
  return new Map(rows.map((row) => [row.type, row.memory]))
}

const WRITE = `insert into queue_health (type, memory, at) select u.type, u.memory, $3
  from unnest($1::text[], $2::jsonb[]) as u(type, memory)
  on conflict (type) do update set memory = excluded.memory, at = excluded.at`

export async function writeMemories(
  database: Database,
  at: Date,
  memories: readonly StoredMemory[],
): Promise<void> {
  if (memories.length === 0) return
  await database.pool.query({
    name: 'write-queue-memories',
    text: WRITE,
    values: [memories.map(({ type }) => type), memories.map(({ memory }) => JSON.stringify(memory)), at],
  })
}

/** Forgets types that are gone. */
export async function pruneMemories(database: Database): Promise<void> {
  await database.pool.query(
    'delete from queue_health h where not exists (select 1 from task_type t where t.name = h.type)',
  )
}
