import { expect, test } from 'vitest'
import { hrefOfAction } from './health-actions'

const pause = { by: 'ana', reason: '', since: '2026-01-31T12:00:00Z', until: null }
const at = (
  code: Parameters<typeof hrefOfAction>[1]['code'],
  project: string | null = null,
  paused = false,
) => hrefOfAction({ type: 'email.send', paused: paused ? pause : null }, { code, label: '', project })

test('each action leads to where it is taken, with whom it concerns already chosen', () => {
  expect(at('open-failures')).toBe('/failures?q=type%3Aemail.send')
  expect(at('change-workers')).toBe('/assignments?type=email.send')
  expect(at('show-instances', 'mailer')).toBe('/instances?project=mailer')
  expect(at('show-instances')).toBe('/instances')
  expect(at('check-backend')).toBe('/settings?tab=backends')
  expect(at('show-roll-out', 'mailer')).toBe('/projects/mailer')
})
test('a pause of the queue ends on its page, one of its assignment in the assignments', () => {
  expect(at('resume', null, true)).toBe('/queues/email.send')
  expect(at('resume', null, false)).toBe('/assignments?type=email.send')
})
