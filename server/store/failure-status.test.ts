import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { insertFailures } from './failure-insert.ts'
import { type FailureStatus, moveFailures, type StatusMove } from './failure-status.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'
import { addFailures, FAILED_AT, newFailure } from './test-failures.ts'
import { inTransaction } from './transaction.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
})
afterAll(() => database.drop())
beforeEach(() => database.pool.query('truncate failure, failure_text, failure_count, failure_minute cascade'))

const move = (request: StatusMove) =>
  inTransaction(database, (transaction) => moveFailures(transaction, request))
const rows = async (sql: string) => (await database.pool.query(sql)).rows
/** What is counted, and what there is: they must be the same at any time. */
const counted = () =>
  rows(`select type, fingerprint, project, reason, status, count::int as n from failure_count where count <> 0
        order by 1, 2, 3, 4, 5`)
const present = () =>
  rows(`select type, fingerprint, coalesce(project, '') as project, reason, status, count(*)::int as n from failure
        group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`)

describe('storing failures', () => {
  it('counts each once, by cause and by minute, however often it is stored', async () => {
    const failures = [
      newFailure({ failedAt: new Date('2026-03-01T12:00:10Z') }),
      newFailure({ failedAt: new Date('2026-03-01T12:00:50Z'), project: null }),
      newFailure({ failedAt: new Date('2026-03-01T12:01:00Z'), fingerprint: 'cause-2' }),
    ]
    const origin = { type: 'a', backend: 'main', redactPaths: ['/secret'] }
    expect(await insertFailures(database, origin, failures)).toBe(3)
    expect(
      await insertFailures(database, origin, [...failures, newFailure({ fingerprint: 'cause-2' })]),
    ).toBe(1)
    expect(await counted()).toEqual(await present())
    expect(
      await rows(
        `select fingerprint, to_char(at at time zone 'UTC', 'HH24:MI') as at, count from failure_minute order by 2, 1`,
      ),
    ).toEqual([
      { fingerprint: 'cause-1', at: '12:00', count: 2 },
      { fingerprint: 'cause-2', at: '12:00', count: 1 },
      { fingerprint: 'cause-2', at: '12:01', count: 1 },
    ])
    expect(await rows('select count(*)::int as n from failure_text')).toEqual([{ n: 4 }])
  })

  it('keeps the bytes, whatever they are', async () => {
    const bodies = [Buffer.from([0, 1, 255, 92, 0]), Buffer.alloc(0), Buffer.from('ü')]
    const failures = bodies.map((body) => newFailure({ body }))
    await insertFailures(database, { type: 'a', backend: 'main', redactPaths: [] }, failures)
    const kept = await rows('select "deadId", body from failure')
    const byId = new Map(kept.map((row) => [row.deadId, row.body]))
    expect(failures.map((failure) => byId.get(failure.deadId))).toEqual(bodies)
  })
})

describe('moving failures', () => {
  it('moves those that are where they should be, and tells which', async () => {
    const [a, b, c] = await addFailures(database, [{}, {}, {}])
    const ids = [a, b, c].map((failure) => failure?.deadId ?? '')
    expect(await move({ deadIds: ids.slice(0, 1), from: ['dead'], to: 'archived' })).toEqual(ids.slice(0, 1))
    const moved = await move({ deadIds: [...ids, 'no such'], from: ['dead'], to: 'replaying' })
    expect([...moved].sort()).toEqual(ids.slice(1).sort())
    expect(await counted()).toEqual(await present())
  })

  it('remembers who put it away and why, and forgets it when it is brought back', async () => {
    const [{ deadId } = newFailure()] = await addFailures(database, [{}])
    const set = { archivedBy: 'ada', archiveReason: 'known' }
    await move({ deadIds: [deadId], from: ['dead'], to: 'archived', set })
    const state = () => database.prisma.failure.findUniqueOrThrow({ where: { deadId } })
    expect(await state()).toMatchObject({ status: 'archived', archivedBy: 'ada', archiveReason: 'known' })
    expect((await state()).archivedAt).toBeInstanceOf(Date)
    await move({ deadIds: [deadId], from: ['archived'], to: 'dead' })
    expect(await state()).toMatchObject({
      status: 'dead',
      archivedBy: null,
      archiveReason: null,
      archivedAt: null,
    })
  })

  it('keeps the replay that selected it unless another is named', async () => {
    const [{ deadId } = newFailure()] = await addFailures(database, [{}])
    const replayId = '7f1c2f6e-5ad5-4a0e-9c55-3f6f0d1a2b3c'
    await move({ deadIds: [deadId], from: ['dead'], to: 'replaying', set: { replayId } })
    await move({ deadIds: [deadId], from: ['replaying'], to: 'replayed' })
    expect(await database.prisma.failure.findUniqueOrThrow({ where: { deadId } })).toMatchObject({ replayId })
    await move({ deadIds: [deadId], from: ['replayed'], to: 'dead', set: { replayId: null } })
    expect(await database.prisma.failure.findUniqueOrThrow({ where: { deadId } })).toMatchObject({
      replayId: null,
    })
  })

  it('counts right while many move the same ones at the same time', async () => {
    const causes = Array.from({ length: 200 }, (_, n) => ({
      fingerprint: `cause-${n % 7}`,
      project: `p${n % 3}`,
    }))
    const ids = (await addFailures(database, causes)).map(({ deadId }) => deadId)
    const statuses: FailureStatus[] = ['dead', 'archived', 'replaying', 'replayed']
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        move({
          deadIds: ids.filter((_id, index) => (index + n) % 3 !== 0),
          from: statuses.filter((_status, index) => index !== n % 4),
          to: statuses[n % 4] as FailureStatus,
        }),
      ),
    )
    expect(await counted()).toEqual(await present())
  })

  it('begins a count anew that had fallen to nothing', async () => {
    const [{ deadId } = newFailure()] = await addFailures(database, [{}])
    await move({ deadIds: [deadId], from: ['dead'], to: 'archived' })
    const later = new Date(FAILED_AT.getTime() + 60_000)
    await addFailures(database, [{ failedAt: later, errorMessage: 'another order' }])
    const [row] = await rows(
      `select "firstFailedAt", "errorMessage" from failure_count where status = 'dead'`,
    )
    expect(row).toEqual({ firstFailedAt: later, errorMessage: 'another order' })
  })
})
