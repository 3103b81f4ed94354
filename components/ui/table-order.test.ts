import { describe, expect, test } from 'vitest'
import { nextSort, sortRows, steadyRows } from './table-order'

const rows = [
  { key: 'a', n: 2 as number | null },
  { key: 'b', n: null },
  { key: 'c', n: 10 },
  { key: 'd', n: 2 },
]
const keys = (sorted: readonly { key: string }[]) => sorted.map((row) => row.key).join('')

describe('sorting', () => {
  test('an unknown value is last in both directions, and equals keep their order', () => {
    expect(keys(sortRows(rows, (row) => row.n, false))).toBe('adcb')
    expect(keys(sortRows(rows, (row) => row.n, true))).toBe('cadb')
  })
  test('names with numbers sort as people read them', () => {
    const named = ['type-10', 'type-9'].map((key) => ({ key }))
    expect(sortRows(named, (row) => row.key, false)[0]?.key).toBe('type-9')
  })
  test('a header goes through its own direction, the other one, and none', () => {
    const first = nextSort(null, 'ready', true)
    const second = nextSort(first, 'ready', true)
    expect([first, second, nextSort(second, 'ready', true)]).toEqual([
      { column: 'ready', descending: true },
      { column: 'ready', descending: false },
      null,
    ])
  })
})

describe('while somebody points at the table', () => {
  test('rows stay where they are, and new ones come after them', () => {
    expect(keys(steadyRows(rows, (row) => row.key, ['d', 'c', 'b']))).toBe('dcba')
  })
  test('a row that is gone leaves no hole', () => {
    expect(keys(steadyRows(rows, (row) => row.key, ['x', 'c', 'a']))).toBe('cabd')
  })
})
