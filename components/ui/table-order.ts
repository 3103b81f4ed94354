/** The order of a table's rows: sorted by a column, and steady while somebody points at it. Pure. */
export interface Sort {
  column: string
  descending: boolean
}

export type SortValue = string | number | null

const collator = new Intl.Collator('en', { numeric: true })

/** A sorted copy. Unknown (null) comes last in either direction; equal rows keep their order. */
export function sortRows<Row>(
  rows: readonly Row[],
  valueIn: ((row: Row) => SortValue) | undefined,
  descending: boolean,
): readonly Row[] {
  if (!valueIn) return rows
  const keyed = rows.map((row) => ({ row, value: valueIn(row) }))
  keyed.sort((a, b) => {
    if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null)
    return descending ? compare(b.value, a.value) : compare(a.value, b.value)
  })
  return keyed.map((entry) => entry.row)
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return collator.compare(String(a), String(b))
}

/**
 * The rows in the order of `shown` (keys as they are on the screen), new ones at the end: what is under the
 * pointer stays there although its figures change.
 */
export function steadyRows<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  shown: readonly string[],
): readonly Row[] {
  const place = new Map(shown.map((key, index) => [key, index]))
  const placed = rows.map((row, index) => ({ row, at: place.get(keyOf(row)) ?? shown.length + index }))
  placed.sort((a, b) => a.at - b.at)
  return placed.map((entry) => entry.row)
}

/** Click on a header: first its natural direction, then the other, then none. */
export function nextSort(current: Sort | null, column: string, descendingFirst: boolean): Sort | null {
  if (current?.column !== column) return { column, descending: descendingFirst }
  if (current.descending === descendingFirst) return { column, descending: !descendingFirst }
  return null
}
