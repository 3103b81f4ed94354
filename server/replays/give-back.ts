/** Undoes what a cancelled replay has not sent: its failures are dead again, as before. In batches, for there may be many. */
import type { Database } from '../store/database.ts'
import { type ReplayTaskRow, tasksInState } from '../store/replay-tasks.ts'
import { lockReplay, type ReplayRow } from '../store/replays.ts'
import { inTransaction, type Transaction } from '../store/transaction.ts'
import { changeTasks } from './change-tasks.ts'

export const MOST_GIVEN_BACK = 1_000

const MAY_HAVE_BEEN_SENT =
  'It may have been sent: the control plane stopped, or lost the broker, before it knew. An outcome that comes still counts.'

const givenBack = (task: ReplayTaskRow, now: Date): ReplayTaskRow => ({
  ...task,
  state: 'cancelled',
  detail: task.sentCount > 0 ? MAY_HAVE_BEEN_SENT : null,
  endedAt: now,
})

/** @param states `sending` only where it is sure that nobody is at it any more. @returns how many were given back */
export async function giveBack(
  tx: Transaction,
  replay: ReplayRow,
  states: readonly ('pending' | 'sending')[],
  now: Date,
): Promise<number> {
  const found: ReplayTaskRow[] = []
  for (const state of states)
    found.push(...(await tasksInState(tx, { replayId: replay.id, state, after: '', limit: MOST_GIVEN_BACK })))
  await changeTasks(
    tx,
    replay,
    found.map((before) => ({ before, after: givenBack(before, now) })),
    now,
  )
  return found.length
}

/** The next part of a cancelled replay; to be called only by the process that would send. @returns whether there was one */
export async function giveBackNext(
  { database, now }: { database: Database; now(): Date },
  replayId: string,
): Promise<boolean> {
  return inTransaction(database, async (tx) => {
    const replay = await lockReplay(tx, replayId)
    if (replay?.state !== 'cancelled') return false
    return (await giveBack(tx, replay, ['pending', 'sending'], now())) > 0
  })
}
