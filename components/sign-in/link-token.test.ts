import { expect, test } from 'vitest'
import { linkToken } from './link-token'

test('the token is read from the fragment, else from the query', () => {
  expect(linkToken({ hash: '#token=abc', search: '' })).toBe('abc')
  expect(linkToken({ hash: '', search: '?token=def' })).toBe('def')
  expect(linkToken({ hash: '#token=abc', search: '?token=def' })).toBe('abc')
})
test('an address without a token has none', () => {
  expect(linkToken({ hash: '', search: '' })).toBeNull()
  expect(linkToken({ hash: '#token=', search: '' })).toBeNull()
})
