import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type FailureConditions, failureWhere, likePattern, narrowsNothing } from './failure-filter.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'
import { addFailures } from './test-failures.ts'

const REPLAY = '7f1c2f6e-5ad5-4a0e-9c55-3f6f0d1a2b3c'
let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  const at = (time: string) => new Date(`2026-03-01T${time}Z`)
  await addFailures(database, [
    { deadId: 'a', project: 'billing', text: '100% of 4_711', failedAt: at('10:00:00') },
    { deadId: 'b', project: 'mailer', text: '1000 of 4x711', failedAt: at('11:00:00'), reason: 'rejected' },
    { deadId: 'c', project: null, text: 'c:\\temp', failedAt: at('12:00:00'), fingerprint: 'other' },
  ])
  await addFailures(database, [{ deadId: 'd', taskId: 't9', diedInReplay: REPLAY }], 'email.send')
})
afterAll(() => database.drop())

async function matching(conditions: FailureConditions, frozenAt?: Date) {
  const { sql, values } = failureWhere(conditions, frozenAt)
  const { rows } = await database.pool.query<{ id: string }>(
    `select f."deadId" as id from failure f where ${sql} order by 1`,
    [...values],
  )
  return rows.map(({ id }) => id).join('')
}

describe('a filter', () => {
  it('finds what fulfils all of it', async () => {
    expect(await matching({})).toBe('abcd')
    expect(await matching({ type: ['email.send'] })).toBe('d')
    expect(await matching({ type: ['email.send', 'invoice.render'], reason: ['rejected'] })).toBe('b')
    expect(await matching({ project: ['billing', 'mailer'], type: ['invoice.render'] })).toBe('ab')
    expect(await matching({ group: 'other' })).toBe('c')
    expect(await matching({ from: '2026-03-01T11:00:00Z', to: '2026-03-01T12:00:00Z' })).toBe('b')
    expect(await matching({ from: '2026-03-01T13:00:00+02:00', to: '2026-03-01T12:00:00Z' })).toBe('b')
    expect(await matching({ taskId: 't9' })).toBe('d')
    expect(await matching({ replay: REPLAY })).toBe('d')
    expect(await matching({ status: 'archived' })).toBe('')
  })

  it('takes what is searched for as it stands: no sign of it means another', async () => {
    expect(await matching({ q: '100%' })).toBe('a')
    expect(await matching({ q: '4_7' })).toBe('a')
    expect(await matching({ q: 'C:\\TEMP' })).toBe('c')
    expect(await matching({ q: 'of 4' })).toBe('ab')
    expect(likePattern('\0')).toBe('%\uFFFD%')
  })

  it('leaves out what came after it was frozen', async () => {
    expect(await matching({}, new Date(Date.now() + 60_000))).toBe('abcd')
    expect(await matching({}, new Date('2026-03-01T00:00:00Z'))).toBe('')
  })

  it('is empty when nothing in it leaves anything out', () => {
    expect(narrowsNothing({})).toBe(true)
    expect(narrowsNothing({ type: [], q: undefined, status: 'dead' })).toBe(true)
    expect(narrowsNothing({ q: 'x' })).toBe(false)
  })
})
