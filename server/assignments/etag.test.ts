import { expect, test } from 'vitest'
import { expectedRevisions, matchesAny } from './etag.ts'

test('If-None-Match compares weakly, in lists, and takes *', () => {
  const etag = '"abc-1"'
  for (const header of ['"abc-1"', 'W/"abc-1"', '"x", W/"abc-1"', ' * ', '"x","abc-1"', 'abc-1'])
    expect(matchesAny(header, etag), header).toBe(true)
  for (const header of [undefined, '', '"abc"', '"abc-12"', 'W/"x"'])
    expect(matchesAny(header, etag)).toBe(false)
})

test('If-Match names revisions, weak where a proxy made them so, and nothing else', () => {
  expect(expectedRevisions(undefined)).toBeUndefined()
  expect(expectedRevisions('"42"')).toEqual([42])
  expect(expectedRevisions('W/"42", "43"')).toEqual([42, 43])
  expect(expectedRevisions('42')).toEqual([42])
  expect(expectedRevisions('*')).toBe('any')
  for (const header of ['"abc"', '', '"-1"'])
    expect(() => expectedRevisions(header)).toThrow('names no revision')
})
