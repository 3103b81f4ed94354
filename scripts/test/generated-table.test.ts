import { describe, expect, it } from 'vitest'
import { around, markdownTable, Notes } from './generated-table.ts'

const PLACE = { document: 'docs/x.md', about: 'things', command: 'npm run generate:things' }

describe('a generated table', () => {
  it('is found between its marks', () => {
    const text = 'a\n<!-- things: npm run generate:things -->\n| t |\n<!-- /things -->\nb'
    expect(around(PLACE, text)).toEqual({
      before: 'a\n<!-- things: npm run generate:things -->',
      table: '| t |',
      after: '<!-- /things -->\nb',
    })
  })

  it('must have both marks, in their order', () => {
    const reversed = '<!-- /things --><!-- things: npm run generate:things -->'
    for (const text of ['', '<!-- things: npm run generate:things -->', reversed]) {
      expect(() => around(PLACE, text)).toThrow('docs/x.md lacks the marks')
    }
  })

  it('has its notes below, each once', () => {
    const notes = new Notes()
    expect(['a', 'b', 'a'].map((text) => notes.numberOf(text))).toEqual([1, 2, 1])
    expect(markdownTable(['h', 'i'], [['1', '2']], notes.texts)).toBe(
      '| h | i |\n| --- | --- |\n| 1 | 2 |\n\n1. a\n2. b',
    )
  })
})
