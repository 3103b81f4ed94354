import { expect, test } from 'vitest'
import { sparklinePath } from './sparkline-path'

test('an unknown stretch breaks the line instead of falling to zero', () => {
  const { line } = sparklinePath([1, 1, null, 1, 1], 100, 24)
  expect(line.match(/M/g)).toHaveLength(2)
})
test('fewer than two samples draw nothing', () => {
  expect(sparklinePath([5], 100, 24).line).toBe('')
  expect(sparklinePath([null, 5, null], 100, 24).line).toBe('')
})
test('all zero lies on the ground', () => {
  expect(sparklinePath([0, 0], 100, 24).line).toBe('M0 23L100 23')
})
