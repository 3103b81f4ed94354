import { describe, expect, it } from 'vitest'
import { folded, jsonDiff } from './json-diff.ts'

const marks = { added: '+', removed: '-', same: ' ', heading: '@' }
const written = (before: unknown, after: unknown) =>
  jsonDiff(before, after).map((line) => marks[line.kind] + line.text)

describe('the difference of two values', () => {
  it('names only what differs, whatever the order of members', () => {
    expect(written({ a: 1, b: 2 }, { b: 3, a: 1 })).toEqual([
      ' {',
      '   "a": 1,',
      '-  "b": 2',
      '+  "b": 3',
      ' }',
    ])
    expect(written({ a: 1 }, { a: 1 }).every((line) => line.startsWith(' '))).toBe(true)
  })

  it('is all new or all gone where one side is nothing', () => {
    expect(written(null, { a: 1 })).toEqual(['+{', '+  "a": 1', '+}'])
    expect(written([1], null)).toEqual(['-[', '-  1', '-]'])
    expect(written(null, undefined)).toEqual([])
  })

  it('folds long stretches that stayed', () => {
    const many = Array.from({ length: 40 }, (_, index) => index)
    const lines = folded(jsonDiff(many, [...many, 40]))
    expect(lines.length).toBeLessThan(12)
    expect(lines[0]).toEqual({ kind: 'heading', text: '…' })
  })
})
