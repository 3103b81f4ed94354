import { describe, expect, it } from 'vitest'
import { type HandlerTest, headlineOf, messageText, readPayload, verdictOf } from './test-words.ts'

const test: HandlerTest = {
  verdict: 'done',
  reason: null,
  error: null,
  afterMs: null,
  tookMs: 3,
  exchanges: [],
}
const request = {
  ...{ method: 'POST', url: 'https://slack.test/•••', headers: { authorization: 'Bearer •••' } },
  body: { text: '{"a":1}', note: null },
}

describe('what a test of a handler came to', () => {
  it('is one sentence with a signal', () => {
    expect(verdictOf(test).state).toBe('clear')
    const error = { code: 'target-failed', message: 'Slack answered 404 no_service.' }
    expect(verdictOf({ ...test, verdict: 'retry', error, afterMs: 29_001 })).toEqual({
      state: 'caution',
      text: 'A task would be tried again, not before 30 s have passed. Slack answered 404 no_service.',
    })
    expect(verdictOf({ ...test, verdict: 'dead', error }).text).toContain('would be dead. Slack answered 404')
  })

  it('shows each exchange as it went over the wire', () => {
    expect(headlineOf({ request, response: null, tookMs: 7 })).toBe(
      'POST https://slack.test/••• → no answer in 7 ms',
    )
    expect(messageText(request)).toBe('authorization: Bearer •••\n\n{\n  "a": 1\n}')
    expect(messageText({ ...request, body: { text: null, note: '3 bytes that are no text.' } })).toContain(
      '(3 bytes',
    )
  })

  it('takes no payload that is not JSON', () => {
    expect(readPayload('{"a":1}')).toEqual({ ok: true, value: { a: 1 } })
    expect(readPayload('{')).toMatchObject({ ok: false, error: expect.stringContaining('not JSON') })
  })
})
