import { describe, expect, it } from 'vitest'
import { TaskError } from '../errors.ts'
import { type AttemptRecord, createAttemptRecord } from './attempt-record.ts'

const refused = (status: number) => ({
  error: new TaskError('target-failed', `The target http://x answered ${status}.`),
  response: { status, body: 'secret' },
})
const broken = { error: new TypeError('x is not a function') }
const S = 1_000

/** One attempt each `everyMs` from `fromMs`: F fails, S succeeds. Returns the instant of the last one. */
function play(record: AttemptRecord, attempts: string, fromMs = 0, everyMs = S): number {
  for (const [index, attempt] of [...attempts].entries())
    record.record(attempt === 'F' ? refused(503) : null, fromMs + index * everyMs)
  return fromMs + (attempts.length - 1) * everyMs
}
const failingAfter = (attempts: string, everyMs?: number) => {
  const record = createAttemptRecord()
  return record.failing(play(record, attempts, 0, everyMs))
}

describe('attempts of the last minute', () => {
  it('slide by the second', () => {
    const record = createAttemptRecord()
    play(record, 'FSFS', 0, 10 * S)
    expect(record.lastMinute(30 * S)).toEqual({ attempts: 4, failed: 2 })
    expect(record.lastMinute(59 * S)).toEqual({ attempts: 4, failed: 2 })
    expect(record.lastMinute(61 * S)).toEqual({ attempts: 3, failed: 1 })
    expect(record.lastMinute(200 * S)).toEqual({ attempts: 0, failed: 0 })
  })
})

describe('a handler is failing', () => {
  it.each([
    ['one failure', 'F', null],
    ['two failures', 'FF', null],
    ['three in a row', 'FFF', { sinceMs: 0, count: 3 }],
    ['two of four', 'FSFS', null],
    ['half, the newest ones', 'SSSFFF', { sinceMs: 3 * S, count: 3 }],
    ['fewer than half', 'SSSSFFF', null],
    ['nine of ten', 'FFFFFFFFFSFFFFFFFFF', { sinceMs: 0, count: 18 }],
    ['one of ten', 'SSSSSSSSSFSSSSSSSSSFSSSSSSSSSF', null],
    ['a busy consumer that broke', `${'S'.repeat(500)}${'F'.repeat(10)}`, { sinceMs: 500 * S, count: 10 }],
    ['a fifth, and then all', 'SSSSFSSSSFSSSSFSSSSFFFFFFFF', { sinceMs: 19 * S, count: 8 }],
  ])('after %s: %s', (_name, attempts, expected) => {
    const failing = failingAfter(attempts)
    if (expected === null) expect(failing).toBeNull()
    else expect(failing).toMatchObject({ ...expected, status: 503 })
  })

  it('says why with the newest failure, its status, and nothing of the answer', () => {
    const record = createAttemptRecord()
    play(record, 'FFF')
    record.record(broken, 5 * S)
    const failing = record.failing(5 * S)
    expect(failing).toEqual({
      sinceMs: 0,
      atMs: 5 * S,
      count: 4,
      status: null,
      error: 'TypeError: x is not a function',
    })
    record.record(refused(500), 6 * S)
    expect(record.failing(6 * S)).toMatchObject({ status: 500, error: 'The target http://x answered 500' })
    expect(JSON.stringify(record.failing(6 * S))).not.toContain('secret')
  })

  it('until fewer than a quarter fail: a success now and then is no recovery', () => {
    const record = createAttemptRecord()
    const brokeMs = play(record, 'FFFFFFFFFF', 0, 100)
    const onceMs = play(record, 'S', brokeMs + 100)
    expect(record.failing(onceMs)).toMatchObject({ sinceMs: 0 })
    const backMs = play(record, 'S'.repeat(16), onceMs + 100, 100)
    expect(record.failing(backMs)).toBeNull()
    const againMs = play(record, 'FFFFFFFFFF', backMs + 100, 100)
    expect(record.failing(againMs)).toMatchObject({ sinceMs: backMs + 100 })
  })

  it('until eight in a row succeed, and what failed before them does not count again', () => {
    const record = createAttemptRecord()
    const brokeMs = play(record, 'FFFFFFFFFFFF', 0, 100)
    const almostMs = play(record, 'SSSSSSS', brokeMs + 100, 100)
    expect(record.failing(almostMs)).toMatchObject({ sinceMs: 0 })
    const backMs = play(record, 'S', almostMs + 100)
    expect(record.failing(backMs)).toBeNull()
    expect(record.failing(play(record, 'FS', backMs + 100, 100))).toBeNull()
  })

  it('until its failures are a minute old, when a success came after them', () => {
    const record = createAttemptRecord()
    play(record, 'FFFS', 0, S)
    expect(record.failing(59 * S)).not.toBeNull()
    expect(record.failing(63 * S)).toBeNull()
  })

  it('for ten minutes without an attempt, when the last one failed', () => {
    const record = createAttemptRecord()
    play(record, 'FFF')
    expect(record.failing(9 * 60 * S)).toMatchObject({ sinceMs: 0, count: 3 })
    record.record(refused(503), 9 * 60 * S)
    expect(record.failing(18 * 60 * S)).toMatchObject({ sinceMs: 0, count: 4 })
    expect(record.failing(20 * 60 * S)).toBeNull()
  })

  it('does not flip while a target fails at the threshold', () => {
    const record = createAttemptRecord()
    let state = false
    let flips = 0
    // A small generator of numbers in [0, 1), the same with each run.
    let seed = 7
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed / 2_147_483_647
    }
    for (let index = 0; index < 5_000; index += 1) {
      record.record(random() < 0.5 ? refused(503) : null, index * 100)
      const now = record.failing(index * 100) !== null
      if (now !== state) flips += 1
      state = now
    }
    expect(flips).toBeLessThan(40)
  })
})
