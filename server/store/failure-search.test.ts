import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { FailureConditions } from './failure-filter.ts'
import { FIRST, SearchTooBroad, searchFailures } from './failure-search.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'
import { addFailures, FAILED_AT } from './test-failures.ts'
import { inTransaction } from './transaction.ts'

const COUNT = 6_000
let database: TestDatabase

/** `n` counts from the newest on. */
const textOf = (n: number) =>
  [
    'everywhere',
    n % 40 === 0 ? 'often' : '',
    n % 1_500 === 1_499 ? 'seldom' : '',
    n === COUNT - 1 ? 'once xy' : '',
  ]
    .filter((part) => part !== '')
    .join(' ')
const idOf = (n: number) => `d${String(n).padStart(5, '0')}`

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  const all = Array.from({ length: COUNT }, (_, n) => ({
    deadId: idOf(n),
    text: textOf(n),
    failedAt: new Date(FAILED_AT.getTime() - n * 1_000),
    project: n % 3 === 0 ? 'billing' : 'mailer',
    fingerprint: n % 5_000 === 4_999 ? 'rare' : 'usual',
  }))
  for (let at = 0; at < COUNT; at += 1_000) await addFailures(database, all.slice(at, at + 1_000))
})
afterAll(() => database.drop())

/** What a search must find: by going through all. */
function expected(q: string, matches: (n: number) => boolean = () => true): string[] {
  return Array.from({ length: COUNT }, (_, n) => n)
    .filter((n) => textOf(n).includes(q.toLowerCase()) && matches(n))
    .map(idOf)
}
const search = (conditions: FailureConditions & { q: string }, limit = 100, position = FIRST) =>
  searchFailures(database, { status: 'dead', ...conditions }, position, limit)

describe('a search', () => {
  it.each(['everywhere', 'OFTEN', 'seldom', 'once', 'xy', 'nowhere', 'qq'])(
    'finds the newest that hold %s, however many do',
    async (q) => {
      expect(await search({ q })).toEqual(expected(q).slice(0, 100))
      expect(await search({ q }, 1)).toEqual(expected(q).slice(0, 1))
    },
  )

  it('goes on behind a position, through to the end', async () => {
    const found: string[] = []
    for (let position = FIRST; ; ) {
      const page = await search({ q: 'often' }, 40, position)
      found.push(...page)
      const last = page.at(-1)
      if (last === undefined) break
      const at = new Date(FAILED_AT.getTime() - Number(last.slice(1)) * 1_000)
      position = { failedAt: at.toISOString(), deadId: last }
    }
    expect(found).toEqual(expected('often'))
  })

  it('finds what is common, and rare under the rest of the filter', async () => {
    expect(await search({ q: 'everywhere', group: 'rare' })).toEqual(expected('', (n) => n % 5_000 === 4_999))
    const often = expected('often', (n) => n % 3 === 0)
    expect(await search({ q: 'often', project: ['billing'] })).toEqual(often.slice(0, 100))
    expect(await search({ q: 'seldom', project: ['billing'] })).toEqual(
      expected('seldom', (n) => n % 3 === 0),
    )
  })

  it('gives up in words when it takes too long, and leaves the connection as it was', async () => {
    await inTransaction(database, async (transaction) => {
      await transaction.query('lock table failure_text in access exclusive mode')
      await expect(search({ q: 'once' })).rejects.toThrow(SearchTooBroad)
    })
    const { rows } = await database.pool.query('show statement_timeout')
    expect(rows).toEqual([{ statement_timeout: '0' }])
    expect(await search({ q: 'once' })).toEqual([idOf(COUNT - 1)])
  })
})
