import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { pruneMemories, readMemories } from '../store/queue-health.ts'
import { createTestDatabase, type TestDatabase } from '../store/test-database.ts'
import { type Backend, createBackend } from '../task/index.ts'
import { createFleetCache } from './fleet-cache.ts'
import { createQueueBoard } from './queue-board.ts'
import { rememberHealth } from './remember-health.ts'
import { createSampler } from './sample-queues.ts'
import { addBackend, addInstance, addProject, addTypes, poolOf } from './test-registry.ts'

let database: TestDatabase
let main: Backend
let now = new Date('2026-01-31T14:00:00Z')
const liveness = { clock: () => now, heartbeatIntervalMs: 10_000 }

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  main = await createBackend({ kind: 'memory' }, { namespace: 'test' })
  await main.connect()
  await addBackend(database, 'main')
  await addTypes(database, [{ name: 'invoice' }, { name: 'orphan' }, { name: 'quiet' }])
  await addProject(database, 'billing', { consumes: ['invoice', 'quiet'], workers: 4 })
  await addProject(database, 'shop', { produces: ['orphan'] })
})
afterAll(async () => {
  await main.close()
  await database.drop()
})
beforeEach(async () => {
  now = new Date('2026-01-31T14:00:00Z')
  await database.pool.query(
    'truncate sample, queue_state, queue_health, instance, failure_count, failure_minute',
  )
})

/** As a control plane that has just started: it knows only what is stored. */
function start() {
  const fleet = createFleetCache({ database, liveness, monotonic: () => now.getTime() })
  const sample = createSampler({ database, backends: poolOf({ main }), now: () => now })
  return {
    board: createQueueBoard({ database, liveness, fleet, monotonic: () => now.getTime() }),
    async tick() {
      await sample()
      await rememberHealth({ database, liveness, fleet })
    },
  }
}
const pass = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1_000)
}
const at = (seconds: number) => new Date(Date.UTC(2026, 0, 31, 14, 0, seconds)).toISOString()

/** Two instances of billing: one whose target fails, one that runs well. */
async function report(failing: boolean) {
  const fails = { since: at(2), at: at(4), count: 7, status: 503, error: 'The target http://x answered 503' }
  await database.pool.query('truncate instance')
  const one = { type: 'invoice', workers: 4, runningCount: 1 }
  const well = { ...one, latencyMs: { p50: 10, p95: 20, p99: 30 }, lastMinute: { attempts: 30, failed: 0 } }
  const ill = {
    ...one,
    latencyMs: { p50: 50, p95: 400, p99: 900 },
    lastMinute: { attempts: 10, failed: failing ? 10 : 0 },
    failing: failing ? fails : null,
  }
  const quiet = { type: 'quiet', workers: 4, runningCount: 0 }
  await addInstance(database, 'billing', [well, quiet], now)
  await addInstance(database, 'billing', [ill, quiet], now)
}

describe('what health remembers', () => {
  it('is written for queues that have something to tell, all of them in one statement', async () => {
    await report(true)
    const { tick } = start()
    const query = vi.spyOn(database.pool, 'query')
    await tick()
    const writes = query.mock.calls.filter(([one]) =>
      JSON.stringify(one).includes('insert into queue_health'),
    )
    query.mockRestore()
    expect(writes).toHaveLength(1)
    expect([...(await readMemories(database)).keys()].sort()).toEqual(['invoice', 'orphan'])
    await pruneMemories(database)
    expect((await readMemories(database)).size).toBe(2)
  })

  it('makes another control plane say since when, also after a rest', async () => {
    await report(false)
    const first = start()
    await first.tick()
    pass(300)
    await report(false)
    const second = start()
    await second.tick()
    const health = (await second.board.one('orphan'))?.health
    expect(health).toMatchObject({
      state: 'caution',
      since: at(0),
      reasons: [{ code: 'no-consumer', since: at(0) }],
    })
  })

  it('is used by readers and never written by them', async () => {
    await report(true)
    const { board, tick } = start()
    await tick()
    const before = await readMemories(database)
    pass(2)
    await board.all()
    await board.one('invoice')
    expect(await readMemories(database)).toEqual(before)
  })

  it('is empty again once nothing is to be told', async () => {
    await report(true)
    const { tick } = start()
    await tick()
    for (let index = 0; index < 5; index += 1) {
      pass(5)
      await report(false)
      await tick()
    }
    expect((await readMemories(database)).get('invoice')).toMatchObject({ findings: {} })
  })
})

describe('reports of instances', () => {
  it('become a sentence: where the target fails, since when, and what it answers', async () => {
    await report(true)
    pass(5)
    const { board, tick } = start()
    await tick()
    const view = await board.one('invoice')
    expect(view?.health.reasons).toEqual([
      { code: 'handler-failing', message: expect.any(String), since: at(2) },
    ])
    expect(view?.health.reasons[0]?.message).toBe(
      'handler of billing fails in 1 of 2 instances since 14:00 UTC: The target http://x answered 503',
    )
    expect((await board.all()).map((entry) => entry.view).find(({ type }) => type === 'invoice')).toEqual(
      view,
    )
  })

  it('become the latency of the queue: the middle by runs, the rest of the slowest instance', async () => {
    await report(false)
    const { board, tick } = start()
    await tick()
    expect((await board.one('invoice'))?.latencyMs).toEqual({ p50: 20, p95: 400, p99: 900 })
    expect((await board.one('quiet'))?.latencyMs).toBeNull()
  })

  it('tell of a configuration that some could not apply', async () => {
    await addInstance(database, 'billing', [], now, 'expected a number at /consumers/0/workers')
    await addInstance(database, 'billing', [], now)
    const { board, tick } = start()
    for (let index = 0; index < 7; index += 1) {
      await database.pool.query('update instance set "lastSeenAt" = $1', [now])
      await tick()
      pass(5)
    }
    expect((await board.one('quiet'))?.health.reasons[0]?.message).toBe(
      'project billing could not apply its newest configuration in 1 of 2 instances: expected a number at /consumers/0/workers',
    )
  })
})

it('deaths colour the queue as soon as they are in the archive, before any sample or heartbeat', async () => {
  await report(false)
  const { board, tick } = start()
  await tick()
  expect((await board.one('invoice'))?.health.state).toBe('clear')
  pass(1)
  await database.pool.query(
    `insert into failure_count (type, fingerprint, reason, status, count, "errorName", "errorMessage", "firstFailedAt",
       "lastFailedAt") values ('invoice', 'x', 'exhausted', 'dead', 1, 'Error', 'x', $1, $1)`,
    [now],
  )
  await database.pool.query(
    `insert into failure_minute values ('invoice', 'x', date_trunc('minute', $1::timestamptz), 1)`,
    [now],
  )
  const view = await board.one('invoice')
  expect(view?.failures).toEqual({ dead: 1, lastHour: 1, lastFailedAt: now.toISOString() })
  expect(view?.health).toMatchObject({
    state: 'caution',
    reasons: [
      { code: 'tasks-died', message: expect.stringContaining('1 task died in the last hour, 1/min now') },
    ],
    actions: [{ code: 'open-failures' }],
  })
})
