import { expect, test } from 'vitest'
import { bestMatches } from './palette-match'

const find = (text: string, names: string[]) => bestMatches(names, (name) => name, text, 3)

test('an exact name comes first, then beginnings, then segments, then anywhere', () => {
  const names = ['resend.mail', 'email.send', 'send.sms', 'send']
  expect(find('send', names)).toEqual(['send', 'send.sms', 'email.send'])
})
test('letters in order find a name, others do not', () => {
  expect(find('esnd', ['email.send'])).toEqual(['email.send'])
  expect(find('xyz', ['email.send'])).toEqual([])
})
test('no text finds the first few', () => {
  expect(find(' ', ['a', 'b', 'c', 'd'])).toEqual(['a', 'b', 'c'])
})
