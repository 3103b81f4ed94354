import { describe, expect, it } from 'vitest'
import { everything, printQuery, type Query, toggled } from './query.ts'
import { filterOf, movesWithTime, readInstant } from './query-times.ts'
import { readQuery } from './read-query.ts'

const REPLAY = '0192f3c4-7a1e-7000-8000-0123456789ab'

describe('the search of failures', () => {
  it('reads qualifiers and free text in any order', () => {
    const { query, problems } = readQuery(
      `pool  type:email.send reason:timeout "render pool" type:invoice.render after:-2h`,
    )
    expect(problems).toEqual([])
    expect(query).toEqual({
      ...everything,
      type: ['email.send', 'invoice.render'],
      reason: ['timeout'],
      after: '-2h',
      text: 'pool render pool',
    })
  })

  it('means dead tasks when it says no status', () => {
    expect(readQuery('').query.status).toBe('dead')
    expect(readQuery('status:archived').query.status).toBe('archived')
  })

  it.each<Partial<Query>>([
    {},
    { type: ['email.send', 'a.b'], project: ['billing'], reason: ['crashed', 'timeout'] },
    { status: 'replayed', group: 'f00d', task: 'order 7 "x"', replay: REPLAY },
    { after: '2026-01-31T10:00', before: '14:02', text: 'connection refused' },
    { text: 'type:email.send' },
    { text: 'two  spaces' },
    { text: 'a "quoted" \\ back' },
    { text: 'http://127.0.0.1:9/run' },
    { text: '{"to":"ada"}' },
  ])('prints what it reads back as the same: %j', (part) => {
    const query = { ...everything, ...part }
    expect(readQuery(printQuery(query))).toEqual({ query, problems: [] })
  })

  it('names a qualifier that there is not, where it stands', () => {
    const { query, problems } = readQuery('type:a payload.user.id:42 pool')
    expect(query).toEqual({ ...everything, type: ['a'], text: 'pool' })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ from: 7, to: 25 })
    expect(problems[0]?.message).toContain('“payload.user.id:”')
  })

  it.each([
    ['reason:late', '“reason:” expects one of exhausted'],
    ['status:gone', '“status:” expects one of dead'],
    ['after:soon', '“after:” expects -2h'],
    ['replay:7', '“replay:” expects the id of a replay'],
    ['type:', '“type:” expects a value'],
    ['group:a group:b', '“group:” is given twice'],
  ])('says what %s should be', (text, message) => {
    expect(readQuery(text).problems.map((problem) => problem.message)).toEqual([
      expect.stringContaining(message),
    ])
  })

  it('does not take a time or a number for a qualifier', () => {
    expect(readQuery('12:30 127.0.0.1:80').query.text).toBe('12:30 127.0.0.1:80')
  })

  it('takes a value that is there away, and adds one that is not', () => {
    const one = toggled(everything, 'type', 'a')
    expect(one.type).toEqual(['a'])
    expect(toggled(one, 'type', 'a')).toEqual(everything)
  })
})

describe('instants of a query', () => {
  const now = new Date(2026, 0, 31, 12, 0).getTime()

  it('reads what is ago, what the clock showed last, and dates in the viewer’s zone', () => {
    expect(readInstant('-2h', now)).toBe(now - 7_200_000)
    expect(readInstant('11:59', now)).toBe(now - 60_000)
    expect(readInstant('12:01', now)).toBe(new Date(2026, 0, 30, 12, 1).getTime())
    expect(readInstant('2026-01-31', now)).toBe(new Date(2026, 0, 31).getTime())
    expect(readInstant('2026-01-31T10:00Z', now)).toBe(Date.UTC(2026, 0, 31, 10))
    expect(readInstant('yesterday', now)).toBeNull()
    expect(readInstant('2026-13-01', now)).toBeNull()
  })

  it('makes the filter of the API, without the status', () => {
    const { query } = readQuery('type:a status:archived task:t-1 after:-1m pool')
    expect(filterOf(query, now)).toEqual({
      type: ['a'],
      taskId: 't-1',
      from: new Date(now - 60_000).toISOString(),
      q: 'pool',
    })
    expect(movesWithTime(query)).toBe(true)
    expect(movesWithTime(readQuery('after:2026-01-31').query)).toBe(false)
  })
})
