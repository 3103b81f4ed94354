/** A replay for the tests of this folder. */
import type { Replay } from './use-replays'

interface Changes extends Partial<Omit<Replay, 'progress' | 'options'>> {
  readonly progress?: Partial<Replay['progress']>
  readonly options?: Partial<Replay['options']>
}

export function testReplay({ progress, options, ...more }: Changes = {}): Replay {
  return {
    id: '0199a3f2-0000-7000-8000-000000000001',
    state: 'running',
    author: 'ana',
    reason: '',
    selection: { filter: { type: ['invoice.render'] } },
    frozenAt: '2026-01-31T14:30:04Z',
    edited: false,
    types: ['invoice.render'],
    holdUntil: null,
    waiting: null,
    createdAt: '2026-01-31T14:30:04Z',
    startedAt: null,
    endedAt: null,
    ...more,
    options: { ratePerSecond: 50, maxAttempts: 1, holdSeconds: 0, ...options },
    progress: {
      selected: 41_218,
      sent: 1_200,
      resent: 0,
      succeeded: 1_150,
      failedAgain: 0,
      running: 50,
      pending: 40_018,
      skipped: 0,
      cancelled: 0,
      unknown: 0,
      ...progress,
    },
  }
}
