import { describe, expect, it } from 'vitest'
import { answerWords, withAnswer } from './answer-words.ts'
import { fingerprintOf } from './fingerprint.ts'

const MESSAGE = 'The target https://shop.example/tasks answered 422.'
const groupOf = (body: string) => {
  const words = answerWords(body)
  const errorMessage = withAnswer(MESSAGE, words)
  return fingerprintOf({ errorName: 'target-failed', errorMessage, status: 422, codes: words.codes })
}
const json = (value: unknown) => JSON.stringify(value)
const problem = (kind: string, detail: string) =>
  json({ type: `https://shop.example/problems/${kind}`, title: 'Not possible', status: 422, detail })

describe('the words of an answer', () => {
  it.each([
    ['problem+json', problem('out-of-stock', 'Only 3 left'), 'Not possible: Only 3 left', ['out-of-stock']],
    ['a generic problem', json({ type: 'about:blank', title: 'Gone' }), 'Gone', []],
    [
      'a nested error',
      json({ error: { message: 'No card', code: 'card_missing' } }),
      'No card',
      ['card_missing'],
    ],
    ['a list of errors', json({ errors: [{ detail: 'Bad zip' }, { detail: 'Bad city' }] }), 'Bad zip', []],
    ['OAuth', json({ error: 'invalid_grant', error_description: 'Expired' }), 'invalid_grant: Expired', []],
    ['a cut answer', '{"code":"E7","message":"No \\"x\\"","dump":[1,2', 'No "x"', ['E7']],
    ['a text', 'Duplicate order\n  at save (a.js:1)', 'Duplicate order', []],
    ['a page', '<html><head><title>502 Bad Gateway</title>', '502 Bad Gateway', []],
    ['nothing', ' ', '', []],
    ['data without words', json({ id: 7, items: [] }), '', []],
    ['null', 'null', 'null', []],
  ])('are found in %s', (_what, body, text, codes) => {
    expect(answerWords(body)).toEqual({ text, codes })
  })

  it('follow the message of the failure', () => {
    expect(withAnswer(MESSAGE, answerWords('Duplicate order'))).toBe(
      'The target https://shop.example/tasks answered 422: Duplicate order',
    )
    expect(withAnswer(MESSAGE, answerWords(''))).toBe(MESSAGE)
    expect(withAnswer('[redacted]', answerWords('[redacted]'))).toBe('[redacted]')
  })

  it('are read from any text in little time', () => {
    for (const body of [
      '{"message":"'.repeat(20_000),
      '['.repeat(50_000),
      `<title${' '.repeat(50_000)}`,
      '{"message":"\\u12"',
    ])
      expect(answerWords(body).text.length).toBeLessThanOrEqual(500)
  })
})

describe('failures of one host and status', () => {
  it.each([
    ['details', problem('x', 'No such customer'), problem('x', 'No such article')],
    ['types of a problem', problem('out-of-stock', 'No'), problem('not-for-sale', 'No')],
    ['codes', json({ code: 'E1001' }), json({ code: 'E1002' })],
    ['numeric codes', json({ code: 1001, message: 'No' }), json({ code: 1002, message: 'No' })],
    ['texts', 'Duplicate order', 'Unknown customer'],
  ])('are told apart by their %s', (_what, one, other) => {
    expect(groupOf(one)).not.toBe(groupOf(other))
  })

  it.each([
    ['ids in the detail', problem('x', 'Order 4711 is closed'), problem('x', 'Order 12 is closed')],
    ['quoted values', json({ message: 'No "Ada Lovelace"' }), json({ message: 'No "Grace Hopper"' })],
    ['other members', json({ message: 'No', requestId: 'a1' }), json({ message: 'No', requestId: 'b2' })],
    [
      'an id in place of a code',
      json({ code: '0192d3a47b1c7def8a90' }),
      json({ code: '0192d3a47b1c7def8b91' }),
    ],
    ['lines after the first', 'Duplicate order\nat 1', 'Duplicate order\nat 2'],
  ])('are not told apart by %s', (_what, one, other) => {
    expect(groupOf(one)).toBe(groupOf(other))
  })
})
