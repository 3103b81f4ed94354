/** For tests of health: facts of a queue that is well, to be changed where a test says so. */
import type { BackendFacts, ConsumerFacts, FailingFacts, FailureFacts, HealthFacts } from './facts.ts'

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
  ...{ attempts: 60, failed: 0, trying: 2, failing: null },
  ...more,
})

export const failing = (more: Partial<FailingFacts> = {}): FailingFacts => ({
  ...{ instances: 2, since: ago(240), count: 300, status: 503, error: 'The target http://x answered 503' },
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
