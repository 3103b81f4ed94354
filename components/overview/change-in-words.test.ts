import { expect, test } from 'vitest'
import { changeInWords, isChange } from './change-in-words'

test('an action is said as what was done', () => {
  expect(changeInWords('queue.pause')).toBe('paused')
  expect(changeInWords('task-type.create')).toBe('created task type')
  expect(changeInWords('something.new')).toBe('something.new')
})
test('signing in is no change', () => {
  expect(isChange('session.create')).toBe(false)
  expect(isChange('assignments.save')).toBe(true)
})
