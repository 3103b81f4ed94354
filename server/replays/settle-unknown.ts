/**
 * Sent tasks of which nothing will be heard any more: their queue has been seen empty since, or a day has passed. They
 * become `unknown`, which says why; an outcome that comes later still counts. Whoever consumes straight from the broker,
 * without our worker, sends no outcomes.
 */
import type { Database } from '../store/database.ts'
import { emptySince } from '../store/empty-queues.ts'
import { overdueTasks, type ReplayTaskRow } from '../store/replay-tasks.ts'
import { lockReplay, replaysWithOpenTasks } from '../store/replays.ts'
import { inTransaction } from '../store/transaction.ts'
import { changeTasks } from './change-tasks.ts'

const AFTER_EMPTY_MS = 60_000
const AFTER_MS = 24 * 3_600_000
const BATCH = 500

const EMPTY = 'Its queue is empty, and no worker told how it ended.'
const OLD = 'No worker told within 24 hours how it ended.'

export interface SettleDeps {
  readonly database: Database
  now(): Date
}

/** @returns how many became unknown */
export async function settleUnknown(deps: SettleDeps): Promise<number> {
  let settled = 0
  for (const id of await replaysWithOpenTasks(deps.database))
    for (let more = BATCH; more === BATCH; settled += more) more = await settleBatch(deps, id)
  return settled
}

async function settleBatch({ database, now }: SettleDeps, id: string): Promise<number> {
  return inTransaction(database, async (tx) => {
    const replay = await lockReplay(tx, id)
    if (replay === null || replay.sent === 0) return 0
    const at = now()
    const before = new Date(at.getTime() - AFTER_MS)
    const byType = new Map(
      [...(await emptySince(tx, replay.types))].map(([type, seen]) => [
        type,
        new Date(seen.getTime() - AFTER_EMPTY_MS),
      ]),
    )
    if (byType.size === 0 && replay.createdAt > before) return 0
    const tasks = await overdueTasks(tx, id, { before, byType, limit: BATCH })
    const unknown = (task: ReplayTaskRow): ReplayTaskRow => ({
      ...task,
      state: 'unknown',
      detail: task.sentAt !== null && task.sentAt <= before ? OLD : EMPTY,
      endedAt: at,
    })
    await changeTasks(
      tx,
      replay,
      tasks.map((task) => ({ before: task, after: unknown(task) })),
      at,
    )
    return tasks.length
  })
}
