import { expect, test } from 'vitest'
import { groupState, trendInWords } from './group-state.ts'

const now = Date.UTC(2026, 0, 31, 12)
const seen = (minutesAgo: number) => ({ lastFailedAt: new Date(now - minutesAgo * 60_000).toISOString() })

test('a group is in danger while tasks die of it, and quiet after a day', () => {
  expect(groupState(seen(2), now).state).toBe('danger')
  expect(groupState(seen(60), now).state).toBe('caution')
  expect(groupState(seen(60 * 25), now).state).toBe('unknown')
})

test('a trend is told in words too', () => {
  expect(trendInWords([0, 0])).toBe('No deaths in the last 24 hours')
  expect(trendInWords([1_000, 218])).toContain('1,218 in all, at most 1,000')
})
