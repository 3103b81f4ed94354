import { describe, expect, it } from 'vitest'
import type { BackendFacts, HealthFacts } from './facts.ts'
import { judgeHealth } from './judge-health.ts'
import { type HealthMemory, NO_MEMORY } from './memory.ts'
import { backend, consumer, facts, failing, failures, NOW } from './test-facts.ts'

const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000)

/** Facts with samples of that instant. */
function sampledAt(now: Date, more: Partial<HealthFacts>): HealthFacts {
  const backends = (more.backends ?? [backend()]).map((one) => ({ ...one, sampledAt: now }))
  return facts({ ...more, now, backends })
}

/** Plays facts sample by sample, as the holder of the sampler's lease does. */
function play(
  samples: number,
  factsAt: (index: number) => Partial<HealthFacts>,
  from: HealthMemory = NO_MEMORY,
) {
  let memory = from
  const seen: { readonly second: number; readonly state: string; readonly code: string | null }[] = []
  for (let index = 0; index < samples; index += 1) {
    const now = later(index * 5)
    const judged = judgeHealth(sampledAt(now, factsAt(index)), memory)
    memory = judged.memory
    seen.push({ second: index * 5, state: judged.health.state, code: judged.health.reasons[0]?.code ?? null })
  }
  const changes = seen.filter((one, index) => index > 0 && one.state !== seen[index - 1]?.state)
  return { memory, seen, changes }
}

const busy = [consumer({ running: 16 })]
const grows: Partial<BackendFacts> = { ready: 900, inPerSecond: 80, outPerSecond: 50 }
const calm: Partial<BackendFacts> = { ready: 0, inPerSecond: 50, outPerSecond: 50 }
const flow = (isGrowing: boolean): Partial<HealthFacts> => ({
  consumers: busy,
  backends: [backend(isGrowing ? grows : calm)],
})

describe('what figures say', () => {
  it('is shown with the second sample in a row, and goes 30 s after it was last true', () => {
    const { seen } = play(16, (index) => flow(index >= 2 && index < 8))
    expect(seen.map(({ state }) => state === 'caution')).toEqual(
      Array.from({ length: 16 }, (_, index) => index >= 3 && index < 14),
    )
  })

  it('is not shown for one sample alone, however often', () => {
    const { changes } = play(100, (index) => flow(index % 2 === 0))
    expect(changes).toEqual([])
  })

  it('does not change more often than twice in 40 s, whatever the series', () => {
    let seed = 11
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed / 2_147_483_647
    }
    for (const chance of [0.2, 0.5, 0.8]) {
      const { changes } = play(2_000, () => flow(random() < chance))
      for (const [index, change] of changes.entries()) {
        const second = changes[index + 2]?.second ?? Number.POSITIVE_INFINITY
        expect(second - change.second).toBeGreaterThanOrEqual(40)
      }
    }
  })

  it('is judged by smoothed rates: one wild sample starts nothing', () => {
    const { changes } = play(40, (index) => ({
      consumers: busy,
      backends: [backend({ ready: 900, inPerSecond: index % 10 === 9 ? 60 : 49, outPerSecond: 52 })],
    }))
    expect(changes).toEqual([])
  })

  it('is forgotten with a pause, and with those who take tasks', () => {
    const { memory } = play(4, () => flow(true))
    const pause = { by: 'ana', reason: '', since: later(20), until: null }
    const paused = judgeHealth(sampledAt(later(20), { ...flow(true), paused: pause }), memory)
    expect(paused.health.reasons.map(({ code }) => code)).toEqual(['paused'])
    const orphan = judgeHealth(sampledAt(later(20), { ...flow(true), consumers: [] }), memory)
    expect(orphan.health.reasons.map(({ code }) => code)).toEqual(['no-consumer'])
  })
})

/** Nothing that it ran ended well lately. */
const idle = consumer({ attempts: 0 })

