import { describe, expect, test } from 'vitest'
import { consequencesOf, headlineOf, signalOf, stateWord } from './replay-words'
import { testReplay } from './test-replay'

const now = Date.parse('2026-01-31T14:31:00Z')
const said = (replay: ReturnType<typeof testReplay>, measured: number | null = null) => {
  const { title, text } = headlineOf(replay, now, measured)
  return `${title}: ${text}`
}

describe('the sentence at the top', () => {
  test('while sending it tells how far, how fast and how long', () => {
    expect(said(testReplay())).toBe('Sending: 1,200 of 41,218 sent at 50/s, about 13 min left')
    expect(said(testReplay(), 20)).toBe('Sending: 1,200 of 41,218 sent at 20/s, about 33 min left')
  })
  test('what fails again is said while it happens', () => {
    expect(said(testReplay({ progress: { failedAgain: 18 } }))).toBe(
      'Sending: 1,200 of 41,218 sent at 50/s, about 13 min left, 18 failed again so far',
    )
  })
  test('without any rate it does not guess an end', () => {
    expect(said(testReplay({ options: { ratePerSecond: null } }))).toBe('Sending: 1,200 of 41,218 sent')
    expect(said(testReplay(), 0)).toBe('Sending: 1,200 of 41,218 sent')
  })
  test('one that is held up says why instead of pretending to send', () => {
    const replay = testReplay({ waiting: 'backend main is unreachable' })
    expect(said(replay)).toBe(
      'Waiting: backend main is unreachable; 1,200 sent, 40,018 to send. It goes on by itself',
    )
    expect(stateWord(replay)).toBe('Waiting')
    expect(signalOf(replay)).toBe('danger')
  })
  test('a hold counts down in whole seconds', () => {
    const progress = { sent: 0, succeeded: 0, running: 0, pending: 41_218 }
    const held = testReplay({ state: 'holding', holdUntil: '2026-01-31T14:31:08.200Z', progress })
    expect(said(held)).toBe('Holding: 41,218 tasks selected, none sent; sending begins in 9 s')
    expect(said({ ...held, holdUntil: '2026-01-31T14:30:59Z' })).toContain('sending begins now')
  })
  test('paused and settling say what is still open', () => {
    expect(said(testReplay({ state: 'paused' }))).toBe(
      'Paused: 1,200 sent, 40,018 wait until somebody resumes; 50 sent before still run',
    )
    expect(said(testReplay({ state: 'settling', progress: { sent: 41_218, running: 1 } }))).toBe(
      'Settling: all 41,218 sent; 1 has not ended yet',
    )
  })
  test('an end counts those that succeeded, failed again, are not known, were left out', () => {
    const ended = (progress: Parameters<typeof testReplay>[0]) =>
      said(testReplay({ state: 'completed', ...progress }))
    expect(ended({ progress: { sent: 41_218, succeeded: 41_000, failedAgain: 218 } })).toBe(
      'Completed: 41,000 succeeded, 218 failed again',
    )
    expect(ended({ progress: { sent: 3, succeeded: 3 } })).toBe('Completed: all 3 succeeded')
    expect(ended({ progress: { sent: 1, succeeded: 1 } })).toBe('Completed: the task succeeded')
    expect(ended({ progress: { sent: 0, succeeded: 0, skipped: 2 } })).toBe(
      'Completed: nothing was sent, 2 skipped',
    )
    expect(ended({ progress: { sent: 5, succeeded: 4, unknown: 1 } })).toBe(
      'Completed: 4 succeeded, of 1 it is not known how they ended',
    )
  })
  test('a cancelled one says what was sent and what is dead again', () => {
    const cancelled = testReplay({
      state: 'cancelled',
      progress: { succeeded: 1_150, failedAgain: 50, running: 0, pending: 18, cancelled: 40_000 },
    })
    expect(said(cancelled)).toBe(
      'Cancelled: 1,200 sent (1,150 succeeded, 50 failed again); 40,018 not sent are dead again as before',
    )
  })
})

describe('the signal', () => {
  test('is clear only while nothing has failed again', () => {
    expect(signalOf(testReplay())).toBe('clear')
    expect(signalOf(testReplay({ progress: { failedAgain: 1 } }))).toBe('caution')
    expect(signalOf(testReplay({ progress: { failedAgain: 9, succeeded: 0, running: 0 } }))).toBe('danger')
    expect(signalOf(testReplay({ state: 'completed', progress: { unknown: 1 } }))).toBe('caution')
  })
  test('a pause by a person is a pause, whatever the backend does', () => {
    expect(signalOf(testReplay({ state: 'paused', waiting: 'backend main is unreachable' }))).toBe('paused')
  })
})

describe('what an action does', () => {
  test('cancelling says what is dead again and what stays', () => {
    expect(consequencesOf('cancel', testReplay()).slice(0, 3)).toEqual([
      '40,018 not yet sent are dead again as before.',
      '1,200 sent stay as they are.',
      '50 of them run on to their end.',
    ])
  })
  test('before the selection is made there is no figure to tell', () => {
    const selecting = testReplay({
      state: 'selecting',
      progress: { selected: null, sent: 0, running: 0, pending: 0 },
    })
    expect(consequencesOf('cancel', selecting)[0]).toBe('Every selected task is dead again as before.')
  })
  test('resuming says how many are sent and how fast', () => {
    expect(consequencesOf('resume', testReplay())[0]).toBe('40,018 tasks are sent, at most 50 per second.')
  })
})
