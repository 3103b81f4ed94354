import { describe, expect, test } from 'vitest'
import type { DeadInfo, Outcome } from '../task.ts'
import { MAX_DEAD_INFO_LENGTH, makeDeadLetter, readDeadLetter } from './dead-letter.ts'
import { decodeOutcome, encodeOutcome } from './outcome.ts'

const info: DeadInfo = {
  error: { name: 'TypeError', message: 'x is not a function', stack: 'at a.ts:1' },
  response: { status: 500, body: 'oops' },
  attempts: [{ at: '2026-01-01T00:00:00.000Z', error: 'boom' }],
  firstFailedAt: '2026-01-01T00:00:00.000Z',
  failedAt: '2026-01-01T00:00:05.000Z',
  project: 'mailer',
  instance: 'i1',
  revision: 4,
}
const envelope = { attributes: { id: '1', type: 'email.send', tenant: 'a' }, body: Uint8Array.from([0, 255]) }
const letterOf = (part: Partial<DeadInfo> = {}) =>
  makeDeadLetter(envelope, { deadId: 'd1', reason: 'exhausted', info: { ...info, ...part } })

describe('a dead letter', () => {
  test('keeps the message and tells why it is dead', () => {
    expect(readDeadLetter(letterOf())).toEqual({
      deadId: 'd1',
      reason: 'exhausted',
      info,
      original: envelope,
    })
    expect(letterOf().body).toBe(envelope.body)
  })

  test.each([
    ['a long answer', { response: { status: 500, body: 'b'.repeat(1_000_000) } }],
    ['a long stack', { error: { name: 'E', message: 'm', stack: '😀'.repeat(100_000) } }],
    ['many attempts', { attempts: Array.from({ length: 5_000 }, (_, i) => ({ at: 't', error: `e${i}` })) }],
    [
      'everything at once, in characters that JSON escapes',
      {
        error: {
          name: '\u0001'.repeat(9_999),
          message: '\u0001'.repeat(99_999),
          stack: '\u0001'.repeat(99_999),
        },
        response: { status: 1, body: '\u0001'.repeat(99_999) },
        attempts: Array.from({ length: 999 }, () => ({ at: 't'.repeat(99), error: '\u0001'.repeat(9_999) })),
        instance: '\u0001'.repeat(9_999),
      },
    ],
  ])('stays within 16 KiB and readable with %s', (_name, part) => {
    const letter = letterOf(part)
    expect(letter.attributes.deadinfo?.length).toBeLessThanOrEqual(MAX_DEAD_INFO_LENGTH)
    expect(readDeadLetter(letter).info).toMatchObject({ project: 'mailer', revision: 4 })
  })

  test('keeps the first and the newest attempts when it must cut', () => {
    const attempts = Array.from({ length: 5_000 }, (_, i) => ({ at: 't', error: `e${i}` }))
    const kept = readDeadLetter(letterOf({ attempts })).info?.attempts ?? []
    expect(kept[0]?.error).toBe('e0')
    expect(kept.at(-1)?.error).toBe('e4999')
  })

  test('is read even when another version or a broker wrote it', () => {
    const foreign = { attributes: { deadreason: 'bored', deadinfo: '%%%' }, body: new Uint8Array() }
    expect(readDeadLetter(foreign)).toMatchObject({ deadId: null, reason: 'crashed', info: null })
  })
})

describe('an outcome', () => {
  const outcome: Outcome = {
    taskId: 't1',
    type: 'email.send',
    replayId: 'r1',
    result: 'dead',
    attempt: 2,
    deadReason: 'rejected',
    error: 'no',
    startedAt: '2026-01-01T00:00:00.000Z',
    endedAt: '2026-01-01T00:00:01.000Z',
    project: 'mailer',
    instance: 'i1',
  }

  test('survives a round trip, and is the same event when it is sent twice', () => {
    expect(decodeOutcome(encodeOutcome(outcome))).toEqual(outcome)
    expect(encodeOutcome(outcome).attributes.id).toBe('t1/r1')
  })

  test('that is none is malformed', () => {
    const broken = { attributes: {}, body: Buffer.from('{"taskId":""}') }
    expect(() => decodeOutcome(broken)).toThrow(expect.objectContaining({ code: 'message-malformed' }))
  })
})
