/**
 * Creates a replay: receives a selection and how to send it; hands on a row that the runner finds.
 *
 * By ids the failures are claimed here, all or none, in the transaction that creates the replay. By filter the runner
 * makes the selection, a part at a time, of what was in the archive at `frozenAt`.
 */
import type { NewReplay } from '../api/contract/replays.ts'
import type { Actor } from '../auth/scopes.ts'
import { invalid } from '../errors.ts'
import { recordAuditIn } from '../store/audit.ts'
import type { Database } from '../store/database.ts'
import { editableMessage, type FailureForReplay, failuresById } from '../store/replay-selection.ts'
import {
  findReplay,
  insertReplay,
  type NewReplayRow,
  type ReplayRow,
  updateReplay,
} from '../store/replays.ts'
import { findTaskType } from '../store/task-types.ts'
import { inTransaction, type Transaction } from '../store/transaction.ts'
import { encodeEdited } from './edited-payload.ts'
import { checkSelection, notDead, type Selected } from './replay-selection.ts'
import { claim } from './select-tasks.ts'

export interface CreateReplayDeps {
  readonly database: Database
  readonly events: { changed(...resources: ('replays' | 'failures')[]): void }
  /** Bytes; of an edited payload. */
  readonly maxPayloadBytes: number
  /** Told once it is committed. */
  wakeReplays(): void
  now(): Date
  newId(): string
}

/** @throws Refusal 422, 413 or 409; nothing was changed */
export async function createReplay(
  deps: CreateReplayDeps,
  actor: Actor,
  request: NewReplay & { readonly requestId: string },
): Promise<ReplayRow> {
  const { database } = deps
  const now = deps.now()
  const selected = await checkSelection(database, request.selection, now)
  const payload = await editedPayload(deps, request, selected)
  const row = newRow(deps.newId(), actor, request, selected, now)
  await inTransaction(database, async (tx) => {
    await insertReplay(tx, row)
    if (selected.kind === 'ids') await claimAll(deps, tx, row, selected.failures, payload)
    await recordAuditIn(tx, actor, {
      action: 'replay.create',
      target: { kind: 'replay', name: row.id },
      after: { selection: row.selection, frozenAt: row.frozenAt, ...row.options },
      reason: row.reason,
      requestId: request.requestId,
    })
  })
  deps.wakeReplays()
  deps.events.changed('replays', 'failures')
  const created = await findReplay(database, row.id)
  if (created === null) throw new Error(`replay ${row.id} is gone right after it was created`)
  return created
}

function newRow(id: string, actor: Actor, request: NewReplay, selected: Selected, now: Date): NewReplayRow {
  const holdSeconds = request.holdSeconds ?? 0
  const begins = holdSeconds > 0 ? 'holding' : 'running'
  const byIds = selected.kind === 'ids'
  return {
    id,
    author: actor.name,
    reason: request.reason,
    state: byIds ? begins : 'selecting',
    selection: request.selection,
    frozenAt: byIds ? now : selected.frozenAt,
    options: {
      ratePerSecond: request.ratePerSecond ?? null,
      maxAttempts: request.maxAttempts ?? 1,
      holdSeconds,
      edited: request.payload !== undefined,
    },
    holdUntil: byIds && holdSeconds > 0 ? new Date(now.getTime() + holdSeconds * 1_000) : null,
    createdAt: now,
  }
}

/** Somebody may have been faster since they were looked at. */
async function claimAll(
  { database }: CreateReplayDeps,
  tx: Transaction,
  row: NewReplayRow,
  failures: readonly FailureForReplay[],
  payload: Uint8Array | null,
): Promise<void> {
  const claimed = await claim(
    tx,
    { id: row.id, types: [] },
    failures.map((failure) => ({ ...failure, payload })),
  )
  const missed = failures.flatMap(({ deadId }) => (claimed.has(deadId) ? [] : [deadId]))
  if (missed.length > 0) throw notDead([...(await failuresById(database, missed)).values()])
  await updateReplay(tx, row.id, {
    selected: failures.length,
    ...(row.state === 'running' ? { startedAt: row.createdAt } : {}),
  })
}

/** Also for a dry run, which refuses what the replay itself would. @throws Refusal 422, 413 */
export async function editedPayload(
  { database, maxPayloadBytes }: Pick<CreateReplayDeps, 'database' | 'maxPayloadBytes'>,
  { payload }: Pick<NewReplay, 'payload'>,
  selected: Selected,
): Promise<Uint8Array | null> {
  if (payload === undefined) return null
  const [failure, ...more] = selected.kind === 'ids' ? selected.failures : []
  if (failure === undefined || more.length > 0)
    throw invalid('Nothing was sent.', [
      { pointer: '/payload', detail: 'expected none: an edited payload goes with exactly one id' },
    ])
  const [original, type] = await Promise.all([
    editableMessage(database, failure.deadId),
    findTaskType(database.prisma, failure.type),
  ])
  if (type === null || original === null)
    throw invalid('Nothing was sent.', [
      { pointer: '/selection/ids/0', detail: `the task type "${failure.type}" no longer exists` },
    ])
  return encodeEdited({ payload, original, type, maxPayloadBytes })
}
