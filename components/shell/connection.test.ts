import { expect, test } from 'vitest'
import { connectionOf, streamTip } from './connection'

const now = 1_000_000

test('an answer within three heartbeats is live', () => {
  expect(connectionOf({ failing: false, answeredAt: now - 9_000 }, now)).toEqual({
    state: 'clear',
    text: 'live',
  })
})
test('a failure with fresh data is reconnecting, and with old data it says how old', () => {
  expect(connectionOf({ failing: true, answeredAt: now - 9_000 }, now).text).toBe('reconnecting')
  expect(connectionOf({ failing: true, answeredAt: now - 40_000 }, now)).toEqual({
    state: 'danger',
    text: 'data 40 s old',
  })
  expect(connectionOf({ failing: true, answeredAt: now - 300_000 }, now).text).toBe('data 5 min old')
})
test('before the first answer it claims nothing', () => {
  expect(connectionOf({ failing: false, answeredAt: null }, now).state).toBe('unknown')
  expect(connectionOf({ failing: true, answeredAt: null }, now).text).toBe('no answer')
})
test('it is live by polling too, and the tip tells the difference', () => {
  expect(streamTip('open')).toBe('Changes are shown as they happen.')
  for (const stream of ['connecting', 'lost', 'closed'] as const)
    expect(streamTip(stream)).toMatch(/^Polling/)
})
