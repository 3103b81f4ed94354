/** For tests: what the findings on dead and delayed tasks say. */
import { ago, backend, consumer, failures } from './test-facts.ts'
import type { Row } from './test-sentences.ts'

export const SENTENCES_OF_DEATHS: readonly Row[] = [
  [
    'tasks-died',
    'tasks that die now',
    { failures: failures({ dead: 41_218, lastHour: 41_218, perMinute: 96, lastFailedAt: ago(100) }) },
    'danger',
    '41,218 tasks died in the last hour, 96/min now',
    'open-failures',
  ],
  [
    'tasks-died',
    'nearly all that ends',
    {
      failures: failures({ dead: 8, lastHour: 8, perMinute: 4, lastFailedAt: ago(10) }),
      consumers: [consumer({ attempts: 15, failed: 14 })],
    },
    'danger',
    '8 tasks died in the last hour, 4/min now',
    'open-failures',
  ],
  [
    'tasks-died',
    'a few among many that succeed',
    {
      failures: failures({ dead: 5, lastHour: 5, perMinute: 2, lastFailedAt: ago(10) }),
      consumers: [consumer({ attempts: 60, failed: 10 })],
    },
    'caution',
    '5 tasks died in the last hour, 2/min now, 4% of what ends',
    'open-failures',
  ],
  [
    'tasks-died',
    'many at once, though more succeed',
    {
      failures: failures({ dead: 300, lastHour: 300, perMinute: 100, lastFailedAt: ago(10) }),
      consumers: [consumer({ attempts: 900, failed: 0 })],
    },
    'danger',
    '300 tasks died in the last hour, 100/min now',
    'open-failures',
  ],
  [
    'tasks-died',
    'as many as ever of a busy type',
    {
      failures: failures({ dead: 300, lastHour: 300, perMinute: 100, lastFailedAt: ago(10) }),
      consumers: [consumer({ attempts: 30_000, failed: 0 })],
    },
    'caution',
    '300 tasks died in the last hour, 100/min now, less than 1% of what ends',
    'open-failures',
  ],
  [
    'tasks-died',
    'tasks that died lately, of which some were dealt with',
    { failures: failures({ dead: 1, lastHour: 7, lastFailedAt: ago(900) }) },
    'caution',
    '7 tasks died in the last hour; 1 waits for a decision',
    'open-failures',
  ],
  [
    'dead-not-archived',
    'dead tasks that nobody archives',
    { backends: [backend({ dead: 12 })] },
    'caution',
    '12 dead tasks wait in the broker because the failure archive does not take them',
    'check-backend',
  ],
  [
    'delayed',
    'tasks that wait for their time',
    { backends: [backend({ delayed: 12 })] },
    'clear',
    'no task is ready; 12 wait for their time',
    null,
  ],
]
