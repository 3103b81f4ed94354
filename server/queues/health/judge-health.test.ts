import { describe, expect, it } from 'vitest'
import type { HealthFacts } from './facts.ts'
import {
  ago,
  backend,
  busy,
  consumer,
  failing,
  failures,
  healthAfter,
  NOW,
  pause,
  waiting,
} from './test-facts.ts'

describe('health', () => {
  it('is clear, without a reason, when a queue is served', () => {
    expect(healthAfter({}, 60)).toEqual({ state: 'clear', reasons: [], since: null, actions: [] })
    expect(healthAfter({ backends: waiting(5) }, 60)).toMatchObject({ state: 'clear', reasons: [] })
  })

  it('tells since when it knows, and whom it concerns', () => {
    const since = (more: Partial<HealthFacts>) => healthAfter(more, 30).since
    expect(since({ paused: pause })).toBe(pause.since.toISOString())
    expect(since({ consumers: [], backends: waiting(3) })).toBe(ago(90).toISOString())
    expect(since({ consumers: [consumer({ failing: failing() })] })).toBe(ago(240).toISOString())
    expect(since({ consumers: [consumer({ crashed: 1 })] })).toBe(ago(30).toISOString())
    const backends = waiting(900, { inPerSecond: 80, outPerSecond: 50 })
    expect(healthAfter({ consumers: [busy], backends }, 30).actions).toEqual([
      { code: 'change-workers', label: 'Change workers', project: 'billing' },
    ])
    const shared = [busy, consumer({ project: 'mailer', running: 16 })]
    expect(healthAfter({ consumers: shared, backends }, 30).actions[0]).toMatchObject({ project: null })
  })

  it('is not coloured by old dead tasks, nor by those that were replayed or put away', () => {
    const old = failures({ dead: 41_218, lastHour: 0, lastFailedAt: ago(7_200) })
    expect(healthAfter({ failures: old }, 60)).toMatchObject({ state: 'clear', reasons: [] })
    for (const seconds of [5, 900]) {
      const settled = failures({ dead: 0, lastHour: 9, perMinute: 7, lastFailedAt: ago(seconds) })
      expect(healthAfter({ failures: settled }, 60)).toMatchObject({ state: 'clear', reasons: [] })
    }
  })

  it('does not call the archive behind while it takes what dies', () => {
    const dying = failures({ dead: 9_000, lastHour: 9_000, perMinute: 600, lastFailedAt: ago(1) })
    const health = healthAfter({ failures: dying, backends: [backend({ dead: 80 })] }, 240)
    expect(health.reasons.map(({ code }) => code)).toEqual(['tasks-died'])
    const behind = healthAfter({ failures: dying, backends: [backend({ dead: 8_000 })] }, 240)
    expect(behind.reasons.map(({ code }) => code)).toEqual(['tasks-died', 'dead-not-archived'])
  })

  it('does not blame workers that are busy but keep up, nor takes unknown figures for zeros', () => {
    const keepsUp = waiting(900, { inPerSecond: 50, outPerSecond: 80 })
    expect(healthAfter({ consumers: [busy], backends: keepsUp }, 240).state).toBe('clear')
    const unknown = waiting(900, { inPerSecond: null, outPerSecond: null })
    expect(healthAfter({ consumers: [busy], backends: unknown }, 240).state).toBe('clear')
  })

  it('does not blame for standing still what is paused, but tells what died', () => {
    const more = {
      paused: pause,
      consumers: [consumer({ failing: failing(), crashed: 2, instances: 0 })],
      failures: failures({ dead: 3, lastHour: 3, lastFailedAt: ago(900) }),
      backends: waiting(900, { oldestAgeMs: 900_000 }),
    }
    const health = healthAfter(more, 240)
    expect(health).toMatchObject({ state: 'paused', reasons: [{ code: 'paused' }, { code: 'tasks-died' }] })
    expect(health.actions.map(({ code }) => code)).toEqual(['resume', 'open-failures'])
  })

  it('puts the worst first and keeps the other reasons', () => {
    const health = healthAfter(
      { paused: pause, backends: [backend({ error: 'refused', errorSince: ago(9) })] },
      30,
    )
    expect(health.state).toBe('danger')
    expect(health.reasons.map((reason) => reason.code)).toEqual(['backend-unreachable', 'paused'])
  })

  it('names each project without an instance while another serves the queue', () => {
    const consumers = [consumer(), consumer({ project: 'gamma', instances: 0 })]
    expect(healthAfter({ consumers, backends: waiting(5) }, 30)).toMatchObject({
      state: 'caution',
      reasons: [{ message: 'project gamma has no live instance' }],
    })
  })

  it('adds up the two backends of a type that moves, and still judges one while the other is away', () => {
    const flow = { inPerSecond: 40, outPerSecond: 25 }
    const moving = [...waiting(500, flow), ...waiting(400, { name: 'next', ...flow })]
    expect(healthAfter({ consumers: [busy], backends: moving }, 240).reasons[0]?.message).toBe(
      '16 of 16 workers busy for 4 min, backlog grows 30/s; about 27 workers would drain it in 6 min',
    )
    const away = backend({
      name: 'next',
      error: 'refused',
      errorSince: ago(240),
      ready: null,
      sampledAt: null,
    })
    const health = healthAfter({ consumers: [], backends: [...waiting(500), away] }, 30)
    expect(health.reasons.map(({ message }) => message)).toEqual([
      'backend next is unreachable since 14:02 UTC: refused',
      'no consumer is assigned and 500 tasks wait',
    ])
    expect(NOW.toISOString()).toContain('14:06')
  })
})
