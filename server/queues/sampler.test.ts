import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { pruneSamples, rollUpSamples } from '../store/queue-history.ts'
import { latestSamples } from '../store/samples.ts'
import { createTestDatabase, type TestDatabase } from '../store/test-database.ts'
import { type Backend, createBackend, TaskError } from '../task/index.ts'
import { createSampler, ratePerSecond } from './sample-queues.ts'
import { samplerTurn, startSampler } from './sampler.ts'
import { addBackend, addTypes, poolOf } from './test-registry.ts'

let database: TestDatabase
let main: Backend
const log = { warn: vi.fn(), info: vi.fn() }

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  main = await createBackend({ kind: 'memory' }, { namespace: 'test' })
  await main.connect()
  await addBackend(database, 'main')
  await addBackend(database, 'away')
  await addTypes(database, [{ name: 'a' }, { name: 'b' }, { name: 'c', backend: 'away' }])
})
afterAll(async () => {
  await main.close()
  await database.drop()
})
beforeEach(() => database.pool.query('truncate sample, queue_state, lease'))

const publish = (type: string, count: number) =>
  main.publish(
    Array.from({ length: count }, (_, n) => ({
      queue: { type },
      envelope: { attributes: { id: `${type}-${n}`, type }, body: new Uint8Array() },
    })),
  )
const away = new TaskError('backend-unavailable', 'refused')
const pool = () => poolOf({ main, away })

describe('a tick of the sampler', () => {
  it('writes figures with their quality, and unknown ones for a backend that is away', async () => {
    await publish('a', 3)
    const failed = await createSampler({ database, backends: pool(), now: () => new Date() })()
    expect([...failed]).toEqual([['away', 'refused']])
    const [a, b, c] = await latestSamples(database)
    expect(a).toMatchObject({ type: 'a', ready: 3, error: null, recent: [3], quality: { ready: 'exact' } })
    expect(a?.waitingSince).toBeInstanceOf(Date)
    expect(b).toMatchObject({ type: 'b', ready: 0, waitingSince: null, recent: [0] })
    expect(c).toMatchObject({ type: 'c', ready: null, dead: null, sampledAt: null, recent: [null] })
    expect(c?.error).toBe('refused')
  })

  it('derives rates from totals over the time between two samples', async () => {
    let now = new Date('2026-01-01T00:00:00Z')
    const sample = createSampler({ database, backends: pool(), now: () => now })
    await sample()
    now = new Date('2026-01-01T00:00:05Z')
    await publish('b', 10)
    await sample()
    const b = (await latestSamples(database, ['b']))[0]
    expect(b).toMatchObject({ inPerSecond: 2, outPerSecond: 0, recent: [0, 10] })
    expect(ratePerSecond(10, 4, 5_000)).toBeNull()
    expect(ratePerSecond(null, 4, 5_000)).toBeNull()
  })

  it('does not wait for a backend that hangs, nor asks it twice at a time', async () => {
    const stats = vi.fn(() => new Promise<never>(() => undefined))
    const hanging = { ...main, stats } as unknown as Backend
    const backends = poolOf({ main, away: hanging })
    const sample = createSampler({ database, backends, now: () => new Date(), answerWithinMs: 50 })
    expect((await sample()).get('away')).toMatch(/no answer within/)
    expect((await sample()).get('away')).toMatch(/has not answered/)
    expect(stats).toHaveBeenCalledTimes(1)
  })

  it('goes on sampling a backend that the type has left until it is empty there', async () => {
    await createSampler({ database, backends: pool(), now: () => new Date() })()
    await database.prisma.taskType.update({ where: { name: 'a' }, data: { backendName: 'away' } })
    await createSampler({ database, backends: pool(), now: () => new Date() })()
    const states = await latestSamples(database, ['a'])
    await database.prisma.taskType.update({ where: { name: 'a' }, data: { backendName: 'main' } })
    expect(states.map((state) => [state.backend, state.ready])).toEqual([
      ['away', null],
      ['main', 3],
    ])
  })
})

describe('several samplers on one database', () => {
  const ticks = async () =>
    Number((await database.pool.query('select count(distinct at) as n from sample')).rows[0].n)
  const deps = (holder: string) => ({
    database,
    backends: pool(),
    now: () => new Date(),
    holder,
    log,
    endDrained: async () => {},
    remember: async () => {},
  })

  it('sample each tick once', async () => {
    const first = samplerTurn(deps('one'))
    const second = samplerTurn(deps('two'))
    const turns = await Promise.all([first(), second()])
    expect(turns.sort()).toEqual(['not-holder', 'sampled'])
    expect(await ticks()).toBe(1)
  })

  it('take over when the holder dies, and at once when it stops in order', async () => {
    const turn = samplerTurn({ ...deps('dies'), leaseMs: 200 })
    expect(await turn()).toBe('sampled')
    let sampled = 0
    const other = startSampler({
      ...deps('lives'),
      everyMs: 50,
      leaseMs: 60_000,
      onSampled: () => (sampled += 1),
    })
    await vi.waitFor(() => expect(sampled).toBeGreaterThan(1), 20_000)
    expect(await turn()).toBe('not-holder')
    await other.stop()
    expect(await turn()).toBe('sampled')
  })
})

describe('the series', () => {
  it('is rolled up to averages and pruned by age', async () => {
    const start = new Date('2026-01-01T10:00:00Z').getTime()
    const times = Array.from({ length: 24 }, (_, n) => new Date(start + n * 5_000))
    await database.pool.query(
      `insert into sample (type, backend, resolution, at, ready, "inPerSecond")
       select 'a', 'main', 5, t, n * 10, null from unnest($1::timestamptz[]) with ordinality as u(t, n)`,
      [times],
    )
    await rollUpSamples(database, new Date(start + 90_000))
    await rollUpSamples(database, new Date(start + 120_000))
    await rollUpSamples(database, new Date(start + 120_000))
    const minutes = await database.prisma.sample.findMany({
      where: { resolution: 60 },
      orderBy: { at: 'asc' },
    })
    expect(minutes.map((row) => [row.at.toISOString(), row.ready, row.inPerSecond])).toEqual([
      ['2026-01-01T10:00:00.000Z', 65n, null],
      ['2026-01-01T10:01:00.000Z', 185n, null],
    ])
    await pruneSamples(database, new Date(start + 3_600_000 + 60_000 + 120_000))
    expect(await database.prisma.sample.count({ where: { resolution: 5 } })).toBe(12)
    expect(await database.prisma.sample.count({ where: { resolution: 60 } })).toBe(2)
  })
})
