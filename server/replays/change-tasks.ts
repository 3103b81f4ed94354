/**
 * The one way in which tasks of a replay change: the rows, the replay's counts, the failures' status and the state that
 * follows, in the caller's transaction. The replay must be locked.
 */
import { moveFailures } from '../store/failure-status.ts'
import { writeReplayTasks } from '../store/replay-tasks.ts'
import { addCounts, type ReplayRow, type ReplayState, updateReplay } from '../store/replays.ts'
import type { Transaction } from '../store/transaction.ts'
import { countChanges, failureStatusAfter, stateAfter, type TaskChange } from './replay-rules.ts'

/** @returns the state of the replay after that */
export async function changeTasks(
  tx: Transaction,
  replay: Pick<ReplayRow, 'id' | 'state'>,
  changes: readonly TaskChange[],
  now: Date,
): Promise<ReplayState> {
  if (changes.length === 0) return replay.state
  await writeReplayTasks(
    tx,
    changes.map(({ after }) => after),
  )
  await moveTheirFailures(tx, changes)
  const counts = await addCounts(tx, replay.id, countChanges(changes))
  const state = stateAfter(replay.state, counts)
  if (state !== replay.state)
    await updateReplay(tx, replay.id, {
      state,
      waiting: null,
      ...(state === 'completed' ? { endedAt: now } : {}),
    })
  return state
}

async function moveTheirFailures(tx: Transaction, changes: readonly TaskChange[]): Promise<void> {
  const idsOf = (to: 'dead' | 'replayed', given: (change: TaskChange) => boolean) =>
    changes
      .filter((change) => failureStatusAfter(change.after.state) === to && given(change))
      .map(({ after }) => after.deadId)
  const wasGivenBack = ({ before }: TaskChange) => before.state === 'cancelled'
  const isHeld = (change: TaskChange) => failureStatusAfter(change.before.state) === null
  await moveFailures(tx, { deadIds: idsOf('dead', isHeld), from: ['replaying'], to: 'dead' })
  await moveFailures(tx, { deadIds: idsOf('replayed', isHeld), from: ['replaying'], to: 'replayed' })
  // Another replay may hold it by now: then it stays with that one.
  await moveFailures(tx, { deadIds: idsOf('replayed', wasGivenBack), from: ['dead'], to: 'replayed' })
}
