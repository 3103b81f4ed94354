import { describe, expect, it } from 'vitest'
import { type BackendFacts, type ConsumerFacts, type HealthFacts, healthOf } from './health.ts'

const now = new Date('2026-01-31T12:00:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000)
const backend = (more: Partial<BackendFacts> = {}): BackendFacts => ({
  name: 'main',
  error: null,
  errorSince: null,
  sampledAt: ago(3),
  ready: 0,
  delayed: 0,
  oldestAgeMs: 0,
  inPerSecond: 0,
  outPerSecond: 0,
  waitingSince: null,
  ...more,
})
const consumer = (more: Partial<ConsumerFacts> = {}): ConsumerFacts => ({
  project: 'beta',
  workers: 8,
  instances: 2,
  running: 0,
  paused: false,
  crashed: 0,
  error: null,
  ...more,
})
const facts = (more: Partial<HealthFacts> = {}): HealthFacts => ({
  now,
  backends: [backend()],
  consumers: [consumer()],
  producers: 1,
  paused: null,
  rateLimit: null,
  ...more,
})
const waiting = (ready: number, more: Partial<BackendFacts> = {}) => [
  backend({ ready, waitingSince: ago(90), oldestAgeMs: 5_000, ...more }),
]
const pause = { by: 'ana', reason: '', since: ago(60), until: null }

describe('healthOf', () => {
  it('is clear, without a reason, when a queue is served', () => {
    expect(healthOf(facts())).toEqual({ state: 'clear', reasons: [], since: null, actions: [] })
    expect(healthOf(facts({ backends: waiting(5) }))).toMatchObject({ state: 'clear', reasons: [] })
  })

  it.each<[string, Partial<HealthFacts>, string, string, Date | null]>([
    ['a pause', { paused: pause }, 'paused', 'paused by ana', ago(60)],
    [
      'a pause with an end',
      { paused: { ...pause, until: new Date('2026-01-31T18:00:00Z'), reason: 'deploy' } },
      'paused',
      'paused by ana until 18:00 UTC: deploy',
      ago(60),
    ],
    [
      'a pause that ends another day',
      { paused: { ...pause, until: new Date('2026-02-02T06:30:00Z') } },
      'paused',
      'paused by ana until 2026-02-02 06:30 UTC',
      ago(60),
    ],
    [
      'assignments that are paused',
      { consumers: [consumer({ paused: true })] },
      'paused',
      'paused in the assignments of project beta',
      null,
    ],
    [
      'an orphan with tasks',
      { consumers: [], backends: waiting(12) },
      'danger',
      'no consumer is assigned and 12 tasks wait',
      ago(90),
    ],
    [
      'an orphan with one delayed task',
      { consumers: [], backends: [backend({ delayed: 1 })] },
      'danger',
      'no consumer is assigned and 1 task waits',
      null,
    ],
    ['an orphan without tasks', { consumers: [] }, 'caution', 'no consumer is assigned', null],
    [
      'no live instance, nothing waiting',
      { consumers: [consumer({ instances: 0 })] },
      'caution',
      'project beta has no live instance',
      null,
    ],
    [
      'no live instance, tasks waiting',
      { consumers: [consumer({ instances: 0 })], backends: waiting(1_240) },
      'danger',
      'project beta has no live instance and 1,240 tasks wait',
      ago(90),
    ],
    [
      'an unreachable backend',
      { backends: [backend({ error: 'connect ECONNREFUSED', errorSince: ago(20), ready: null })] },
      'danger',
      'backend main is unreachable: connect ECONNREFUSED',
      ago(20),
    ],
    [
      'no sample',
      { backends: [backend({ sampledAt: null, ready: null })] },
      'unknown',
      'no sample yet',
      null,
    ],
    [
      'an old sample',
      { backends: [backend({ sampledAt: ago(40) })] },
      'unknown',
      'the last sample is 40 s old',
      ago(40),
    ],
    [
      'workers at their limit',
      {
        consumers: [consumer({ running: 16 })],
        backends: waiting(900, { inPerSecond: 80, outPerSecond: 50 }),
      },
      'caution',
      '16 of 16 workers busy and the backlog grows 30/s',
      ago(90),
    ],
    [
      'a rate limit',
      { rateLimit: 5, backends: waiting(9, { inPerSecond: 7.5, outPerSecond: 5 }) },
      'caution',
      'limited to 5/s and the backlog grows 2.5/s',
      ago(90),
    ],
    [
      'a long wait',
      { backends: waiting(3, { oldestAgeMs: 300_000 }) },
      'caution',
      'the oldest task has waited for 5 min; 0 of 16 workers busy',
      ago(300),
    ],
    [
      'a crashed fleet',
      { consumers: [consumer({ crashed: 2, error: 'no handler' })] },
      'danger',
      'the consumer in project beta crashed in 2 of 2 instances: no handler',
      null,
    ],
    [
      'one crash of two',
      { consumers: [consumer({ crashed: 1 })] },
      'caution',
      'the consumer in project beta crashed in 1 of 2 instances',
      null,
    ],
    [
      'tasks that wait for their time',
      { backends: [backend({ delayed: 4 })] },
      'clear',
      'no task is ready; 4 wait for their time',
      null,
    ],
  ])('explains %s', (_name, more, state, message, since) => {
    const health = healthOf(facts(more))
    expect(health).toMatchObject({ state, since: since?.toISOString() ?? null })
    expect(health.reasons.map((reason) => reason.message)).toContain(message)
  })

  it('does not blame workers that are busy but keep up', () => {
    const backends = waiting(900, { inPerSecond: 50, outPerSecond: 80 })
    expect(healthOf(facts({ consumers: [consumer({ running: 16 })], backends })).state).toBe('clear')
  })

  it('does not take unknown figures for zeros or for a backlog', () => {
    const backends = waiting(900, { inPerSecond: null, outPerSecond: null })
    expect(healthOf(facts({ consumers: [consumer({ running: 16 })], backends })).state).toBe('clear')
  })

  it('puts the worst first and keeps the other reasons', () => {
    const health = healthOf(facts({ paused: pause, backends: [backend({ error: 'refused' })] }))
    expect(health.state).toBe('danger')
    expect(health.reasons.map((reason) => reason.code)).toEqual(['backend-unreachable', 'paused'])
  })

  it('names each project without an instance while another serves the queue', () => {
    const consumers = [consumer(), consumer({ project: 'gamma', instances: 0 })]
    expect(healthOf(facts({ consumers, backends: waiting(5) }))).toMatchObject({
      state: 'caution',
      reasons: [{ message: 'project gamma has no live instance' }],
    })
  })
})
