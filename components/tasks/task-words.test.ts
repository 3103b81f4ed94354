import { expect, test } from 'vitest'
import { looksLikeTaskId, readEvery, taskHref } from './task-words'

test('a UUID is surely an id, another word with a digit may be one, a word is not', () => {
  expect(looksLikeTaskId(' 01920a6e-7d10-7cc3-8f7e-3d2c8e5a9f10 ')).toBe('surely')
  expect(looksLikeTaskId('order-4711')).toBe('maybe')
  for (const text of ['', 'email.send', 'mailer', 'a1', 'two words 1', `1${'x'.repeat(200)}`])
    expect(looksLikeTaskId(text)).toBeNull()
})

test('an id with any character has an address', () => {
  expect(taskHref('a/b ?#')).toBe('/tasks/a%2Fb%20%3F%23')
})

test('a task that has succeeded is not read again', () => {
  expect(readEvery('succeeded')).toBe(false)
  expect(readEvery('queued')).toBeLessThan(readEvery('dead') || 0)
  expect(readEvery(undefined)).not.toBe(false)
})
