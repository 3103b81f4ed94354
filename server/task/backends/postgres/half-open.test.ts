import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { until } from '../conformance/eventually.ts'
import { FaultRun } from '../conformance/fault-run.ts'
import { idOf, outgoing, publishAll } from '../conformance/messages.ts'
import { type DeafProxy, startDeafProxy } from './deaf-proxy.ts'
import { createPostgresBackend } from './postgres-backend.ts'
import { createScratchDatabase, type ScratchDatabase } from './scratch-database.ts'

const tuning = { leaseMs: 2_000, heartbeatMs: 200, queryTimeoutMs: 3_000 }

let database: ScratchDatabase
let proxy: DeafProxy
beforeAll(async () => {
  database = await createScratchDatabase(inject('postgresUrl'))
  const { hostname, port } = new URL(database.url)
  proxy = await startDeafProxy({ host: hostname, port: Number(port) })
})
afterAll(async () => {
  await proxy.close()
  await database.drop()
})

test('connections on which no answer comes any more are given up, and what was claimed on them comes back', async () => {
  const url = new URL(database.url)
  url.port = String(proxy.port)
  const backend = createPostgresBackend({ url: url.href, namespace: 'task', tuning })
  const events: string[] = []
  backend.on('disconnected', () => events.push('disconnected'))
  backend.on('connected', () => events.push('connected'))
  await backend.connect()
  const queue = { type: 'half.open' }
  const batch = outgoing(queue, 3_000)
  await publishAll((part) => backend.publish(part), batch)
  const run = new FaultRun(2)
  await run.consume(backend, queue, 10)
  let inFlight = 0
  for (const mark of [300, 600, 900, 1_200, 1_500]) {
    await until(`${mark} done`, () => run.ledger.distinct >= mark && run.inFlight > 0, 20_000)
    inFlight += run.inFlight
    expect(proxy.goDeaf()).toBeGreaterThan(0)
  }
  await until('all 3,000 done', () => run.ledger.distinct === 3_000, 30_000)
  run.ledger.expectComplete(
    batch.map(({ envelope }) => idOf(envelope)),
    inFlight,
  )
  expect(events.filter((event) => event === 'disconnected').length).toBeGreaterThanOrEqual(3)
  await until('nothing in flight', () => run.inFlight === 0)
  const [stats] = await backend.stats([queue])
  expect(stats).toMatchObject({ ready: { value: 0 }, inFlight: { value: 0 } })
  await backend.close()
}, 90_000)

test('what was claimed comes back when only the answer to the claim was lost', async () => {
  const url = new URL(database.url)
  url.port = String(proxy.port)
  const backend = createPostgresBackend({ url: url.href, namespace: 'task', tuning: { queryTimeoutMs: 400 } })
  await backend.connect()
  const queue = { type: 'lost.answer' }
  const run = new FaultRun(1)
  await run.consume(backend, queue, 10)
  await backend.publish(outgoing(queue, 1, { prefix: 'warm' }))
  await until('it is idle', () => run.ledger.distinct === 1 && run.inFlight === 0)
  const batch = outgoing(queue, 50)
  proxy.goDeafAt('sbx-claim')
  await backend.publish(batch)
  await until('all done', () => run.ledger.distinct === 51, 20_000)
  expect(proxy.struck).toBe(1)
  run.ledger.expectComplete(
    batch.map(({ envelope }) => idOf(envelope)),
    10,
  )
  await backend.close()
})

test('an acknowledgement whose answer was lost is repeated, and nothing runs twice', async () => {
  const url = new URL(database.url)
  url.port = String(proxy.port)
  const backend = createPostgresBackend({ url: url.href, namespace: 'task', tuning: { queryTimeoutMs: 400 } })
  await backend.connect()
  const queue = { type: 'lost.acknowledgement' }
  const run = new FaultRun(1)
  await run.consume(backend, queue, 10)
  const batch = outgoing(queue, 50)
  const before = proxy.struck
  proxy.goDeafAt('sbx-complete')
  await backend.publish(batch)
  await until('all 50 done', () => run.ledger.distinct === 50 && run.inFlight === 0, 20_000)
  expect(proxy.struck).toBe(before + 1)
  expect(run.ledger.duplicates).toBe(0)
  expect(run.refused.size).toBe(0)
  expect((await backend.stats([queue]))[0]).toMatchObject({ ready: { value: 0 }, inFlight: { value: 0 } })
  await backend.close()
})
