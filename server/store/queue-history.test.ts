import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { pruneSamples, RESOLUTIONS, readHistory, rollUpSamples } from './queue-history.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

let database: TestDatabase
const MIDNIGHT = Date.UTC(2026, 0, 31)
const at = (seconds: number) => new Date(MIDNIGHT + seconds * 1_000)

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
})
afterAll(() => database.drop())
beforeEach(() => database.pool.query('truncate sample'))

/** A sample every `everySeconds` whose ready tasks are the seconds since midnight. */
async function addSamples(fromSeconds: number, toSeconds: number, everySeconds = 5, resolution = 5) {
  await database.pool.query(
    `insert into sample (type, backend, resolution, at, ready)
     select 'a', 'main', $4, to_timestamp($1::float8 + second), second
     from generate_series($2::int, $3::int - 1, $5::int) as second`,
    [MIDNIGHT / 1_000, fromSeconds, toSeconds, resolution, everySeconds],
  )
}
/** As Postgres rounds: a half goes away from zero. */
const rounded = (value: number) => Math.sign(value) * Math.round(Math.abs(value))
const bucketsOf = async (resolution: number) => {
  const rows = await database.prisma.sample.findMany({ where: { resolution }, orderBy: { at: 'asc' } })
  return rows.map((row) => [(row.at.getTime() - MIDNIGHT) / 1_000, Number(row.ready)])
}
const read = (from: number, to: number, resolution: number, stepSeconds: number) =>
  readHistory(database, 'a', { from: at(from), to: at(to), resolution, stepSeconds })
const ready = (points: Awaited<ReturnType<typeof read>>) =>
  points.map((point) => [(point.at.getTime() - MIDNIGHT) / 1_000, point.ready])

describe('the roll-up of samples', () => {
  it('puts each sample in exactly one minute and each minute in exactly one hour, over midnight too', async () => {
    await addSamples(-3_600, 3_600)
    // As it happens: every minute, a little after it is complete; over and over.
    for (let second = -3_540; second <= 3_600; second += 60) await rollUpSamples(database, at(second + 3))
    await rollUpSamples(database, at(3_604))
    const minutes = await bucketsOf(60)
    expect(minutes).toHaveLength(120)
    // The mean of 12 samples that rise by 5 s each: 27.5 s after the minute began.
    for (const [second = 0, value] of minutes) expect(value).toBe(rounded(second + 27.5))
    // Each minute was rounded by half a second, so the mean of an hour is as far off its own.
    expect(await bucketsOf(3_600)).toEqual([
      [-3_600, -1_803],
      [0, 1_798],
    ])
  })

  it('waits for a minute to be complete, and catches up after a rest', async () => {
    await addSamples(0, 90)
    await rollUpSamples(database, at(59))
    expect(await bucketsOf(60)).toEqual([])
    await rollUpSamples(database, at(60))
    expect(await bucketsOf(60)).toEqual([[0, 28]])
    await addSamples(90, 600)
    await rollUpSamples(database, at(600))
    expect(await bucketsOf(60)).toHaveLength(10)
  })

  it('keeps what it promises, and nothing is gone before it is in the next resolution', async () => {
    await addSamples(0, 7_200)
    await addSamples(-200_000, -100_000, 60, 60)
    for (const now of [at(7_200), at(7_260)]) {
      await rollUpSamples(database, now)
      await pruneSamples(database, now)
    }
    const [fine] = RESOLUTIONS
    const oldest = (await bucketsOf(5))[0]?.[0] ?? 0
    expect(oldest).toBeLessThanOrEqual(7_260 - fine.keptSeconds)
    expect(oldest).toBeGreaterThan(7_260 - fine.keptSeconds - 180)
    expect((await bucketsOf(60)).map(([second]) => second)).toContain(0)
    expect(await bucketsOf(60)).toHaveLength(120)
    expect((await bucketsOf(3_600)).length).toBeGreaterThan(27)
  })
})

describe('a chart', () => {
  it('does not end before the present: finer samples stand for buckets that are not complete', async () => {
    await addSamples(0, 3_600 + 95)
    await rollUpSamples(database, at(3_600 + 95))
    const hours = await read(0, 7_200, 3_600, 3_600)
    expect(ready(hours)).toEqual([
      [0, 1_798],
      // A minute of 60 s at 3,628 and seven samples of 5 s at 3,675 on average.
      [3_600, expect.closeTo((60 * 3_628 + 35 * 3_675) / 95, 6)],
    ])
    const minutes = await read(3_540, 3_720, 60, 60)
    expect(ready(minutes)).toEqual([
      [3_540, 3_568],
      [3_600, 3_628],
      [3_660, 3_675],
    ])
  })

  it('counts nothing twice where two resolutions hold the same time', async () => {
    await addSamples(0, 600)
    await rollUpSamples(database, at(600))
    const means = (await read(0, 600, 60, 300)).map((point) => point.ready)
    expect(means).toEqual([148, 448])
    expect((await read(0, 600, 5, 300)).map((point) => point.ready)).toEqual([147.5, 447.5])
  })
})
