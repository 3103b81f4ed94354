import { expect, test } from 'vitest'
import type { Assignment, ConsumerAssignment } from '../store/assignments.ts'
import { diffAssignments, rowsOfDiff } from './diff-assignments.ts'

const consumer = (more: Partial<ConsumerAssignment> = {}): ConsumerAssignment => ({
  role: 'consumer',
  type: 'email.send',
  workers: 4,
  handler: { kind: 'http', url: 'https://mailer.example/tasks' },
  paused: false,
  rateLimit: null,
  ...more,
})
const producer: Assignment = { role: 'producer', type: 'email.sent' }
const words = (before: Assignment[], after: Assignment[]) =>
  diffAssignments(before, after).map((one) => one.summary)

test('says what begins and what ends, with workers and kind of handler', () => {
  expect(words([], [consumer(), producer])).toEqual([
    'start producing email.sent',
    'start consuming email.send (4 workers, http)',
  ])
  expect(words([consumer({ workers: 1, paused: true }), producer], [])).toEqual([
    'stop producing email.sent',
    'stop consuming email.send (1 worker, http, paused)',
  ])
})

test('says every change of a consumer, old and new', () => {
  expect(words([consumer()], [consumer({ workers: 8 })])).toEqual(['consume email.send: workers 4 → 8'])
  const after = consumer({
    handler: { kind: 'function', name: 'send' },
    paused: true,
    rateLimit: 50,
  })
  expect(words([consumer()], [after])).toEqual([
    'consume email.send: handler http https://mailer.example/tasks → function send, paused, rate limit none → 50/s',
  ])
  const signed = consumer({
    handler: { kind: 'http', url: 'https://mailer.example/tasks', secret: 'env:MAILER_SECRET' },
  })
  expect(words([consumer()], [signed])).toEqual([
    'consume email.send: signing secret none → env:MAILER_SECRET',
  ])
})

test('sets that say the same do not differ, whatever their order', () => {
  expect(diffAssignments([consumer(), producer], [producer, consumer()])).toEqual([])
})

test('a change is stored as the old row removed and the new one added', () => {
  const diff = diffAssignments([consumer(), producer], [consumer({ workers: 8 })])
  expect(rowsOfDiff('mailer', diff)).toEqual({
    removed: [
      { project: 'mailer', assignment: producer },
      { project: 'mailer', assignment: consumer() },
    ],
    added: [{ project: 'mailer', assignment: consumer({ workers: 8 }) }],
  })
})
