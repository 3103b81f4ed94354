/** For tests: what each finding says, of queues that wait, run and fail. */
import type { HealthFacts } from './facts.ts'
import type { HealthCode } from './finding.ts'
import { ago, backend, busy, consumer, failing, failures, pause, tripped, waiting } from './test-facts.ts'

export type Row = readonly [
  code: HealthCode,
  name: string,
  more: Partial<HealthFacts>,
  state: string,
  message: string,
  action: string | null,
]

export const SENTENCES: readonly Row[] = [
  ['paused', 'a pause', { paused: pause }, 'paused', 'paused by ana', 'resume'],
  [
    'paused',
    'a pause with an end',
    { paused: { ...pause, until: new Date('2026-01-31T18:00:00Z'), reason: 'deploy' } },
    'paused',
    'paused by ana until 18:00 UTC: deploy',
    'resume',
  ],
  [
    'paused',
    'a pause that ends another day',
    { paused: { ...pause, until: new Date('2026-02-02T06:30:00Z') } },
    'paused',
    'paused by ana until 2026-02-02 06:30 UTC',
    'resume',
  ],
  [
    'assignment-paused',
    'assignments that are paused',
    { consumers: [consumer({ paused: true }), consumer({ project: 'mailer', paused: true })] },
    'paused',
    'paused in the assignments of projects billing, mailer',
    'change-workers',
  ],
  [
    'no-consumer',
    'an orphan with tasks',
    { consumers: [], backends: waiting(1_240) },
    'danger',
    'no consumer is assigned and 1,240 tasks wait',
    'assign-consumer',
  ],
  [
    'no-consumer',
    'an orphan with one delayed task',
    { consumers: [], backends: [backend({ delayed: 1 })] },
    'danger',
    'no consumer is assigned and 1 task waits',
    'assign-consumer',
  ],
  [
    'no-consumer',
    'an orphan without tasks',
    { consumers: [] },
    'caution',
    'no consumer is assigned',
    'assign-consumer',
  ],
  [
    'no-live-instance',
    'no live instance, nothing waiting',
    { consumers: [consumer({ instances: 0 })] },
    'caution',
    'project billing has no live instance',
    'show-instances',
  ],
  [
    'no-live-instance',
    'no live instance, tasks waiting',
    { consumers: [consumer({ instances: 0 })], backends: waiting(1_240) },
    'danger',
    'project billing has no live instance and 1,240 tasks wait',
    'show-instances',
  ],
  [
    'backend-unreachable',
    'an unreachable backend',
    { backends: [backend({ error: 'connect ECONNREFUSED', errorSince: ago(240), ready: null })] },
    'danger',
    'backend main is unreachable since 14:02 UTC: connect ECONNREFUSED',
    'check-backend',
  ],
  [
    'no-sample',
    'no sample',
    { backends: [backend({ sampledAt: null, ready: null })] },
    'unknown',
    'no sample yet',
    'check-backend',
  ],
  [
    'sample-old',
    'an old sample',
    { backends: [backend({ sampledAt: ago(40) })] },
    'unknown',
    'the last sample is 40 s old',
    'check-backend',
  ],
  [
    'at-limit',
    'workers at their limit',
    { consumers: [busy], backends: waiting(900, { inPerSecond: 80, outPerSecond: 50 }) },
    'caution',
    '16 of 16 workers busy for 4 min, backlog grows 30/s; about 27 workers would drain it in 6 min',
    'change-workers',
  ],
  [
    'rate-limited',
    'a rate limit',
    { rateLimit: 5, backends: waiting(9, { inPerSecond: 7.5, outPerSecond: 5 }) },
    'caution',
    'limited to 5/s, backlog grows 2.5/s',
    null,
  ],
  [
    'long-wait',
    'a long wait',
    { backends: waiting(3, { oldestAgeMs: 300_000 }) },
    'caution',
    'the oldest task has waited for 5 min; 0 of 16 workers busy',
    'change-workers',
  ],
  [
    'long-wait',
    'a long wait behind busy workers that keep up',
    {
      consumers: [busy],
      backends: waiting(90_000, { oldestAgeMs: 300_000, inPerSecond: 50, outPerSecond: 50 }),
    },
    'caution',
    'the oldest task has waited for 5 min; 16 of 16 workers busy; about 96 workers would drain it in 6 min',
    'change-workers',
  ],
  [
    'consumer-crashed',
    'a crashed fleet',
    { consumers: [consumer({ crashed: 2, error: 'channel closed.\nat x' })] },
    'danger',
    'the consumer in project billing crashed in all 2 instances: channel closed',
    'show-instances',
  ],
  [
    'consumer-crashed',
    'one crash of two',
    { consumers: [consumer({ crashed: 1 })] },
    'caution',
    'the consumer in project billing crashed in 1 of 2 instances',
    'show-instances',
  ],
  [
    'secret-unresolved',
    'a secret that does not resolve',
    {
      consumers: [
        consumer({
          crashed: 2,
          errorCode: 'secret-unresolved',
          error: 'env:KEY: the variable KEY is not set',
        }),
      ],
    },
    'danger',
    'a secret of project billing does not resolve in all 2 instances: env:KEY: the variable KEY is not set',
    'show-instances',
  ],
  [
    'function-missing',
    'a function that the process does not have',
    {
      consumers: [
        consumer({
          instances: 1,
          crashed: 1,
          errorCode: 'handler-missing',
          error: 'This process has no handler "x"; it has: y.',
        }),
      ],
    },
    'danger',
    'project billing does not have the function in its only instance: This process has no handler "x"; it has: y',
    'show-instances',
  ],
  [
    'target-forbidden',
    'a target that is not allowed',
    {
      consumers: [
        consumer({ crashed: 1, errorCode: 'target-forbidden', error: 'http://10.0.0.1 is private.' }),
      ],
    },
    'caution',
    'the target of billing is not allowed in 1 of 2 instances: http://10.0.0.1 is private',
    'show-instances',
  ],
  [
    'not-configured',
    'a configuration that could not be applied',
    { consumers: [consumer({ misconfigured: 1, configError: 'expected a number at /consumers/0/workers' })] },
    'caution',
    'project billing could not apply its newest configuration in 1 of 2 instances: expected a number at /consumers/0/workers',
    'show-roll-out',
  ],
  [
    'target-down',
    'a target that a proxy says is away',
    { consumers: [consumer({ failed: 60, failing: failing(), tripped: tripped() })] },
    'danger',
    'target http://billing:8080 answers 503 since 14:02 UTC; taking is stopped, next probe in 20 s',
    'show-instances',
  ],
  [
    'target-down',
    'a target that one instance does not reach',
    {
      consumers: [
        consumer({
          tripped: tripped({ instances: 1, nextProbeAt: null, status: null, error: 'connect ETIMEDOUT' }),
        }),
      ],
    },
    'caution',
    'target http://billing:8080 does not answer since 14:02 UTC (connect ETIMEDOUT); taking is stopped in 1 of 2 instances, one task is let through as a probe',
    'show-instances',
  ],
  [
    'target-failing',
    'a target that answers with an error',
    { consumers: [consumer({ failed: 60, failing: failing() })] },
    'danger',
    'target of billing answers 503 since 14:02 UTC',
    'show-instances',
  ],
  [
    'target-failing',
    'a target that does not answer',
    {
      consumers: [
        consumer({
          failed: 60,
          failing: failing({ status: null, error: 'connect ECONNREFUSED 10.0.0.7:80' }),
        }),
      ],
    },
    'danger',
    'target of billing does not answer since 14:02 UTC: connect ECONNREFUSED 10.0.0.7:80',
    'show-instances',
  ],
  [
    'target-failing',
    'a target that tasks die of',
    {
      consumers: [consumer({ failed: 60, failing: failing() })],
      failures: failures({ dead: 312, lastHour: 312, perMinute: 96, lastFailedAt: ago(10) }),
      backends: [backend({ delayed: 12 })],
    },
    'danger',
    'target of billing answers 503 since 14:02 UTC; 312 tasks died in the last hour, 12 wait for their retry',
    'open-failures',
  ],
  [
    'target-failing',
    'a target that answers one of three',
    { consumers: [consumer({ failed: 40, failing: failing() })], backends: [backend({ delayed: 1 })] },
    'danger',
    'target of billing answers 503 (67% of attempts) since 14:02 UTC; 1 waits for its retry',
    'show-instances',
  ],
  [
    'target-failing',
    'a target that one instance does not reach',
    {
      consumers: [
        consumer({
          failed: 30,
          failing: failing({ instances: 1, status: null, error: 'connect ETIMEDOUT' }),
        }),
      ],
    },
    'caution',
    'target of billing does not answer (50% of attempts) in 1 of 2 instances since 14:02 UTC: connect ETIMEDOUT',
    'show-instances',
  ],
  [
    'target-failing',
    'a target that has failed three times',
    {
      consumers: [
        consumer({ attempts: 3, failed: 3, trying: 1, failing: failing({ instances: 1, count: 3 }) }),
      ],
    },
    'caution',
    'target of billing answers 503 since 14:02 UTC',
    'show-instances',
  ],
  [
    'handler-failing',
    'code that throws',
    {
      consumers: [
        consumer({
          handlerKind: 'function',
          failed: 60,
          failing: failing({ status: null, error: 'TypeError: x is not a function' }),
        }),
      ],
    },
    'danger',
    'handler of billing fails since 14:02 UTC: TypeError: x is not a function',
    'show-instances',
  ],
]
