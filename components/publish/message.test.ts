import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { bodyOf, emptyMessage, payloadPointer, readMessage } from './message.ts'
import { curlSnippet, pythonLiteral, shellQuote, typescriptSnippet } from './snippets.ts'

const filled = { ...emptyMessage, type: 'email.send', payload: '{"to": "a@example.com"}' }

describe('the form', () => {
  it('reads a message', () => {
    expect(readMessage(filled)).toEqual({
      ok: true,
      message: { type: 'email.send', payload: { to: 'a@example.com' }, tracked: true },
      count: 1,
    })
    const untracked = readMessage({ ...filled, tracked: false })
    expect(untracked.ok && 'tracked' in untracked.message).toBe(false)
  })

  it('gives the schedule in the units of the API', () => {
    expect(readMessage({ ...filled, when: 'delay', delay: '1.5' })).toMatchObject({
      message: { delayMs: 1_500 },
    })
    expect(readMessage({ ...filled, when: 'at', at: '2026-01-31T12:00Z' })).toMatchObject({
      message: { notBefore: '2026-01-31T12:00:00.000Z' },
    })
  })

  it('says of each field what was expected', () => {
    const reading = readMessage({ ...emptyMessage, payload: '{', when: 'delay', delay: '-1', count: '0' })
    expect(reading.ok).toBe(false)
    expect(Object.keys(reading.ok ? {} : reading.errors).sort()).toEqual([
      'count',
      'delay',
      'payload',
      'type',
    ])
    expect(readMessage({ ...filled, when: 'at', at: '' })).toMatchObject({
      errors: { at: 'expected a date and a time' },
    })
    expect(readMessage({ ...filled, payload: ' ' })).toMatchObject({
      errors: { payload: 'expected JSON, got nothing' },
    })
  })

  it('publishes one as it is and several as a batch', () => {
    const message = { type: 'a', payload: 1 }
    expect(bodyOf(message, 1)).toEqual(message)
    expect(bodyOf(message, 2)).toEqual({ tasks: [message, message] })
  })

  it('finds the place in the payload that the server complains about', () => {
    expect(payloadPointer('/payload/to')).toBe('/to')
    expect(payloadPointer('/tasks/3/payload/a/0')).toBe('/a/0')
    expect(payloadPointer('/payload')).toBe('')
    expect(payloadPointer('/type')).toBeNull()
  })
})

describe('the same message as code', () => {
  it('survives quotes in a shell', () => {
    const awkward = `it's "so" $HOME \`x\``
    expect(execFileSync('sh', ['-c', `printf %s ${shellQuote(awkward)}`]).toString()).toBe(awkward)
    expect(curlSnippet('http://127.0.0.1:3000', { type: 'a', payload: "it's" })).toContain(
      String.raw`"it'\''s"`,
    )
  })

  it('turns JSON into Python without touching strings', () => {
    expect(pythonLiteral({ a: true, b: null, c: 'null or "true"' })).toBe(
      '{\n    "a": True,\n    "b": None,\n    "c": "null or \\"true\\""\n}',
    )
  })

  it('gives options to the library only where there are any', () => {
    const origin = 'http://127.0.0.1:3000'
    expect(typescriptSnippet(origin, 'web', { type: 'a', payload: 1 })).toContain('publish("a", 1)')
    expect(typescriptSnippet(origin, 'web', { type: 'a', payload: 1, delayMs: 5 })).toContain(
      'publish("a", 1, { delayMs: 5 })',
    )
    expect(typescriptSnippet(origin, 'web', { type: 'a', payload: 1, tracked: true })).toContain(
      '{ tracked: true }',
    )
  })
})
