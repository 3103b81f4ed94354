import { describe, expect, it } from 'vitest'
import type { Schemas } from '@/components/api/client'
import {
  addFigures,
  deadOf,
  failingShare,
  fleetWorkers,
  greatest,
  sampledAt,
  touchedBy,
} from './queue-figures.ts'

const exact = (value: number | null) => ({ value, quality: 'exact' as const })
const queue = (
  type: string,
  ready: number | null,
  more: Partial<Schemas['Queue']> = {},
): Schemas['Queue'] => ({
  type,
  description: '',
  backends: [
    {
      backend: 'main',
      kind: 'postgres',
      depth: { ready: exact(ready), inFlight: exact(0), delayed: exact(0), dead: exact(0) },
      inPerSecond: exact(0),
      outPerSecond: exact(0),
      oldestAgeMs: exact(null),
      drainMs: exact(null),
      sampledAt: '2026-01-31T12:00:05.000Z',
      drainedSince: null,
    },
  ],
  producers: [],
  consumers: [],
  paused: null,
  health: { state: 'clear', reasons: [], since: null, actions: [] },
  failures: { dead: 0, lastHour: 0, lastFailedAt: null },
  latencyMs: null,
  recent: [],
  ...more,
})
const consumer = (project: string, workers: number, instances: number) => ({
  project,
  workers,
  instances,
  running: 0,
  handler: { kind: 'function' as const },
  paused: false,
})

describe('figures of several backends', () => {
  it('are unknown as soon as one is unknown, and as bad as the worst', () => {
    expect(addFigures([exact(2), { value: 3, quality: 'estimated' }])).toEqual({
      value: 5,
      quality: 'estimated',
    })
    expect(addFigures([exact(2), exact(null)]).value).toBeNull()
    expect(addFigures([])).toEqual({ value: null, quality: 'unsupported' })
    expect(greatest([exact(2), exact(9)]).value).toBe(9)
    expect(greatest([exact(2), exact(null)]).value).toBeNull()
  })

  it('are as old as the oldest sample, and of unknown age when one was never taken', () => {
    const one = queue('a', 1)
    const [part] = one.backends
    if (!part) throw new Error('expected a backend')
    const older = { ...part, sampledAt: '2026-01-31T12:00:00.000Z' }
    expect(sampledAt({ ...one, backends: [part, older] })).toBe(older.sampledAt)
    expect(sampledAt({ ...one, backends: [part, { ...part, sampledAt: null }] })).toBeNull()
    expect(sampledAt({ ...one, backends: [] })).toBeNull()
  })
})

describe('what a pause touches', () => {
  it('counts workers over the fleet, names projects once, and does not guess what waits', () => {
    const email = queue('email', 1_200, { consumers: [consumer('mailer', 8, 2), consumer('old', 4, 0)] })
    const sms = queue('sms', 40, { consumers: [consumer('mailer', 1, 2)] })
    expect(fleetWorkers(email)).toBe(16)
    expect(touchedBy([email, sms])).toEqual({ workers: 18, projects: ['mailer', 'old'], waiting: 1_240 })
    expect(touchedBy([email, queue('x', null)]).waiting).toBeNull()
  })
})

describe('dead tasks', () => {
  it('in the archive are told apart from those on their way there', () => {
    const failures = { dead: 1_204, lastHour: 3, lastFailedAt: null }
    expect(deadOf(queue('a', 1, { failures }))).toEqual({ archived: 1_204, lastHour: 3, inBroker: 0 })
    expect(deadOf(queue('a', 1, { failures, backends: [] })).inBroker).toBeNull()
  })
})

describe('the failing share', () => {
  const counts = { succeeded: 90, retried: 9, dead: 1 }
  it('is of the last minute where the worker tells, else since it started', () => {
    expect(failingShare({ ...counts, lastMinute: { attempts: 3, failed: 1 } })).toEqual({
      percent: 33.3,
      span: '1 of 3 attempts of the last minute',
    })
    expect(failingShare(counts)).toMatchObject({
      percent: 10,
      span: '10 of 100 attempts since the instance started',
    })
  })
  it('is unknown without an attempt', () => {
    expect(failingShare({ ...counts, lastMinute: { attempts: 0, failed: 0 } })).toEqual({
      percent: null,
      span: 'No attempts in the last minute',
    })
  })
})
