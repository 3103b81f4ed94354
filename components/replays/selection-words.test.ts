import { expect, test } from 'vitest'
import { clockTime, selectionInWords, selectionParts } from './selection-words'

test('a filter is said as the conditions that had to hold', () => {
  const filter = { type: ['invoice.render', 'invoice.send'], reason: ['exhausted' as const], q: 'pool' }
  expect(selectionInWords({ filter })).toBe(
    'type invoice.render or invoice.send, reason exhausted, with the text “pool”',
  )
})
test('the API takes one value without its list', () => {
  expect(selectionInWords({ filter: { project: 'billing' } })).toBe('project billing')
})
test('tasks that were chosen one by one are counted', () => {
  expect(selectionInWords({ ids: ['a'] })).toBe('1 chosen task')
  expect(selectionInWords({ ids: ['a', 'b', 'c'] })).toBe('3 chosen tasks')
  expect(selectionParts({ ids: ['a'] })).toBeNull()
})
test('an instant of another day is told with its date', () => {
  const now = new Date(2026, 0, 31, 16, 0, 0)
  const today = new Date(2026, 0, 31, 14, 30, 4).toISOString()
  expect(clockTime(today, now.getTime())).toBe('14:30:04')
  expect(clockTime(new Date(2026, 0, 29, 9, 5, 0).toISOString(), now.getTime())).toBe('29 Jan, 09:05:00')
})
