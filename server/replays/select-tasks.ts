/**
 * Makes the selection of a replay by filter, a part at a time. A failure becomes `replaying` in the same commit in which
 * it becomes a task of the replay, so a crash in between loses nothing and takes nothing twice.
 */
import type { Actor } from '../auth/scopes.ts'
import { recordAuditIn } from '../store/audit.ts'
import type { Database } from '../store/database.ts'
import type { FailureConditions } from '../store/failure-filter.ts'
import { moveFailures } from '../store/failure-status.ts'
import { nextSelected, type SelectionPosition } from '../store/replay-selection.ts'
import { insertReplayTasks, type SelectedFailure } from '../store/replay-tasks.ts'
import { addCounts, lockReplay, type ReplayRow, updateReplay } from '../store/replays.ts'
import { inTransaction, type Transaction } from '../store/transaction.ts'

const PART = 1_000

/** Our own loop, in the audit: whoever began the replay could not know how many there would be. */
const REPLAYS: Actor = { kind: 'system', id: 'replays', name: 'replays', scopes: new Set() }

export const NOTHING_SELECTED =
  'Nothing was sent: no dead task matched when the selection was made. Somebody may have replayed or archived them before.'

export interface SelectDeps {
  readonly database: Database
  now(): Date
}

/** @returns where the next part begins; null when the selection is made */
export async function selectPart(
  { database, now }: SelectDeps,
  replayId: string,
  after: SelectionPosition | null,
): Promise<SelectionPosition | null> {
  return inTransaction(database, async (tx) => {
    const replay = await lockReplay(tx, replayId)
    if (replay?.state !== 'selecting') return null
    const { filter } = replay.selection as { filter: FailureConditions }
    const found = await nextSelected(tx, filter, { frozenAt: replay.frozenAt, after, limit: PART })
    const last = found.at(-1)
    if (last === undefined) {
      await endSelection(tx, replay, now())
      return null
    }
    await claim(tx, replay, found)
    return last
  })
}

/** @returns how many were claimed: those that were dead still */
export async function claim(
  tx: Transaction,
  replay: Pick<ReplayRow, 'id' | 'types'>,
  failures: readonly SelectedFailure[],
): Promise<ReadonlySet<string>> {
  const { id: replayId } = replay
  const deadIds = failures.map((failure) => failure.deadId)
  const claimed = new Set(
    await moveFailures(tx, { deadIds, from: ['dead'], to: 'replaying', set: { replayId } }),
  )
  const taken = failures.filter(({ deadId }) => claimed.has(deadId))
  await insertReplayTasks(tx, replayId, taken)
  await addCounts(tx, replayId, { pending: taken.length })
  const types = [...new Set([...replay.types, ...taken.map(({ type }) => type)])].sort()
  if (types.length !== replay.types.length) await updateReplay(tx, replayId, { types })
  return claimed
}

async function endSelection(tx: Transaction, replay: ReplayRow, now: Date): Promise<void> {
  const selected = replay.pending
  await recordAuditIn(tx, REPLAYS, {
    ...{ action: 'replay.selected', target: { kind: 'replay', name: replay.id }, after: { selected } },
    reason: replay.reason,
  })
  if (selected === 0)
    return updateReplay(tx, replay.id, {
      ...{ selected, state: 'completed', waiting: NOTHING_SELECTED, endedAt: now },
    })
  const holds = replay.options.holdSeconds > 0
  const holdUntil = new Date(now.getTime() + replay.options.holdSeconds * 1_000)
  await updateReplay(tx, replay.id, {
    selected,
    ...(holds ? { state: 'holding', holdUntil } : { state: 'running', startedAt: now }),
  })
}
