import { describe, expect, it } from 'vitest'
import type { Schemas } from '@/components/api/client'
import { progressOf, sayProgress, totalProgress } from './rollout-progress.ts'

const instance = (appliedRevision: number, lost = false): Schemas['Rollout']['instances'][number] => ({
  id: `${appliedRevision}`,
  host: 'host',
  pid: 1,
  appliedRevision,
  current: false,
  lastSeenAt: '2026-01-31T12:00:00.000Z',
  lost,
})
const rollout = (project: string, ...instances: Schemas['Rollout']['instances']): Schemas['Rollout'] => ({
  project,
  desiredRevision: 58,
  savedAt: null,
  live: 0,
  applied: 0,
  instances,
})

describe('a roll-out', () => {
  it('counts live instances that have applied the revision or a newer one', () => {
    expect(
      progressOf(rollout('mailer', instance(57), instance(58), instance(59), instance(58, true)), 58),
    ).toEqual({
      live: 3,
      applied: 2,
    })
  })

  it('over several projects waits for the revision of each', () => {
    const wanted = new Map([
      ['mailer', 58],
      ['monolith', 312],
    ])
    expect(
      totalProgress(
        [rollout('mailer', instance(58)), rollout('monolith', instance(311), instance(312))],
        wanted,
      ),
    ).toEqual({ live: 3, applied: 2 })
  })

  it('says how far it is, and never "done" for nobody', () => {
    expect(sayProgress({ live: 3, applied: 1 })).toBe('1 of 3 live instances has applied it.')
    expect(sayProgress({ live: 3, applied: 3 })).toBe('Done: all 3 live instances have applied it.')
    expect(sayProgress({ live: 1, applied: 1 })).toBe('Done: the one live instance has applied it.')
    expect(sayProgress({ live: 0, applied: 0 })).toContain('No instance of these projects is live')
  })
})
