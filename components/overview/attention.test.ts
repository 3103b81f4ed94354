import { describe, expect, test } from 'vitest'
import type { Schemas } from '@/components/api/client'
import { attentionOf, quietOf } from './attention'

type Queue = Schemas['Queue']
type State = Queue['health']['state']

const figure = (value: number) => ({ value, quality: 'exact' as const })
function queue(
  type: string,
  state: State,
  ready: number,
  since: string | null = null,
  code = 'at-limit',
): Queue {
  return {
    type,
    description: '',
    backends: [
      {
        backend: 'main',
        kind: 'postgres',
        depth: { ready: figure(ready), inFlight: figure(0), delayed: figure(0), dead: figure(0) },
        inPerSecond: figure(0),
        outPerSecond: figure(0),
        oldestAgeMs: figure(0),
        drainMs: figure(0),
        sampledAt: null,
        drainedSince: null,
      },
    ],
    producers: [],
    consumers: [],
    paused: null,
    health: {
      state,
      reasons: state === 'clear' ? [] : [{ code, message: `message of ${type}`, since }],
      since,
      actions: [],
    },
    failures: { dead: 0, lastHour: 0, lastFailedAt: null },
    latencyMs: null,
    recent: [],
  }
}
const project = (name: string, stale: number): Schemas['Project'] => ({
  name,
  description: '',
  revision: 3,
  produces: 0,
  consumes: 0,
  instances: { live: 4, stale },
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
})
const instance = (more: Partial<Schemas['Instance']>): Schemas['Instance'] => ({
  id: 'i1',
  project: 'mailer',
  host: 'ful-7c9',
  pid: 1,
  version: '1',
  startedAt: '2026-01-01T00:00:00Z',
  appliedRevision: 88,
  appliedEtag: null,
  state: 'running',
  consumers: [],
  producers: [],
  unresolvedSecrets: [],
  configError: null,
  memoryBytes: 0,
  eventLoopLagMs: 0,
  desiredRevision: 89,
  status: 'live',
  stale: true,
  lastSeenAt: '2026-01-01T00:00:00Z',
  command: null,
  ...more,
})

describe('needs attention', () => {
  test('danger first, then what holds up more tasks, then what lasts longer; the healthy is left out', () => {
    const queues = [
      queue('fine', 'clear', 9),
      queue('late', 'caution', 5, '2026-01-01T12:00:00Z'),
      queue('early', 'caution', 5, '2026-01-01T11:00:00Z'),
      queue('big', 'caution', 900),
      queue('dying', 'danger', 1),
    ]
    expect(attentionOf(queues, [], []).map((entry) => entry.subject)).toEqual([
      'dying',
      'big',
      'early',
      'late',
    ])
  })
  test('a pause is listed, last, only while tasks wait behind it', () => {
    const queues = [queue('held', 'paused', 40), queue('quiet', 'paused', 0), queue('slow', 'caution', 1)]
    expect(attentionOf(queues, [], []).map((entry) => entry.subject)).toEqual(['slow', 'held'])
  })
  test('the first action of the health is offered, and the worst reason names what it makes of the queue', () => {
    const assign = { code: 'assign-consumer' as const, label: 'Assign a consumer', project: null }
    const orphan = queue('email.send', 'danger', 1, null, 'no-live-instance')
    const [entry] = attentionOf([{ ...orphan, health: { ...orphan.health, actions: [assign] } }], [], [])
    expect(entry).toMatchObject({ verb: 'is not served', why: 'message of email.send' })
    expect(entry?.action).toMatchObject({ action: assign })
  })
  test('without an action of its own the queue itself is offered', () => {
    const [entry] = attentionOf([queue('email.send', 'caution', 1, null, 'something-new')], [], [])
    expect(entry?.action).toEqual({ label: 'Open queue', href: '/queues/email.send' })
    expect(entry?.verb).toBe('')
  })
  test('a stale instance says which revision it runs and what keeps it there', () => {
    const behind = instance({ unresolvedSecrets: ['env:WMS_TOKEN'] })
    const [entry] = attentionOf([], [project('mailer', 2)], [behind])
    expect(entry?.why).toBe(
      '2 instances run an older configuration (88 instead of 89); ful-7c9 cannot resolve env:WMS_TOKEN',
    )
  })
  test('lost instances of a project are one sentence', () => {
    const lost = [
      instance({ status: 'lost', stale: false }),
      instance({ id: 'i2', status: 'lost', stale: false }),
    ]
    const found = attentionOf([], [], lost)
    expect(found).toHaveLength(1)
    expect(found[0]?.why).toContain('2 instances are lost')
  })
})

describe('what waits quietly', () => {
  const dead = (type: string, count: number, noticed: boolean): Queue => {
    const one = queue(type, noticed ? 'danger' : 'clear', 0)
    const actions = noticed ? [{ code: 'open-failures' as const, label: 'Open failures', project: null }] : []
    return {
      ...one,
      health: { ...one.health, actions },
      failures: { dead: count, lastHour: 0, lastFailedAt: null },
    }
  }
  test('are dead tasks of which no problem speaks', () => {
    const queues = [
      dead('a', 300, false),
      dead('b', 12, false),
      dead('dying', 41_218, true),
      queue('c', 'clear', 0),
    ]
    expect(quietOf(queues)).toEqual({ dead: 312, types: ['a', 'b'], unknown: 0 })
  })
  test('and queues of which nothing is known are not called clear', () => {
    expect(quietOf([queue('a', 'unknown', 0)]).unknown).toBe(1)
  })
})
