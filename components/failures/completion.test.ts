import { describe, expect, it } from 'vitest'
import { completed, completionAt } from './completion.ts'

const known = {
  type: [
    { value: 'invoice.render', note: '41,218' },
    { value: 'email.send', note: '1,204' },
  ],
}
const labels = (text: string, caret = text.length) =>
  completionAt(text, caret, known).suggestions.map((one) => one.label)

describe('completion of the search', () => {
  it('offers every qualifier where nothing stands, and those that begin with what does', () => {
    expect(labels('')).toHaveLength(9)
    expect(labels('type:email.send ')).toHaveLength(9)
    expect(labels('re')).toEqual(['reason:', 'replay:'])
    expect(labels('pool')).toEqual([])
  })

  it('offers values with their counts, what begins with the text first', () => {
    expect(completionAt('type:', 5, known).suggestions).toEqual([
      { insert: 'type:invoice.render ', label: 'invoice.render', note: '41,218' },
      { insert: 'type:email.send ', label: 'email.send', note: '1,204' },
    ])
    expect(labels('type:e')).toEqual(['email.send', 'invoice.render'])
    expect(labels('type:email.send')).toEqual([])
    expect(labels('reason:t')[0]).toBe('timeout')
    expect(labels('after:')).toContain('-1h')
  })

  it('offers nothing within a word or for a qualifier that there is not', () => {
    expect(labels('type:email.send', 3)).toEqual([])
    expect(labels('user:')).toEqual([])
  })

  it('puts a suggestion in place of its word alone, with the caret behind it', () => {
    const text = 'pool ty reason:timeout'
    const completion = completionAt(text, 7, known)
    expect(completed(text, completion, { insert: 'type:', label: '', note: '' })).toEqual({
      text: 'pool type: reason:timeout',
      caret: 10,
    })
    expect(
      completed('type:e pool', completionAt('type:e pool', 6, known), {
        insert: 'type:email.send ',
        label: '',
        note: '',
      }),
    ).toEqual({ text: 'type:email.send pool', caret: 16 })
  })
})
