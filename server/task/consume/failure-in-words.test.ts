import { expect, it } from 'vitest'
import { TaskError } from '../errors.ts'
import { failureInWords } from './failure-in-words.ts'

const targetFailed = (cause: unknown) =>
  new TaskError('target-failed', 'The target http://x did not answer: y.', { cause })

it.each([
  ['a thrown error', new TypeError('x is not a function'), 'TypeError: x is not a function'],
  ['a plain error', new Error('out of stock'), 'out of stock'],
  [
    'an answer',
    new TaskError('target-failed', 'The target http://x answered 503.'),
    'The target http://x answered 503',
  ],
  ['no answer', targetFailed(new Error('connect ECONNREFUSED ::1:9')), 'connect ECONNREFUSED ::1:9'],
  [
    'no answer from any address',
    targetFailed(new AggregateError([new Error('connect ECONNREFUSED 127.0.0.1:9')])),
    'connect ECONNREFUSED 127.0.0.1:9',
  ],
  [
    'a cause that is only a code',
    targetFailed(Object.assign(new Error(''), { code: 'ECONNRESET' })),
    'ECONNRESET',
  ],
  ['several lines', new Error('\nfirst\nsecond'), 'first'],
  ['what a database cannot store', new Error('a\u0000b'), 'a b'],
])('says in one line what went wrong: %s', (_name, error, expected) => {
  expect(failureInWords({ error })).toBe(expected)
})

it('is short, and keeps the body of an answer to itself', () => {
  const words = failureInWords({
    error: new Error('x'.repeat(9_000)),
    response: { status: 500, body: 'secret' },
  })
  expect(words).toHaveLength(500)
  expect(words).not.toContain('secret')
})
