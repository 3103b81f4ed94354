import { describe, expect, it } from 'vitest'
import { applyEdit, type ConsumerAssignment, emptyDraft } from './draft.ts'
import { editPlace } from './edit-place.ts'

const consumer: ConsumerAssignment = {
  role: 'consumer',
  type: 'email.send',
  workers: 4,
  handler: { kind: 'function' },
  paused: false,
  rateLimit: null,
}
const sets = new Map([['mailer', { project: 'mailer', revision: 1, assignments: [] }]])
const draft = applyEdit(emptyDraft, sets, { kind: 'consume', project: 'mailer', consumer })

describe('the place of an error in a change set', () => {
  it('is said by type, project and field', () => {
    expect(editPlace(draft, '/edits/0/assignments/0/handler/url')).toBe('email.send in mailer, handler url')
    expect(editPlace(draft, '/edits/0/assignments/0')).toBe('email.send in mailer')
    expect(editPlace(draft, '/edits/0')).toBe('mailer')
  })

  it('stays the pointer where it is about something else', () => {
    expect(editPlace(draft, '/reason')).toBe('/reason')
    expect(editPlace(draft, '/edits/7/assignments/0')).toBe('/edits/7/assignments/0')
  })
})
