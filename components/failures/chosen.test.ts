import { describe, expect, it } from 'vitest'
import { type Chosen, countOf, isChosen, leftOut, nothing, selectionOf, tasksInWords } from './chosen.ts'

const exact = (value: number) => ({ value, capped: false })
const all: Chosen = {
  kind: 'all',
  filter: { type: ['invoice.render'] },
  frozenAt: '2026-01-31T14:30:04.000Z',
  count: exact(41_218),
}

describe('what is selected', () => {
  it('is sent as ids, or as the filter with the instant at which it was looked at', () => {
    expect(selectionOf({ kind: 'some', ids: new Set(['a', 'b']) })).toEqual({ ids: ['a', 'b'] })
    expect(selectionOf(all)).toEqual({ filter: all.filter, frozenAt: all.frozenAt })
  })

  it('is counted as it was selected, not as it is now', () => {
    expect(countOf(all)).toEqual(exact(41_218))
    expect(isChosen(nothing)).toBe(false)
    expect(isChosen(all)).toBe(true)
  })

  it('tells how many newer ones are left out only where both counts are exact', () => {
    expect(leftOut(exact(41_218), exact(41_314))).toBe(96)
    expect(leftOut(exact(41_218), exact(40_000))).toBe(0)
    expect(leftOut({ value: 10_000, capped: true }, exact(41_314))).toBeNull()
    expect(leftOut(exact(7), undefined)).toBeNull()
  })

  it('says so when counting stopped', () => {
    expect(tasksInWords(exact(1))).toBe('1 task')
    expect(tasksInWords({ value: 10_000, capped: true })).toBe('10,000 or more tasks')
  })
})
