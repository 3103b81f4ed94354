/** Looking at queues without taking: figures, the tasks themselves, and emptying. */
import type { PeekedTask, PeekState, QueueStats } from '../backend.ts'
import { toEnvelope } from './blob.ts'
import type { PostgresConnection } from './connection.ts'
import { CANCEL, FIND, PEEK, PURGE, STATS } from './statements.ts'

/** Counting or deleting a million rows takes its time. */
const LONG_MS = 600_000

interface StatsRow {
  readonly ready: number
  readonly in_flight: number
  readonly delayed: number
  readonly dead: number
  readonly oldest_age_ms: number | null
  readonly enqueued: number
  readonly completed: number
  readonly sampled_at: Date
}

export async function readStats(
  connection: PostgresConnection,
  queues: readonly string[],
): Promise<QueueStats[]> {
  const rows = await connection.query<StatsRow>({ name: 'sbx-stats', text: STATS, timeoutMs: LONG_MS }, [
    queues,
  ])
  return rows.map(toStats)
}

function toStats(row: StatsRow): QueueStats {
  const exact = (value: number) => ({ value, quality: 'exact' as const })
  return {
    ready: exact(row.ready),
    inFlight: exact(row.in_flight),
    delayed: exact(row.delayed),
    dead: exact(row.dead),
    // Nothing waits: the age of nothing is zero, not unknown.
    oldestAgeMs: exact(row.oldest_age_ms ?? 0),
    enqueuedTotal: row.enqueued,
    completedTotal: row.completed,
    sampledAt: row.sampled_at,
  }
}

export async function peekRows(
  connection: PostgresConnection,
  queue: string,
  state: PeekState,
  limit: number,
): Promise<PeekedTask[]> {
  const rows = await connection.query<{ attributes: string; body: Buffer; run_at: Date }>(
    { name: `sbx-peek-${state}`, text: PEEK[state] },
    [queue, limit],
  )
  return rows.map((row) => ({
    envelope: toEnvelope(row),
    state,
    ...(state === 'delayed' ? { dueAt: row.run_at } : {}),
  }))
}

interface FoundRow {
  readonly attributes: string
  readonly run_at: Date
  readonly dead: boolean
  readonly taken: boolean
  readonly later: boolean
}

export async function findRow(
  connection: PostgresConnection,
  taskId: string,
  outcomes: string,
): Promise<PeekedTask | null> {
  const [row] = await connection.query<FoundRow>({ name: 'sbx-find', text: FIND }, [taskId, outcomes])
  if (row === undefined) return null
  const envelope = toEnvelope({ attributes: row.attributes, body: Buffer.alloc(0) })
  const state = stateOf(row)
  return { envelope, state, ...(state === 'delayed' ? { dueAt: row.run_at } : {}) }
}

function stateOf({ dead, taken, later }: FoundRow): PeekState {
  if (dead) return 'dead'
  if (taken) return 'inFlight'
  return later ? 'delayed' : 'ready'
}

export async function purgeRows(connection: PostgresConnection, queue: string): Promise<number> {
  const rows = await connection.query<{ count: number }>(
    { name: 'sbx-purge', text: PURGE, timeoutMs: LONG_MS },
    [queue],
  )
  return rows[0]?.count ?? 0
}

/** False: no task of that id waits there. */
export async function cancelRow(
  connection: PostgresConnection,
  queue: string,
  taskId: string,
): Promise<boolean> {
  const rows = await connection.query<{ count: number }>(
    { name: 'sbx-cancel', text: CANCEL, timeoutMs: LONG_MS },
    [queue, taskId],
  )
  return (rows[0]?.count ?? 0) > 0
}
