/**
 * Idempotency keys. The answer, with its ids, is written before the first task is sent: whoever takes the request up
 * again, after a failure or the death of a process, sends the same ids.
 */
import type { Database } from './database.ts'

export interface KeyedRequest {
  /** Whose key it is. */
  readonly scope: string
  readonly key: string
  /** Of all that makes the request what it is. */
  readonly hash: string
}

export type KeyState<Answer> =
  | { readonly kind: 'done'; readonly answer: Answer }
  /** Somebody is at work on it. */
  | { readonly kind: 'busy' }
  /** The key has been used for another request. */
  | { readonly kind: 'mismatch' }

export type KeyStart<Answer> =
  | KeyState<Answer>
  /** Ours to do: `answer` is the promised one, `acceptedIds` are done already. */
  | { readonly kind: 'started'; readonly answer: Answer; readonly acceptedIds: readonly string[] }

const KEPT = `interval '24 hours'`

interface KeyRow {
  readonly requestHash: string
  readonly done: boolean
  readonly busy: boolean
  readonly abandoned: boolean
  readonly answer: unknown
}

async function readKey(database: Database, { scope, key }: KeyedRequest): Promise<KeyRow | undefined> {
  const { rows } = await database.pool.query<KeyRow>({
    name: 'read-idempotency-key',
    text: `select "requestHash", status is not null as done, coalesce("busyUntil" > now(), false) as busy,
             status is null and "busyUntil" is null and cardinality("acceptedIds") = 0 as abandoned, answer
           from idempotency_key where scope = $1 and key = $2 and "createdAt" > now() - ${KEPT}`,
    values: [scope, key],
  })
  return rows[0]
}

/** What is known of the key; null when the request may be begun (or taken up again). */
export async function findKey<Answer>(
  database: Database,
  request: KeyedRequest,
): Promise<KeyState<Answer> | null> {
  const row = await readKey(database, request)
  if (row === undefined || row.abandoned) return null
  if (row.requestHash !== request.hash) return { kind: 'mismatch' }
  if (row.done) return { kind: 'done', answer: row.answer as Answer }
  return row.busy ? { kind: 'busy' } : null
}

/** A key that nobody is at work on is taken: new, expired, freed, or left by a process that died. */
const BEGIN = `
insert into idempotency_key as k (scope, key, "requestHash", answer, "acceptedIds", "busyUntil", "createdAt")
values ($1, $2, $3, $4::jsonb, '{}', now() + $5 * interval '1 millisecond', now())
on conflict (scope, key) do update set
  "requestHash" = excluded."requestHash", "busyUntil" = excluded."busyUntil", status = null,
  answer = case when k."requestHash" = excluded."requestHash" and k."createdAt" > now() - ${KEPT} then k.answer else excluded.answer end,
  "acceptedIds" = case when k."createdAt" > now() - ${KEPT} then k."acceptedIds" else '{}' end,
  "createdAt" = case when k."createdAt" > now() - ${KEPT} then k."createdAt" else excluded."createdAt" end
where k."createdAt" <= now() - ${KEPT}
  or (k.status is null and k."requestHash" = excluded."requestHash" and coalesce(k."busyUntil" <= now(), true))
  or (k.status is null and k."busyUntil" is null and cardinality(k."acceptedIds") = 0)
returning answer, "acceptedIds"`

/** Takes the key for `busyMs`; `answer` is what will be answered unless an earlier start has promised another. */
export async function beginKey<Answer>(
  database: Database,
  request: KeyedRequest,
  answer: Answer,
  busyMs: number,
): Promise<KeyStart<Answer>> {
  const { rows } = await database.pool.query<{ answer: Answer; acceptedIds: string[] }>({
    name: 'begin-idempotency-key',
    text: BEGIN,
    values: [request.scope, request.key, request.hash, JSON.stringify(answer), busyMs],
  })
  const started = rows[0]
  if (started !== undefined) return { kind: 'started', ...started }
  return (await findKey<Answer>(database, request)) ?? { kind: 'busy' }
}

/** Still at work on it. */
export async function keepKeyBusy(database: Database, request: KeyedRequest, busyMs: number): Promise<void> {
  await database.pool.query(
    `update idempotency_key set "busyUntil" = now() + $3 * interval '1 millisecond'
     where scope = $1 and key = $2 and status is null`,
    [request.scope, request.key, busyMs],
  )
}

export async function completeKey<Answer>(
  database: Database,
  request: KeyedRequest,
  status: number,
  answer: Answer,
): Promise<void> {
  await database.pool.query(
    'update idempotency_key set status = $3, answer = $4::jsonb, "busyUntil" = null where scope = $1 and key = $2',
    [request.scope, request.key, status, JSON.stringify(answer)],
  )
}

/** The request failed after `acceptedIds` were accepted; with none the key is free for any request. */
export async function freeKey(
  database: Database,
  request: KeyedRequest,
  acceptedIds: readonly string[],
): Promise<void> {
  await database.pool.query(
    'update idempotency_key set "busyUntil" = null, "acceptedIds" = "acceptedIds" || $3 where scope = $1 and key = $2',
    [request.scope, request.key, acceptedIds],
  )
}

/** Removes keys older than 24 h. */
export async function pruneKeys(database: Database): Promise<void> {
  await database.pool.query(`delete from idempotency_key where "createdAt" <= now() - ${KEPT}`)
}
