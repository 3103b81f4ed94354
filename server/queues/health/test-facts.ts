/** For tests of health: facts of a queue that is well, to be changed where a test says so. */
import type {
  BackendFacts,
  ConsumerFacts,
  FailingFacts,
  FailureFacts,
  HealthFacts,
  TrippedFacts,
} from './facts.ts'
import { judgeHealth } from './judge-health.ts'
import { NO_MEMORY } from './memory.ts'

export const NOW = new Date('2026-01-31T14:06:00Z')
export const ago = (seconds: number, now = NOW) => new Date(now.getTime() - seconds * 1_000)

export const backend = (more: Partial<BackendFacts> = {}): BackendFacts => ({
  name: 'main',
  ...{ error: null, errorSince: null, sampledAt: ago(3), waitingSince: null, oldestAgeMs: 0 },
  ...{ ready: 0, delayed: 0, dead: 0, inPerSecond: 0, outPerSecond: 0 },
  ...more,
})

export const consumer = (more: Partial<ConsumerFacts> = {}): ConsumerFacts => ({
  ...{ project: 'billing', handlerKind: 'http', workers: 8, instances: 2, running: 0, paused: false },
  ...{ misconfigured: 0, configError: null, crashed: 0, error: null, errorCode: null },
  ...{ attempts: 60, failed: 0, trying: 2, failing: null, tripped: null },
  ...more,
})

export const failing = (more: Partial<FailingFacts> = {}): FailingFacts => ({
  ...{ instances: 2, since: ago(240), count: 300, status: 503, error: 'The target http://x answered 503' },
  ...more,
})

export const tripped = (more: Partial<TrippedFacts> = {}): TrippedFacts => ({
  ...{ instances: 2, since: ago(240), nextProbeAt: ago(-20), target: 'http://billing:8080' },
  ...{ status: 503, error: 'The target http://billing:8080 answered 503.' },
  ...more,
})

export const failures = (more: Partial<FailureFacts> = {}): FailureFacts => ({
  ...{ dead: 0, lastHour: 0, perMinute: 0, lastFailedAt: null },
  ...more,
})

export const facts = (more: Partial<HealthFacts> = {}): HealthFacts => ({
  ...{ now: NOW, producers: 1, paused: null, rateLimit: null },
  backends: [backend()],
  consumers: [consumer()],
  failures: failures(),
  ...more,
})

/** A backlog of that many tasks in one backend. */
export const waiting = (ready: number, more: Partial<BackendFacts> = {}) => [
  backend({ ready, waitingSince: ago(90), oldestAgeMs: 5_000, ...more }),
]

/** The verdict on facts that have held for `seconds`, sampled every 5 s. */
export function healthAfter(more: Partial<HealthFacts>, seconds: number) {
  let memory = NO_MEMORY
  const later = (date: Date | null, ms: number) => (date === null ? null : new Date(date.getTime() + ms))
  for (let second = -seconds; second <= 0; second += 5) {
    const at = facts({ ...more, now: ago(-second) })
    const backends = at.backends.map((one) => ({ ...one, sampledAt: later(one.sampledAt, second * 1_000) }))
    memory = judgeHealth({ ...at, backends }, memory).memory
  }
  return judgeHealth(facts(more), memory).health
}

export const pause = { by: 'ana', reason: '', since: ago(60), until: null }
export const busy = consumer({ running: 16 })
