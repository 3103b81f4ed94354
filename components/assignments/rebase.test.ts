import { describe, expect, it } from 'vitest'
import { type AssignmentSet, applyEdit, type ConsumerAssignment, emptyDraft, find } from './draft.ts'
import { rebase, staleProjects } from './rebase.ts'

const consumer = (type: string, workers: number): ConsumerAssignment => ({
  role: 'consumer',
  type,
  workers,
  handler: { kind: 'function' },
  paused: false,
  rateLimit: null,
})
const mailer = (revision: number, ...assignments: AssignmentSet['assignments']) =>
  new Map<string, AssignmentSet>([['mailer', { project: 'mailer', revision, assignments }]])
const read = mailer(57, consumer('email.send', 4), consumer('sms.send', 1))
const draft = applyEdit(emptyDraft, read, {
  kind: 'consume',
  project: 'mailer',
  consumer: consumer('email.send', 8),
})

describe('a draft whose base has moved on', () => {
  it('is not stale while the revision is the one that was read', () => {
    expect(staleProjects(draft, read)).toEqual([])
    expect(rebase(draft, read)).toEqual(draft)
  })

  it('names the revisions, and no conflict where somebody changed something else', () => {
    const now = mailer(58, consumer('email.send', 4), consumer('sms.send', 6))
    expect(staleProjects(draft, now)).toEqual([
      { project: 'mailer', readRevision: 57, currentRevision: 58, conflicts: [] },
    ])
    const moved = rebase(draft, now).mailer
    expect(moved?.revision).toBe(58)
    expect(find(moved?.base ?? [], 'consumer', 'sms.send')?.workers).toBe(6)
    expect(moved?.wanted).toEqual({ 'consumer email.send': consumer('email.send', 8) })
  })

  it('shows all three values where both changed one assignment', () => {
    const now = mailer(58, consumer('email.send', 16), consumer('sms.send', 1))
    expect(staleProjects(draft, now)[0]?.conflicts).toEqual([
      {
        project: 'mailer',
        role: 'consumer',
        type: 'email.send',
        base: consumer('email.send', 4),
        current: consumer('email.send', 16),
        wanted: consumer('email.send', 8),
      },
    ])
    expect(rebase(draft, now).mailer?.wanted['consumer email.send']).toEqual(consumer('email.send', 8))
  })

  it('loses edits that somebody else has made meanwhile', () => {
    expect(rebase(draft, mailer(58, consumer('email.send', 8)))).toEqual(emptyDraft)
  })

  it('loses a project that exists no longer', () => {
    expect(rebase(draft, new Map())).toEqual(emptyDraft)
  })
})
