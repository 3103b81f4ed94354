/** Finds the failures that a replay takes: by ids, or a part at a time by filter, newest first. */
import type { Database } from './database.ts'
import { type FailureConditions, failureWhere } from './failure-filter.ts'
import type { ArchivedMessage, SelectedFailure } from './replay-tasks.ts'
import type { Transaction } from './transaction.ts'

export interface FailureForReplay extends SelectedFailure {
  readonly status: string
}

/** Those of `deadIds` that exist. */
export async function failuresById(
  database: Pick<Database, 'pool'>,
  deadIds: readonly string[],
): Promise<Map<string, FailureForReplay>> {
  const { rows } = await database.pool.query<FailureForReplay>(
    'select "deadId", "taskId", type, status from failure where "deadId" = any($1)',
    [deadIds],
  )
  return new Map(rows.map((row) => [row.deadId, row]))
}

/** Behind this failure, in the order of the list. */
export interface SelectionPosition {
  readonly failedAt: Date
  readonly deadId: string
}

/** The next dead ones that the filter matches and that were in the archive at `frozenAt`. */
export async function nextSelected(
  tx: Transaction,
  filter: FailureConditions,
  { frozenAt, after, limit }: { frozenAt: Date; after: SelectionPosition | null; limit: number },
): Promise<(SelectedFailure & SelectionPosition)[]> {
  const where = failureWhere({ ...filter, status: 'dead' }, frozenAt)
  const values = [...where.values]
  const behind =
    after === null
      ? ''
      : ` and (f."failedAt", f."deadId") < ($${values.push(after.failedAt)}, $${values.push(after.deadId)})`
  const { rows } = await tx.query<SelectedFailure & SelectionPosition>(
    `select f."deadId", f."taskId", f.type, f."failedAt" from failure f where ${where.sql}${behind}
     order by f."failedAt" desc, f."deadId" desc limit $${values.push(limit)}`,
    values,
  )
  return rows
}

/** What died, as it came, and what of it was hidden from the first. */
export interface EditableMessage extends Pick<ArchivedMessage, 'attributes' | 'body'> {
  readonly redactPaths: readonly string[]
}

/** null when there is no such failure. */
export async function editableMessage(database: Database, deadId: string): Promise<EditableMessage | null> {
  const { rows } = await database.pool.query<EditableMessage>(
    'select attributes, body, "redactPaths" from failure where "deadId" = $1',
    [deadId],
  )
  return rows[0] ?? null
}
