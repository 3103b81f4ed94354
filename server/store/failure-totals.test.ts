import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { readFailureTotals } from './failure-totals.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

let database: TestDatabase
const now = new Date('2026-01-31T12:00:30Z')
const at = (minutes: number) => new Date(Date.UTC(2026, 0, 31, 12, minutes))

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  const counts = [
    ['a', 'one', 'dead', 5, at(-90)],
    ['a', 'two', 'dead', 2, at(-1)],
    ['a', 'two', 'archived', 9, at(0)],
    ['b', 'one', 'replayed', 3, at(-600)],
  ] as const
  for (const [type, fingerprint, status, count, last] of counts)
    await database.pool.query(
      `insert into failure_count (type, fingerprint, reason, status, count, "errorName", "errorMessage", "firstFailedAt",
         "lastFailedAt") values ($1, $2, 'exhausted', $3, $4, 'Error', 'x', $5, $5)`,
      [type, fingerprint, status, count, last],
    )
  const minutes = [
    ['one', -61, 100],
    ['one', -60, 1],
    ['one', -30, 4],
    ['two', -1, 6],
    ['two', 0, 3],
  ] as const
  for (const [fingerprint, minute, count] of minutes)
    await database.pool.query(
      `insert into failure_minute (type, fingerprint, at, count) values ('a', $1, $2, $3)`,
      [fingerprint, at(minute), count],
    )
})
afterAll(() => database.drop())

describe('totals of failures', () => {
  it('tell who waits, what died within the hour, how fast they die now, and when one died last', async () => {
    const totals = await readFailureTotals(database, now)
    expect(totals.get('a')).toEqual({ type: 'a', dead: 7, lastHour: 14, perMinute: 6, lastFailedAt: at(0) })
    expect(totals.get('b')).toMatchObject({ dead: 0, lastHour: 0, perMinute: 0, lastFailedAt: at(-600) })
    expect(totals.has('c')).toBe(false)
  })

  it('of one type are those of the whole', async () => {
    const totals = await readFailureTotals(database, now)
    expect(await readFailureTotals(database, now, ['a'])).toEqual(new Map([['a', totals.get('a')]]))
  })
})
