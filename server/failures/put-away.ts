/** Puts dead tasks away, and brings them back: one, some by their ids, or all that a filter matches. Each is audited. */
import type { FailureSelection } from '../api/contract/failures.ts'
import type { Actor } from '../auth/scopes.ts'
import { conflict, invalid, notFound } from '../errors.ts'
import { recordAuditIn } from '../store/audit.ts'
import type { Database } from '../store/database.ts'
import { type FailureConditions, narrowsNothing } from '../store/failure-filter.ts'
import { selectedIds } from '../store/failure-selection.ts'
import { type FailureStatus, moveFailures, type PutAwayAct } from '../store/failure-status.ts'
import { findFailure } from '../store/failures.ts'
import { inTransaction } from '../store/transaction.ts'

export interface PutAwayDeps {
  readonly database: Database
  readonly events: { changed(...resources: ('failures' | 'queues')[]): void }
  now(): Date
}

export interface Direction {
  /** As the audit names it. */
  readonly action: 'failures.archive' | 'failures.restore'
  readonly from: FailureStatus
  readonly to: FailureStatus
}

export const ARCHIVE: Direction = { action: 'failures.archive', from: 'dead', to: 'archived' }
export const RESTORE: Direction = { action: 'failures.restore', from: 'archived', to: 'dead' }

export interface PutAwayRequest {
  readonly actor: Actor
  readonly reason: string
  readonly requestId: string
}

export interface PutAway {
  readonly changed: number
  /** The act's own instant, by which it can be undone. */
  readonly at: Date
}

/** Of one transaction: short enough that nobody waits long for a count that it holds. */
const BATCH = 2_000

/**
 * One failure. Where it is already there, nothing happens.
 * @throws Refusal 404, 409 when it is being sent back to work or was
 */
export async function putAwayOne(
  deps: PutAwayDeps,
  { action, from, to }: Direction,
  id: string,
  { actor, reason, requestId }: PutAwayRequest,
): Promise<void> {
  const found = id.includes('\0') ? null : await findFailure(deps.database, id)
  if (found === null) throw notFound('failure', id)
  const changed = await inTransaction(deps.database, async (transaction) => {
    const moved = await moveFailures(transaction, {
      ...{ deadIds: [id], from: [from], to },
      set: { archivedBy: actor.name, archiveReason: reason },
    })
    if (moved.length > 0)
      await recordAuditIn(transaction, actor, {
        ...{ action, reason, requestId, target: { kind: 'failure', name: id } },
        before: { status: from },
        after: { status: to },
      })
    return moved.length > 0
  })
  if (changed) return deps.events.changed('failures', 'queues')
  const status = (await findFailure(deps.database, id))?.status
  if (status !== to)
    throw conflict('wrong-status', `This task is ${status}, expected ${from}: nothing was changed.`, {
      status,
    })
}

/**
 * All of a selection that are where they should be; the others are left as they are.
 * @param undone only what the actor put away in one act, at this instant: what others put away stays where it is
 * @throws Refusal 422 for a filter that leaves nothing out
 */
export async function putAwayMany(
  deps: PutAwayDeps,
  direction: Direction,
  selection: FailureSelection,
  request: PutAwayRequest,
  undone?: Date,
): Promise<PutAway> {
  const at = deps.now()
  const frozenAt = 'filter' in selection ? (selection.frozenAt ?? at.toISOString()) : null
  const chosen = frozenAt === null ? selection : { ...selection, frozenAt }
  // The intent before: whatever happens meanwhile, the audit tells what was asked for.
  if ('filter' in selection) refuseEverything(selection.filter)
  const undoes = undone === undefined ? {} : { archivedAt: undone.toISOString() }
  await audit(deps, direction.action, request, { before: { ...chosen, ...undoes } })
  const act = undone && { archivedAt: undone, archivedBy: request.actor.name }
  let changed = 0
  try {
    for await (const ids of idsOf(deps.database, selection, frozenAt, {
      status: direction.from,
      archivedAt: undone,
    }))
      changed += await moveBatch(deps, ids, direction, { ...request, at, act })
  } finally {
    await audit(deps, `${direction.action}d`, request, { after: { changed } })
    if (changed > 0) deps.events.changed('failures', 'queues')
  }
  return { changed, at }
}

function refuseEverything(filter: FailureConditions): void {
  if (narrowsNothing(filter))
    throw invalid('An empty filter would take every dead task of the archive.', [
      { pointer: '/selection/filter', detail: 'expected at least one condition, such as a type or a group' },
    ])
}

async function* idsOf(
  database: Database,
  selection: FailureSelection,
  frozenAt: string | null,
  where: Pick<FailureConditions, 'status' | 'archivedAt'>,
): AsyncGenerator<readonly string[]> {
  if ('ids' in selection) yield selection.ids.filter((id) => !id.includes('\0'))
  else yield* selectedIds(database, { ...selection.filter, ...where }, frozenAt ?? undefined, BATCH)
}

async function moveBatch(
  { database }: PutAwayDeps,
  deadIds: readonly string[],
  { from, to }: Direction,
  { actor, reason, at, act }: PutAwayRequest & { readonly at: Date; readonly act: PutAwayAct | undefined },
): Promise<number> {
  const set = { archivedBy: actor.name, archiveReason: reason, archivedAt: at }
  const moved = await inTransaction(database, (transaction) =>
    moveFailures(transaction, { deadIds, from: [from], to, set, putAwayBy: act }),
  )
  return moved.length
}

async function audit(
  { database }: PutAwayDeps,
  action: string,
  { actor, reason, requestId }: PutAwayRequest,
  what: { before?: unknown; after?: unknown },
): Promise<void> {
  await inTransaction(database, (transaction) =>
    recordAuditIn(transaction, actor, {
      ...{ action, reason, requestId, target: { kind: 'failures', name: 'selection' } },
      ...what,
    }),
  )
}
