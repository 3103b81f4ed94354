import { describe, expect, it } from 'vitest'
import { notEditable, prettyText, readPayload } from './payload.ts'

describe('a payload', () => {
  it('is read as JSON, or says what is wrong', () => {
    expect(readPayload(' {"a":1} ')).toEqual({ ok: true, value: { a: 1 } })
    expect(readPayload('').ok).toBe(false)
    expect(readPayload('{"a"').ok).toBe(false)
  })

  it('is set in lines where it is JSON, and left alone where it is not', () => {
    expect(prettyText('{"a":1}')).toBe('{\n  "a": 1\n}')
    expect(prettyText('<html>')).toBe('<html>')
    expect(prettyText('503')).toBe('503')
  })

  it('cannot be edited where it is not JSON', () => {
    const shown = { payload: null, text: null, contentType: 'application/json' }
    expect(notEditable({ ...shown, payload: { a: 1 } })).toBeNull()
    expect(notEditable(shown)).toBeNull()
    expect(notEditable({ ...shown, text: 'hello', contentType: 'text/plain' })).toContain('not JSON')
    expect(notEditable({ ...shown, contentType: 'image/png' })).toContain('binary')
  })
})
