import { describe, expect, it } from 'vitest'
import {
  type AssignmentSet,
  applyEdit,
  assignmentsOf,
  type ConsumerAssignment,
  changeSetBody,
  type Draft,
  type Edit,
  editCount,
  emptyDraft,
  find,
} from './draft.ts'

const consumer = (type: string, more: Partial<ConsumerAssignment> = {}): ConsumerAssignment => ({
  role: 'consumer',
  type,
  workers: 4,
  handler: { kind: 'function' },
  paused: false,
  rateLimit: null,
  ...more,
})
const sets = new Map<string, AssignmentSet>([
  [
    'monolith',
    {
      project: 'monolith',
      revision: 311,
      assignments: [{ role: 'producer', type: 'email.send' }, consumer('email.send')],
    },
  ],
  ['mailer', { project: 'mailer', revision: 57, assignments: [consumer('email.digest', { workers: 2 })] }],
])
const edited = (...edits: Edit[]): Draft =>
  edits.reduce((draft, edit) => applyEdit(draft, sets, edit), emptyDraft)
const consumes = (draft: Draft, project: string, type: string) =>
  find(assignmentsOf(draft, sets, project), 'consumer', type)

describe('an edit', () => {
  it('keeps the revision that was read when the project was first touched', () => {
    const draft = edited({ kind: 'produce', project: 'mailer', type: 'email.sent' })
    const later = new Map(sets).set('mailer', { project: 'mailer', revision: 60, assignments: [] })
    const again = applyEdit(draft, later, { kind: 'produce', project: 'mailer', type: 'email.bounced' })
    expect(again.mailer?.revision).toBe(57)
    expect(editCount(again)).toBe(2)
  })

  it('disappears when it restores what was read, whatever the order of members', () => {
    const changed = edited({
      kind: 'consume',
      project: 'monolith',
      consumer: consumer('email.send', { workers: 8 }),
    })
    expect(editCount(changed)).toBe(1)
    const { role, ...rest } = consumer('email.send')
    const restored = applyEdit(changed, sets, {
      kind: 'consume',
      project: 'monolith',
      consumer: { ...rest, role },
    })
    expect(restored).toEqual(emptyDraft)
  })

  it('replaces an earlier one of the same assignment', () => {
    const draft = edited(
      { kind: 'consume', project: 'mailer', consumer: consumer('email.send', { workers: 2 }) },
      { kind: 'consume', project: 'mailer', consumer: consumer('email.send', { workers: 9, paused: true }) },
    )
    expect(editCount(draft)).toBe(1)
    expect(consumes(draft, 'mailer', 'email.send')).toMatchObject({ workers: 9, paused: true })
  })

  it('can be reverted alone, by project, and altogether', () => {
    const draft = edited(
      { kind: 'stop-producing', project: 'monolith', type: 'email.send' },
      { kind: 'stop-consuming', project: 'monolith', type: 'email.send' },
      { kind: 'produce', project: 'mailer', type: 'email.sent' },
    )
    expect(editCount(draft)).toBe(3)
    const one = applyEdit(draft, sets, {
      kind: 'revert',
      project: 'monolith',
      role: 'producer',
      type: 'email.send',
    })
    expect(Object.keys(one.monolith?.wanted ?? {})).toEqual(['consumer email.send'])
    expect(Object.keys(applyEdit(draft, sets, { kind: 'revert-project', project: 'monolith' }))).toEqual([
      'mailer',
    ])
    expect(applyEdit(draft, sets, { kind: 'discard' })).toEqual(emptyDraft)
  })

  it('of a project that is not known changes nothing', () => {
    expect(edited({ kind: 'produce', project: 'nobody', type: 'email.send' })).toEqual(emptyDraft)
  })
})

describe('moving a consumer', () => {
  it('takes it from one project and gives it to the other with all its settings', () => {
    const draft = edited({ kind: 'move', type: 'email.send', from: 'monolith', to: 'mailer' })
    expect(consumes(draft, 'monolith', 'email.send')).toBeNull()
    expect(consumes(draft, 'mailer', 'email.send')).toEqual(consumer('email.send'))
    expect(find(assignmentsOf(draft, sets, 'monolith'), 'producer', 'email.send')).not.toBeNull()
    expect(editCount(draft)).toBe(2)
  })

  it('back again leaves no edit', () => {
    expect(
      edited(
        { kind: 'move', type: 'email.send', from: 'monolith', to: 'mailer' },
        { kind: 'move', type: 'email.send', from: 'mailer', to: 'monolith' },
      ),
    ).toEqual(emptyDraft)
  })

  it('onto a project that consumes the type adds the workers and keeps its handler', () => {
    const http = { kind: 'http', url: 'https://mailer.internal/send' } as const
    const draft = edited(
      {
        kind: 'consume',
        project: 'mailer',
        consumer: consumer('email.send', { workers: 998, handler: http }),
      },
      { kind: 'move', type: 'email.send', from: 'monolith', to: 'mailer' },
    )
    expect(consumes(draft, 'mailer', 'email.send')).toMatchObject({ workers: 1_000, handler: http })
  })

  it('to itself, or of what is not there, changes nothing', () => {
    expect(edited({ kind: 'move', type: 'email.send', from: 'monolith', to: 'monolith' })).toEqual(emptyDraft)
    expect(edited({ kind: 'move', type: 'sms.send', from: 'monolith', to: 'mailer' })).toEqual(emptyDraft)
  })
})

describe('the body to save', () => {
  it('names the base of each edited project and gives its assignments whole', () => {
    const draft = edited({ kind: 'move', type: 'email.send', from: 'monolith', to: 'mailer' })
    expect(changeSetBody(draft)).toEqual({
      base: { mailer: 57, monolith: 311 },
      edits: [
        {
          project: 'mailer',
          assignments: [consumer('email.digest', { workers: 2 }), consumer('email.send')],
        },
        { project: 'monolith', assignments: [{ role: 'producer', type: 'email.send' }] },
      ],
      strategy: 'switch',
    })
  })
})
