/** Pauses and resumes all consumers of a type: an override beside the assignments, which ends by itself at `until`. */
import type { Actor } from '../auth/scopes.ts'
import { invalid, notFound } from '../errors.ts'
import { recordAudit } from '../store/audit.ts'
import type { Db } from '../store/database.ts'
import { endPauses, findPause, insertPause, type PauseOverride } from '../store/overrides.ts'
import { lockTaskType } from '../store/task-types.ts'

/** The part of `ConfigChanges` that is needed here. */
export interface PauseDeps {
  readonly changes: {
    apply<T>(
      work: (transaction: { tx: Db; touch(scope: { types: string[] }): void }) => Promise<T>,
    ): Promise<T>
  }
  now(): Date
  /** Told after a change, so that the next list shows it. */
  onChanged(): void
}

export interface PauseRequest {
  readonly type: string
  readonly reason: string
  readonly until: Date | null
  readonly requestId: string
}

type Shown = Pick<PauseOverride, 'reason'> & { readonly until: string | null }

const shown = (pause: { reason: string; until: Date | null } | null): Shown | null =>
  pause === null ? null : { reason: pause.reason, until: pause.until?.toISOString() ?? null }

const isSame = (pause: PauseOverride | null, { reason, until }: PauseRequest) =>
  pause !== null && pause.reason === reason && pause.until?.getTime() === until?.getTime()

/** Pausing again with the same words changes nothing; with others it replaces the pause. @throws Refusal 404, 422 */
export async function pauseQueue(deps: PauseDeps, actor: Actor, request: PauseRequest): Promise<void> {
  const { type, reason, until, requestId } = request
  const now = deps.now()
  if (until !== null && until <= now)
    throw invalid('Nothing was paused.', [{ pointer: '/until', detail: 'expected an instant in the future' }])
  await deps.changes.apply(async ({ tx, touch }) => {
    if ((await lockTaskType(tx, type)) === null) throw notFound('task type', type)
    const before = await findPause(tx, type, now)
    if (isSame(before, request)) return
    await endPauses(tx, type, now)
    await insertPause(tx, { type, by: actor.name, reason, since: before?.since ?? now, until })
    await recordAudit(tx, actor, {
      action: 'queue.pause',
      target: { kind: 'queue', name: type },
      before: shown(before),
      after: shown({ reason, until }),
      reason,
      requestId,
    })
    touch({ types: [type] })
  })
  deps.onChanged()
}

/** Resuming what is not paused changes nothing. @throws Refusal 404 */
export async function resumeQueue(
  deps: PauseDeps,
  actor: Actor,
  { type, requestId }: { type: string; requestId: string },
): Promise<void> {
  const now = deps.now()
  await deps.changes.apply(async ({ tx, touch }) => {
    if ((await lockTaskType(tx, type)) === null) throw notFound('task type', type)
    const before = await findPause(tx, type, now)
    if (before === null) return
    await endPauses(tx, type, now)
    await recordAudit(tx, actor, {
      action: 'queue.resume',
      target: { kind: 'queue', name: type },
      before: shown(before),
      requestId,
    })
    touch({ types: [type] })
  })
  deps.onChanged()
}
