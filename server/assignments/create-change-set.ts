/** Saves edits to several projects in one transaction: all of them become revisions, or none. */
import type { Actor } from '../auth/scopes.ts'
import { invalid } from '../errors.ts'
import { recordAudit } from '../store/audit.ts'
import { insertChangeSet } from '../store/change-sets.ts'
import { type ChangeSetDraft, type CheckedDraft, lockDraft } from './change-set-draft.ts'
import { type CommittedEdit, commitEdits } from './commit-edits.ts'
import type { ConfigTransaction } from './config-changes.ts'
import type { SaveDeps } from './save-assignments.ts'

export interface ChangeSetDeps extends SaveDeps {
  readonly newId: () => string
}

export interface NewChangeSet extends ChangeSetDraft {
  readonly reason: string
  readonly requestId?: string
}

/** @returns its id. @throws Refusal 403, 412 with `current` per project, 422 also when nothing would change */
export async function createChangeSet(
  deps: ChangeSetDeps,
  actor: Actor,
  input: NewChangeSet,
): Promise<string> {
  return deps.changes.apply(async (transaction) => {
    const { base, edits, strategy, reason, requestId } = input
    const draft = await lockDraft(transaction.tx, deps, actor, input)
    return storeChangeSet(transaction, actor, draft, {
      id: deps.newId(),
      strategy,
      reason,
      requestId,
      asked: { base, edits },
      action: 'change-set.create',
    })
  })
}

interface ChangeSetFacts {
  readonly id: string
  readonly strategy: string
  readonly reason: string
  readonly requestId?: string
  readonly asked: unknown
  readonly action: string
}

/** Stores the change set, its revisions and its audit entry. */
export async function storeChangeSet(
  transaction: ConfigTransaction,
  actor: Actor,
  { standing, edits }: CheckedDraft,
  { id, strategy, reason, requestId, asked, action }: ChangeSetFacts,
): Promise<string> {
  const { tx } = transaction
  await insertChangeSet(tx, { id, author: actor.name, reason, strategy, edits: asked })
  const by = { author: actor.name, reason, changeSetId: id }
  const committed = await commitEdits(transaction, standing, edits, by)
  if (committed.length === 0)
    throw invalid('These edits change nothing: every project stands as they want it.', [
      { pointer: '/edits', detail: 'expected at least one difference' },
    ])
  await recordAudit(tx, actor, {
    action,
    target: { kind: 'change-set', name: id },
    before: perProject(committed, (one) => one.before.revision),
    after: perProject(committed, (one) => ({
      revision: one.after.revision,
      diff: one.diff.map((entry) => entry.summary),
    })),
    reason,
    requestId,
  })
  return id
}

function perProject<T>(
  committed: readonly CommittedEdit[],
  of: (one: CommittedEdit) => T,
): Record<string, T> {
  return Object.fromEntries(committed.map((one) => [one.after.project, of(one)]))
}
