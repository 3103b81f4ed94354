/** Keyset cursors: the sort key of a page's last item, opaque to callers. */
import { Refusal } from '../errors.ts'

export type CursorKey = readonly (string | number)[]

export interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}

export function encodeCursor(key: CursorKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/**
 * @param shape `typeof` of each part, e.g. `['string', 'number']`
 * @throws Refusal 422 for a cursor that no page of ours gave out
 */
export function decodeCursor(cursor: string, shape: readonly ('string' | 'number')[]): CursorKey {
  const key = parse(cursor)
  const fits =
    Array.isArray(key) &&
    key.length === shape.length &&
    shape.every((type, index) => typeof key[index] === type)
  if (!fits)
    throw new Refusal(422, 'invalid', 'The cursor is not valid.', {
      errors: [{ parameter: 'cursor', detail: 'expected the nextCursor of a page before' }],
    })
  return key as CursorKey
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return null
  }
}

/** Makes a page from `limit + 1` rows: the extra row only tells that there is more. */
export function pageOf<T>(rows: readonly T[], limit: number, keyOf: (item: T) => CursorKey): Page<T> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null }
}
