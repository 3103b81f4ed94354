/**
 * Storing tasks that bear a unique key or an order key. They go apart from all others, which pay nothing for them, and
 * one insert after the other, so that what was published first stands first.
 */
import { createHash } from 'node:crypto'
import type { Duplicate, Envelope, Outgoing } from '../backend.ts'
import { toBlob } from './blob.ts'
import type { PostgresConnection } from './connection.ts'
import { HOLDERS, PUBLISH_KEYED } from './statements.ts'

export interface Row {
  readonly queue: string
  readonly envelope: Envelope
  readonly dueAt: string | null
}

export interface KeyedRow extends Row {
  readonly uniqueKey: string | null
  readonly orderKey: string | null
}

/** An index entry holds some 2,700 bytes, and text in Postgres no NUL. */
const LONGEST_KEY = 200

function indexable(key: string | undefined): string | null {
  if (key === undefined || key === '') return null
  if (key.length <= LONGEST_KEY && !key.includes('\0') && key.isWellFormed()) return key
  return `sha256:${createHash('sha256').update(key).digest('hex')}`
}

export function keysOf({ uniqueKey, envelope }: Outgoing): Pick<KeyedRow, 'uniqueKey' | 'orderKey'> {
  return { uniqueKey: indexable(uniqueKey), orderKey: indexable(envelope.attributes.partitionkey) }
}

/** What became of each: null where it was stored. */
export async function insertKeyed(
  connection: PostgresConnection,
  rows: readonly KeyedRow[],
): Promise<(Duplicate | null)[]> {
  const result = new Map<KeyedRow, Duplicate | null>()
  let open: readonly KeyedRow[] = rows
  while (open.length > 0) {
    const refused = await insert(connection, open)
    const holders = refused.length === 0 ? [] : await holdersOf(connection, refused)
    for (const row of open) if (!refused.includes(row)) result.set(row, null)
    for (const [index, row] of refused.entries()) {
      const of = holders[index]
      if (of !== undefined) result.set(row, { id: idOf(row), of })
    }
    // Whose holder ended in between is free again.
    open = refused.filter((row) => !result.has(row))
  }
  return rows.map((row) => result.get(row) ?? null)
}

const idOf = (row: KeyedRow) => row.envelope.attributes.id ?? ''
const nameOf = (queue: string, uniqueKey: string) => `${queue}\0${uniqueKey}`

/** Those that were not stored. */
async function insert(connection: PostgresConnection, rows: readonly KeyedRow[]): Promise<KeyedRow[]> {
  const stored = await storedKeys(connection, rows)
  // Of several with one key, the first is the one that was stored.
  return rows.filter(({ queue, uniqueKey }) => uniqueKey !== null && !stored.delete(nameOf(queue, uniqueKey)))
}

async function storedKeys(connection: PostgresConnection, rows: readonly KeyedRow[]): Promise<Set<string>> {
  const blob = toBlob(rows.map(({ envelope }) => envelope))
  const values = [
    blob.bytes,
    rows.map(({ queue }) => queue),
    rows.map(({ dueAt }) => dueAt),
    blob.attributesAt,
    blob.bodyAt,
    blob.endAt,
    rows.map(({ uniqueKey }) => uniqueKey),
    rows.map(({ orderKey }) => orderKey),
  ]
  try {
    const answer = await connection.query<{ queue: string; unique_key: string | null }>(
      { name: 'sbx-publish-keyed', text: PUBLISH_KEYED },
      values,
    )
    return new Set(answer.map(({ queue, unique_key }) => nameOf(queue, unique_key ?? '')))
  } catch (error) {
    if (!isDeadlock(error) || rows.length === 1) throw error
    return inHalves(connection, rows)
  }
}

/** Two processes stored the same keys in another order; nothing of ours was stored, and one row alone cannot clash. */
async function inHalves(connection: PostgresConnection, rows: readonly KeyedRow[]): Promise<Set<string>> {
  const middle = rows.length >> 1
  const first = await storedKeys(connection, rows.slice(0, middle))
  return new Set([...first, ...(await storedKeys(connection, rows.slice(middle)))])
}

function isDeadlock(error: unknown): boolean {
  return (error as { code?: unknown }).code === '40P01'
}

/** One entry per row; undefined where nobody holds the key any more. */
async function holdersOf(
  connection: PostgresConnection,
  rows: readonly KeyedRow[],
): Promise<(string | undefined)[]> {
  const found = await connection.query<{ n: number; id: string }>({ name: 'sbx-holders', text: HOLDERS }, [
    rows.map(({ queue }) => queue),
    rows.map(({ uniqueKey }) => uniqueKey),
  ])
  const byIndex = new Map(found.map(({ n, id }) => [n - 1, id]))
  return rows.map((_row, index) => byIndex.get(index))
}
