import { describe, expect, it } from 'vitest'
import { pointerRange } from './pointer-range.ts'

const text = '{ "to": "a, } b", "n": [1, {"a/b": true}],\n "é~": null }'
const at = (pointer: string) => {
  const { from, to } = pointerRange(text, pointer)
  return text.slice(from, to)
}

describe('the place of a JSON Pointer in text', () => {
  it('is the value, whatever stands in strings before it', () => {
    expect(at('')).toBe(text)
    expect(at('/to')).toBe('"a, } b"')
    expect(at('/n/0')).toBe('1')
    expect(at('/n/1/a~1b')).toBe('true')
    expect(at('/é~0')).toBe('null')
  })

  it('is the beginning of the nearest parent for what is missing', () => {
    expect(at('/n/7')).toBe('[')
    expect(at('/missing/deep')).toBe('{')
  })

  it('ends for text that is no JSON', () => {
    for (const broken of ['', '{', '{"a"', '[1,,]', '{"a":}', '[']) pointerRange(broken, '/a/b')
  })
})