describe('what is decided or reported', () => {
  it('is shown at once', () => {
    const failed = { consumers: [consumer({ failing: failing() })] }
    expect(play(1, () => failed).seen[0]?.code).toBe('target-failing')
    const died = { failures: failures({ dead: 1, lastHour: 1, perMinute: 1, lastFailedAt: NOW }) }
    expect(play(1, () => died).seen[0]).toMatchObject({ code: 'tasks-died', state: 'caution' })
    expect(play(1, () => ({ ...died, consumers: [idle] })).seen[0]?.state).toBe('danger')
    expect(play(1, () => ({ consumers: [] })).seen[0]?.code).toBe('no-consumer')
  })

  it('does not come and go with reports that flutter: a consumer that is started again and again', () => {
    const { changes } = play(60, (index) => ({ consumers: [consumer({ crashed: index % 3 })] }))
    expect(changes.map(({ second }) => second)).toEqual([5, 10])
  })

  it('gives instances a heartbeat’s time after the control plane was away', () => {
    const { seen } = play(6, () => ({ consumers: [consumer({ instances: 0 })] }))
    expect(seen.map(({ code }) => code)).toEqual([null, null, null, ...Array(3).fill('no-live-instance')])
  })

  it('becomes milder slowly: a backend that answers every other time stays unreachable', () => {
    const { changes } = play(60, (index) => ({
      backends: [backend(index % 2 === 0 ? {} : { error: 'reset', errorSince: later(5), ready: null })],
    }))
    expect(changes.map(({ second }) => second)).toEqual([5])
  })

  it('goes with the release of what it was: ten seconds for a backend, fifteen for a target', () => {
    const away = { backends: [backend({ error: 'reset', errorSince: NOW, ready: null })] }
    const back = play(6, (index) => (index < 2 ? away : {}))
    expect(back.seen.map(({ state }) => state)).toEqual([
      'danger',
      'danger',
      'danger',
      'danger',
      'clear',
      'clear',
    ])
    const recovered = play(8, (index) => (index < 2 ? { consumers: [consumer({ failing: failing() })] } : {}))
    expect(recovered.changes.map(({ second }) => second)).toEqual([25])
  })

  it('turns from dying to dead after two minutes, and clear after an hour', () => {
    const lastFailedAt = NOW
    const { changes } = play(800, (index) => ({
      consumers: [idle],
      failures: failures({ dead: 3, lastHour: index * 5 < 3_600 ? 3 : 0, lastFailedAt }),
    }))
    expect(changes.map(({ second, state }) => [second, state])).toEqual([
      [125, 'caution'],
      [3_600, 'clear'],
    ])
  })
})

describe('since when', () => {
  const crashed = { consumers: [consumer({ crashed: 1 })] }

  it('is when it became true, also after the control plane was started again', () => {
    const { memory } = play(10, () => crashed)
    const stored = JSON.parse(JSON.stringify(memory)) as HealthMemory
    const again = judgeHealth(sampledAt(later(300), crashed), stored)
    expect(again.health).toMatchObject({ since: NOW.toISOString(), reasons: [{ since: NOW.toISOString() }] })
  })

  it('starts anew when nobody looked for a quarter of an hour, or when it had gone meanwhile', () => {
    const { memory } = play(10, () => crashed)
    const late = later(45 + 16 * 60)
    expect(judgeHealth(sampledAt(late, crashed), memory).health.since).toBe(late.toISOString())
    const { memory: gone } = play(20, (index) => (index < 5 ? crashed : {}))
    expect(gone.findings).toEqual({})
  })

  it('is the first instance’s, also when that one is replaced and tells nothing of it any more', () => {
    const at = (since: Date, now: Date) =>
      sampledAt(now, { consumers: [consumer({ failing: failing({ since }) })] })
    const first = judgeHealth(at(later(-60), NOW), NO_MEMORY)
    const second = judgeHealth(at(later(4), later(5)), first.memory)
    expect(second.health.since).toBe(later(-60).toISOString())
  })

  it('is the new pause’s when one replaces another', () => {
    const pausedAt = (since: Date, now: Date) =>
      sampledAt(now, { paused: { by: 'ana', reason: '', since, until: null } })
    const first = judgeHealth(pausedAt(later(-60), NOW), NO_MEMORY)
    expect(judgeHealth(pausedAt(later(30), later(31)), first.memory).health.since).toBe(
      later(30).toISOString(),
    )
  })
})

describe('readers between two samples', () => {
  it('see the same and add nothing: what they read twice is not a second sample', () => {
    const first = play(1, () => flow(true)).memory
    let memory = first
    for (let second = 1; second < 5; second += 1) {
      const at = facts({ ...flow(true), now: later(second) })
      const judged = judgeHealth(
        { ...at, backends: at.backends.map((one) => ({ ...one, sampledAt: NOW })) },
        memory,
      )
      expect(judged.health.state).toBe('clear')
      memory = judged.memory
    }
    expect(memory.paces).toEqual(first.paces)
    expect(play(1, () => flow(true), { ...memory, sampledAt: null }).seen[0]?.code).toBe('at-limit')
  })

  it('make nothing of a memory that another version wrote', () => {
    const memory = {
      ...NO_MEMORY,
      findings: {
        'no-such-code x': { ...play(1, () => ({ consumers: [] })).memory.findings['no-consumer'] },
      },
    } as HealthMemory
    expect(judgeHealth(facts(), memory).health.state).toBe('clear')
  })
})
