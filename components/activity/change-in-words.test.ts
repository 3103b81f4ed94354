import { describe, expect, test } from 'vitest'
import { changeInWords, isChange, verbOf } from './change-in-words'
import { plainText } from './change-parts'

const said = (action: string, more: { name?: string; before?: unknown; after?: unknown } = {}) =>
  plainText(
    changeInWords({
      action,
      target: { kind: 'any', name: more.name ?? '0199a3f2' },
      before: more.before ?? null,
      after: more.after ?? null,
    }),
  )

describe('a change set', () => {
  test('that stops here and starts there moved it', () => {
    const after = {
      monolith: { revision: 9, diff: ['stop consuming email.send (4 workers, http)'] },
      mailer: { revision: 4, diff: ['start consuming email.send (8 workers, http)'] },
    }
    expect(said('change-set.create', { after })).toBe('moved email.send from monolith to mailer')
    expect(said('change-set.rollback', { after })).toBe(
      'rolled back a change set: moved email.send from monolith to mailer',
    )
  })
  test('says the rest by project and role, and counts what is too much for a line', () => {
    const after = {
      mailer: {
        revision: 4,
        diff: [
          'start producing audit.log',
          'consume email.send: workers 4 → 8',
          'consume fax.send: paused',
          'stop consuming sms.send (1 worker, function)',
          'start consuming push.notify (2 workers, http)',
          'start consuming push.fetch (2 workers, http)',
        ],
      },
    }
    expect(said('change-set.create', { after })).toBe(
      'made mailer a producer of audit.log, removed mailer as consumer of sms.send, made mailer a consumer of push.notify, push.fetch, and 2 more',
    )
  })
  test('whose entry tells nothing is not made up', () => {
    expect(said('change-set.create')).toBe('applied a change set')
  })
})

test('a save of one project says what it changed', () => {
  const after = { revision: 3, assignments: [], diff: ['consume email.send: workers 4 → 8'] }
  expect(said('assignments.save', { name: 'mailer', after })).toBe(
    'changed email.send in mailer: workers 4 → 8',
  )
  expect(said('assignments.save', { name: 'mailer' })).toBe('changed the assignments of mailer')
  expect(said('assignments.rollback', { name: 'mailer', after })).toBe(
    'rolled back mailer: changed email.send in mailer: workers 4 → 8',
  )
})

test('a replay and the archive say how many of what, as far as it is known', () => {
  const filtered = { selection: { filter: { type: ['invoice.render'] } }, ratePerSecond: 50 }
  expect(said('replay.create', { after: filtered })).toBe('replays dead tasks of invoice.render')
  expect(said('replay.create', { after: { selection: { ids: ['a', 'b', 'c'] } } })).toBe(
    'replays 3 dead tasks',
  )
  expect(said('failure.archive', { after: { changed: 1, types: ['email.send'] } })).toBe(
    'archived 1 dead task of email.send',
  )
})
test('what is done to a replay names it as its page does', () => {
  const name = '0199a3f2-0000-7000-8000-0000c0ffee01'
  expect(said('replay.pause', { name })).toBe('paused the replay c0ffee01')
  expect(said('replay.resume', { name, before: { state: 'paused' } })).toBe('resumed the replay c0ffee01')
  expect(said('replay.resume', { name, before: { state: 'holding' } })).toBe(
    'began at once the replay c0ffee01',
  )
})

test('a pause says until when', () => {
  expect(said('queue.pause', { name: 'media.transcode', after: { reason: '', until: null } })).toBe(
    'paused media.transcode',
  )
  expect(said('queue.pause', { name: 'a', after: { until: '2026-01-31T18:00:00Z' } })).toMatch(
    /^paused a until \d\d:\d\d$/,
  )
})

test('any other action is said as what was done to its target', () => {
  expect(said('task-type.create', { name: 'email.send' })).toBe('created task type email.send')
  expect(verbOf('something.new')).toBe('something.new')
})
test('signing in is no change', () => {
  expect(isChange('session.create')).toBe(false)
  expect(isChange('assignments.save')).toBe(true)
})
