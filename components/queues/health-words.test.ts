import { expect, test } from 'vitest'
import { sentenceOf, titleOf, verbOf, whyOf } from './health-words'
import type { Queue } from './use-queues'

const health = (state: Queue['health']['state'], code?: string, message = 'why'): Queue['health'] => ({
  state,
  reasons: code ? [{ code, message, since: null }] : [],
  since: null,
  actions: [],
})

test('the worst reason says what the queue does', () => {
  expect(verbOf(health('danger', 'target-failing'))).toBe('is failing')
  expect(titleOf(health('danger', 'tasks-died'))).toBe('Dying')
  expect(titleOf(health('caution', 'tasks-died'))).toBe('Caution')
  expect(titleOf(health('caution', 'at-limit'))).toBe('Falls behind')
  expect(titleOf(health('paused', 'paused'))).toBe('Paused')
})
test('a reason without a word of its own leaves the name of the state', () => {
  expect(verbOf(health('caution', 'something-new'))).toBe('')
  expect(titleOf(health('caution', 'something-new'))).toBe('Caution')
})
test('what is clear is not blamed for what it waits for', () => {
  expect(verbOf(health('clear', 'paused'))).toBe('')
})
test('a clause becomes a sentence', () => {
  expect(sentenceOf('no consumer is assigned')).toBe('No consumer is assigned.')
  expect(sentenceOf('')).toBe('')
})
test('what the verb says is not said again', () => {
  expect(whyOf(health('paused', 'paused', 'paused by li until 18:00 UTC'))).toEqual(['by li until 18:00 UTC'])
  expect(whyOf(health('danger', 'no-consumer', 'no consumer is assigned'))).toEqual([
    'no consumer is assigned',
  ])
})
