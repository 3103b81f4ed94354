import { describe, expect, it } from 'vitest'
import { touchedByReplay, typesInWords } from './preview-words.ts'

const exact = (value: number) => ({ value, capped: false })
const preview = (selected: number, types: [string, number][]) => ({
  dryRun: true as const,
  frozenAt: '2026-01-31T14:30:04.000Z',
  selected: exact(selected),
  types: types.map(([type, count]) => ({ type, count: exact(count) })),
  warnings: [],
})

describe('what a replay would touch', () => {
  it('is told by type, with what is left out', () => {
    const types: [string, number][] = [
      ['invoice.render', 41_000],
      ['email.send', 218],
    ]
    expect(touchedByReplay(preview(41_218, types), exact(41_220), '14:30:04')).toEqual([
      '41,218 tasks go back to work: 41,000 of invoice.render, 218 of email.send.',
      '2 that were shown are not dead any more, and are left alone.',
      'Frozen at 14:30:04: what died later is left out.',
    ])
  })

  it('names the type once where there is only one', () => {
    expect(touchedByReplay(preview(1, [['email.send', 1]]), exact(1), null)).toEqual([
      '1 task of email.send goes back to work.',
    ])
  })

  it('says so when there is nothing left', () => {
    expect(touchedByReplay(preview(0, []), exact(3), null)).toEqual([
      'Nothing: none of them is dead any more.',
    ])
  })

  it('names a few types and counts the rest', () => {
    const many = Array.from({ length: 6 }, (_, index): [string, number] => [`t${index}`, 1])
    expect(typesInWords(preview(6, many).types)).toBe('1 of t0, 1 of t1, 1 of t2, 1 of t3 and 2 more types')
  })
})
