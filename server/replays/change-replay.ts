/** Pauses, resumes and cancels a replay. What is sent stays sent; what is not can be undone. */
import type { Actor } from '../auth/scopes.ts'
import { conflict, notFound } from '../errors.ts'
import { recordAuditIn } from '../store/audit.ts'
import type { Database } from '../store/database.ts'
import { findReplay, lockReplay, type ReplayRow, type ReplayState, updateReplay } from '../store/replays.ts'
import { inTransaction, type Transaction } from '../store/transaction.ts'
import { giveBack } from './give-back.ts'

export interface ChangeReplayDeps {
  readonly database: Database
  readonly events: { changed(...resources: ('replays' | 'failures')[]): void }
  /** Told once it is committed. */
  wakeReplays(): void
  now(): Date
}

export interface ReplayAct {
  readonly id: string
  readonly requestId: string
}

/** @returns what the audit tells of it beside the state before */
type Act = (tx: Transaction, replay: ReplayRow, now: Date) => Promise<unknown>

/** Why an act makes no sense in a state. */
const PAUSE_REFUSED: Partial<Record<ReplayState, string>> = {
  selecting: 'Its tasks are still being selected; cancel it, or pause it once it runs.',
  paused: 'It is paused already.',
  settling: 'All its tasks have been sent; nothing is left to pause.',
  completed: 'It has completed.',
  cancelled: 'It was cancelled.',
}
const RESUME_REFUSED: Partial<Record<ReplayState, string>> = {
  selecting: 'It begins by itself as soon as its tasks are selected.',
  running: 'It runs already.',
  settling: 'All its tasks have been sent; nothing is left to resume.',
  completed: 'It has completed.',
  cancelled: 'It was cancelled; replay its tasks again instead.',
}
const CANCEL_REFUSED: Partial<Record<ReplayState, string>> = {
  settling: 'All its tasks have been sent; what is sent cannot be taken back.',
  completed: 'It has completed.',
  cancelled: 'It was cancelled already.',
}

/** @throws Refusal 404, 409 */
export function pauseReplay(deps: ChangeReplayDeps, actor: Actor, act: ReplayAct): Promise<ReplayRow> {
  return change(deps, actor, act, { action: 'replay.pause', refused: PAUSE_REFUSED }, (tx, { id }) =>
    updateReplay(tx, id, { state: 'paused', holdUntil: null, waiting: null }),
  )
}

/** One that is held begins at once. @throws Refusal 404, 409 */
export function resumeReplay(deps: ChangeReplayDeps, actor: Actor, act: ReplayAct): Promise<ReplayRow> {
  return change(deps, actor, act, { action: 'replay.resume', refused: RESUME_REFUSED }, (tx, replay, now) =>
    updateReplay(tx, replay.id, {
      ...{ state: 'running', holdUntil: null, waiting: null },
      ...{ startedAt: replay.startedAt ?? now },
    }),
  )
}

/** Many tasks are given back in parts, the first of them here, the rest by the runner. @throws Refusal 404, 409 */
export function cancelReplay(deps: ChangeReplayDeps, actor: Actor, act: ReplayAct): Promise<ReplayRow> {
  return change(deps, actor, act, { action: 'replay.cancel', refused: CANCEL_REFUSED }, cancel)
}

async function cancel(tx: Transaction, replay: ReplayRow, now: Date): Promise<object> {
  const selected = replay.selected ?? replay.pending
  await updateReplay(tx, replay.id, {
    ...{ state: 'cancelled', holdUntil: null, waiting: null, endedAt: now },
    selected,
  })
  // What is being sent at this moment is recorded by who sends it.
  await giveBack(tx, { ...replay, state: 'cancelled' }, ['pending'], now)
  return { selected }
}

async function change(
  deps: ChangeReplayDeps,
  actor: Actor,
  { id, requestId }: ReplayAct,
  kind: { readonly action: string; readonly refused: Partial<Record<ReplayState, string>> },
  act: Act,
): Promise<ReplayRow> {
  await inTransaction(deps.database, async (tx) => {
    const replay = await lockReplay(tx, id)
    if (replay === null) throw notFound('replay', id)
    const refused = kind.refused[replay.state]
    if (refused !== undefined) throw conflict('replay-state', refused, { state: replay.state })
    const after = await act(tx, replay, deps.now())
    await recordAuditIn(tx, actor, {
      ...{ action: kind.action, target: { kind: 'replay', name: id }, requestId },
      before: { state: replay.state },
      after,
    })
  })
  deps.wakeReplays()
  deps.events.changed('replays', 'failures')
  return readReplay(deps, id)
}

/** @throws Refusal 404 */
export async function readReplay(
  { database }: { readonly database: Database },
  id: string,
): Promise<ReplayRow> {
  const replay = await findReplay(database, id)
  if (replay === null) throw notFound('replay', id)
  return replay
}
