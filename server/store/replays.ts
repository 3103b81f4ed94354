/**
 * Replays: the campaigns themselves, with the counts of their tasks. Whoever changes a replay or any of its tasks first
 * locks its row (`lockReplays`), so that state, tasks and counts always agree.
 */
import { decodeCursor, type Page, pageOf } from './cursor.ts'
import type { Database } from './database.ts'
import type { Transaction } from './transaction.ts'

export type ReplayState =
  | 'selecting'
  | 'holding'
  | 'running'
  | 'paused'
  | 'settling'
  | 'completed'
  | 'cancelled'

/** Tasks by state, and `resent`. */
export interface ReplayCounts {
  readonly pending: number
  readonly sending: number
  readonly sent: number
  readonly succeeded: number
  readonly failedAgain: number
  readonly unknown: number
  readonly skipped: number
  readonly cancelled: number
  readonly resent: number
}
export const COUNT_NAMES = [
  'pending',
  'sending',
  'sent',
  'succeeded',
  'failedAgain',
  'unknown',
  'skipped',
  'cancelled',
  'resent',
] as const satisfies readonly (keyof ReplayCounts)[]

/** What was asked for, with its defaults filled in. */
export interface ReplayOptions {
  readonly ratePerSecond: number | null
  readonly maxAttempts: number
  readonly holdSeconds: number
  /** Whether a payload was edited. */
  readonly edited: boolean
}

export interface ReplayRow extends ReplayCounts {
  readonly id: string
  readonly author: string
  readonly reason: string
  readonly state: ReplayState
  readonly selection: unknown
  readonly frozenAt: Date
  readonly options: ReplayOptions
  readonly types: readonly string[]
  readonly selected: number | null
  readonly holdUntil: Date | null
  readonly waiting: string | null
  readonly createdAt: Date
  readonly startedAt: Date | null
  readonly endedAt: Date | null
}

export type NewReplayRow = Pick<
  ReplayRow,
  'id' | 'author' | 'reason' | 'state' | 'selection' | 'frozenAt' | 'options' | 'holdUntil' | 'createdAt'
>

export async function insertReplay(tx: Transaction, row: NewReplayRow): Promise<void> {
  await tx.query(
    `insert into replay (id, author, reason, state, selection, "frozenAt", options, "holdUntil", "createdAt")
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[row.id, row.author, row.reason, row.state, JSON.stringify(row.selection)],
      ...[row.frozenAt, JSON.stringify(row.options), row.holdUntil, row.createdAt],
    ],
  )
}

export async function findReplay(database: Database, id: string): Promise<ReplayRow | null> {
  const { rows } = await database.pool.query<ReplayRow>('select * from replay where id = $1', [id])
  return rows[0] ?? null
}

const LIST = `select * from replay where ($1::text is null or state = $1)
    and ($2::timestamptz is null or ("createdAt", id) < ($2, $3::uuid))
  order by "createdAt" desc, id desc limit $4`

/** Newest first. @throws Refusal 422 for a strange cursor */
export async function listReplays(
  database: Database,
  query: { readonly state?: ReplayState | undefined; readonly cursor?: string | undefined; limit: number },
): Promise<Page<ReplayRow>> {
  const after = query.cursor === undefined ? [] : decodeCursor(query.cursor, ['string', 'string'])
  const values = [query.state ?? null, after[0] ?? null, after[1] ?? null, query.limit + 1]
  const { rows } = await database.pool.query<ReplayRow>(LIST, values)
  return pageOf(rows, query.limit, (row) => [row.createdAt.toISOString(), row.id])
}

/** Until the transaction ends nobody else changes these replays or their tasks. Ids that do not exist are left out. */
export async function lockReplays(tx: Transaction, ids: readonly string[]): Promise<Map<string, ReplayRow>> {
  const { rows } = await tx.query<ReplayRow>({
    name: 'lock-replays',
    text: 'select * from replay where id = any($1::uuid[]) order by id for no key update',
    values: [ids],
  })
  return new Map(rows.map((row) => [row.id, row]))
}

export async function lockReplay(tx: Transaction, id: string): Promise<ReplayRow | null> {
  return (await lockReplays(tx, [id])).get(id) ?? null
}

export type ReplayChange = Partial<
  Pick<ReplayRow, 'state' | 'selected' | 'holdUntil' | 'waiting' | 'startedAt' | 'endedAt' | 'types'>
>

const CHANGEABLE = ['state', 'selected', 'holdUntil', 'waiting', 'startedAt', 'endedAt', 'types'] as const

/** Sets what is given; the row must be locked. */
export async function updateReplay(tx: Transaction, id: string, change: ReplayChange): Promise<void> {
  const names = CHANGEABLE.filter((name) => change[name] !== undefined)
  if (names.length === 0) return
  const assignments = names.map((name, index) => `"${name}" = $${index + 2}`).join(', ')
  await tx.query(`update replay set ${assignments} where id = $1`, [id, ...names.map((name) => change[name])])
}

/** Adds to the counts; the row must be locked. @returns the counts as they are then */
export async function addCounts(
  tx: Transaction,
  id: string,
  delta: Partial<ReplayCounts>,
): Promise<ReplayCounts> {
  const sums = COUNT_NAMES.map((name, index) => `"${name}" = "${name}" + $${index + 2}`)
  const { rows } = await tx.query<ReplayCounts>({
    name: 'add-replay-counts',
    text: `update replay set ${sums.join(', ')} where id = $1
           returning ${COUNT_NAMES.map((name) => `"${name}"`).join(', ')}`,
    values: [id, ...COUNT_NAMES.map((name) => delta[name] ?? 0)],
  })
  const [counts] = rows
  if (counts === undefined) throw new Error(`there is no replay ${id}`)
  return counts
}

/** Says what a replay waits for; null when nothing holds it up. @returns whether that is news */
export async function sayWaiting(database: Database, id: string, waiting: string | null): Promise<boolean> {
  const { rowCount } = await database.pool.query(
    `update replay set waiting = $2 where id = $1 and waiting is distinct from $2 and state = 'running'`,
    [id, waiting],
  )
  return rowCount === 1
}

/**
 * Replays that somebody must work on: those under way, and cancelled ones of which a part is still to be given back.
 * Oldest first.
 */
export async function replaysToRun(database: Database): Promise<string[]> {
  const { rows } = await database.pool.query<{ id: string }>({
    name: 'replays-to-run',
    text: `select id from replay where state in ('selecting', 'holding', 'running')
             or (state = 'cancelled' and pending + sending > 0) order by "createdAt", id`,
  })
  return rows.map((row) => row.id)
}

/** Replays of which a task was sent that has not ended. */
export async function replaysWithOpenTasks(database: Database): Promise<string[]> {
  const { rows } = await database.pool.query<{ id: string }>(
    'select id from replay where sent > 0 order by id',
  )
  return rows.map((row) => row.id)
}
