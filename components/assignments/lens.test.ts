import { describe, expect, it } from 'vitest'
import { type AssignmentSet, applyEdit, type ConsumerAssignment, emptyDraft } from './draft.ts'
import { byProject, byType, cellsOf, nameFilter } from './lens.ts'

const consumer = (type: string): ConsumerAssignment => ({
  role: 'consumer',
  type,
  workers: 4,
  handler: { kind: 'function' },
  paused: false,
  rateLimit: null,
})
const sets = new Map<string, AssignmentSet>([
  ['mailer', { project: 'mailer', revision: 1, assignments: [] }],
  [
    'monolith',
    {
      project: 'monolith',
      revision: 1,
      assignments: [{ role: 'producer', type: 'email.send' }, consumer('email.send'), consumer('sms.send')],
    },
  ],
])
const all = () => true

describe('the name filter', () => {
  it('takes patterns as wholes and words as parts; any may match; nothing matches all', () => {
    expect(['email.send', 'my.email.x', 'sms'].filter(nameFilter('email.*'))).toEqual(['email.send'])
    expect(['email.send', 'my.email.x', 'sms'].filter(nameFilter('mail, sms'))).toHaveLength(3)
    expect(['a'].filter(nameFilter('  '))).toEqual(['a'])
    expect(['a.b', 'axb'].filter(nameFilter('a.b'))).toEqual(['a.b'])
  })
})

describe('the cells', () => {
  it('are as saved without a draft, each marked by what the draft does to it', () => {
    expect(cellsOf(emptyDraft, sets).get('monolith')?.get('email.send')).toEqual({
      project: 'monolith',
      type: 'email.send',
      producer: { change: null },
      consumer: { value: consumer('email.send'), change: null },
    })
    const draft = applyEdit(emptyDraft, sets, {
      kind: 'move',
      type: 'email.send',
      from: 'monolith',
      to: 'mailer',
    })
    const cells = cellsOf(draft, sets)
    expect(cells.get('monolith')?.get('email.send')?.consumer?.change).toBe('removed')
    expect(cells.get('monolith')?.get('email.send')?.producer?.change).toBeNull()
    expect(cells.get('monolith')?.get('sms.send')?.consumer?.change).toBeNull()
    expect(cells.get('mailer')?.get('email.send')?.consumer?.change).toBe('added')
  })
})

describe('the lists', () => {
  it('by project keep a project that has nothing, so that something can be dropped on it', () => {
    const rows = byProject(cellsOf(emptyDraft, sets), nameFilter('email.*'), all)
    expect(rows.map((row) => (row.kind === 'cell' ? row.cell.type : `${row.kind} ${row.name}`))).toEqual([
      'header mailer',
      'none mailer',
      'header monolith',
      'email.send',
    ])
  })

  it('by type show a type that nobody has', () => {
    const rows = byType(cellsOf(emptyDraft, sets), ['email.send', 'user.export'], all)
    expect(rows.map((row) => (row.kind === 'cell' ? row.cell.project : `${row.kind} ${row.name}`))).toEqual([
      'header email.send',
      'monolith',
      'header user.export',
      'none user.export',
    ])
  })
})
