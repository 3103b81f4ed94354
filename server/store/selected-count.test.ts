import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { countByIds, countSelected } from './selected-count.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'
import { addFailures, FAILED_AT } from './test-failures.ts'

const COUNT = 3_000
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  const all = Array.from({ length: COUNT }, (_, n) => ({
    deadId: `d${n}`,
    text: ['everywhere', n % 10 === 0 ? 'often' : '', n === COUNT - 1 ? 'once' : ''].join(' '),
    failedAt: new Date(FAILED_AT.getTime() - n * 1_000),
    reason: n % 2 === 0 ? ('exhausted' as const) : ('expired' as const),
  }))
  for (let at = 0; at < COUNT; at += 1_000) await addFailures(database, all.slice(at, at + 1_000))
})
afterAll(() => database.drop())

const count = (filter: object, most = 10_000, frozenAt = new Date(Date.now() + 60_000)) =>
  countSelected(database, filter, { frozenAt, most })
const of = (reason: string, count: number) => ({ type: 'invoice.render', reason, count })

describe('how many a selection takes', () => {
  it.each([
    [{ type: ['invoice.render'] }, [of('exhausted', 1_500), of('expired', 1_500)]],
    [{ q: 'EVERYWHERE' }, [of('exhausted', 1_500), of('expired', 1_500)]],
    [{ q: 'often' }, [of('exhausted', 300)]],
    [{ q: 'once', reason: ['expired'] }, [of('expired', 1)]],
    [{ q: 'nowhere' }, []],
  ])('is exact below the cap: %j', async (filter, counts) => {
    expect(await count(filter)).toEqual({ counts, capped: false })
  })

  it.each([{ q: 'everywhere' }, { type: ['invoice.render'] }])('is capped above it: %j', async (filter) => {
    const { counts, capped } = await count(filter, 100)
    expect([counts.reduce((sum, one) => sum + one.count, 0), capped]).toEqual([101, true])
  })

  it('leaves out what came after the instant', async () => {
    expect(await count({ q: 'everywhere' }, 10_000, FAILED_AT)).toEqual({ counts: [], capped: false })
  })

  it('of ids is that of the ids', async () => {
    expect(await countByIds(database, ['d0', 'd1', 'd2'])).toEqual({
      counts: [of('exhausted', 2), of('expired', 1)],
      capped: false,
    })
  })
})
