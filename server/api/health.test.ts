import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createControlPlaneMetrics } from '../metrics/control-plane-metrics.ts'
import { createFleetCache } from '../queues/fleet-cache.ts'
import { createQueueBoard } from '../queues/queue-board.ts'
import { createSampler } from '../queues/sample-queues.ts'
import { addBackend, addInstance, addProject, addTypes, poolOf } from '../queues/test-registry.ts'
import { openBackendPool } from '../registry/open-backend-pool.ts'
import { findBackend } from '../store/backends.ts'
import { createTestDatabase, type TestDatabase } from '../store/test-database.ts'
import { createBackend, TaskError } from '../task/index.ts'
import { registerHealth } from './health.ts'
import { httpMetrics, registerMetrics } from './metrics.ts'
import { actorWith, createTestApp } from './test-app.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
})
afterAll(() => database.drop())

const pool = () =>
  openBackendPool({
    findBackend: (name) => findBackend(database.prisma, name),
    resolveSecret: (reference) => {
      if (reference === 'env:QUEUE_URL') return database.url
      if (reference === 'env:DEAD_URL') return 'postgresql://nobody:x@127.0.0.1:1/none'
      throw new TaskError('secret-unresolved', `${reference} names nothing here`)
    },
    createBackend: (config) => createBackend(config, { namespace: 'task' }),
  })

describe('/health', () => {
  it('is ready with its database and every backend, and says which one is not', async () => {
    const backends = pool()
    const app = createTestApp(actorWith([]))
    registerHealth(app.api, { database, backends })
    expect(await (await app.request('GET', '/health/live')).json()).toEqual({ status: 'alive' })
    await database.prisma.backend.create({ data: { name: 'main', kind: 'postgres', url: 'env:QUEUE_URL' } })
    const ready = await app.request('GET', '/health/ready')
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: 'ready', database: { state: 'connected' }, backends: { main: { state: 'connected' } } },
    ])
    await database.prisma.backend.createMany({
      data: [
        { name: 'dead', kind: 'postgres', url: 'env:DEAD_URL' },
        { name: 'secret', kind: 'postgres', url: 'env:MISSING' },
      ],
    })
    const other = createTestApp(actorWith([]))
    registerHealth(other.api, { database, backends })
    const answer = await other.request('GET', '/health/ready')
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({
      status: 'not-ready',
      backends: {
        dead: { state: 'unreachable' },
        main: { state: 'connected' },
        secret: { state: 'unresolved' },
      },
    })
    await backends.close()
    await database.prisma.backend.deleteMany()
  })

  it('is not ready without its database, and still alive', async () => {
    const away = await createTestDatabase(inject('postgresUrl'))
    const app = createTestApp(actorWith([]))
    registerHealth(app.api, { database: away, backends: poolOf({}) })
    await away.drop()
    const answer = await app.request('GET', '/health/ready')
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ database: { state: 'unreachable' } })
    expect((await app.request('GET', '/health/live')).status).toBe(200)
  })
})

describe('/metrics', () => {
  const liveness = { clock: () => new Date(), heartbeatIntervalMs: 10_000 }
  function metricsOf(database: TestDatabase) {
    const fleet = createFleetCache({ database, liveness })
    const board = createQueueBoard({ database, liveness, fleet })
    return createControlPlaneMetrics({ database, liveness, fleet, board })
  }

  it('tells depth by type and state, instances, requests by route; what is unknown is absent', async () => {
    await addBackend(database, 'main')
    await addBackend(database, 'away')
    await addTypes(database, [{ name: 'a' }, { name: 'b', backend: 'away' }])
    await addProject(database, 'p', { consumes: ['a'] })
    const at = new Date().toISOString()
    const failing = { since: at, at, count: 5, status: 503, error: 'x' }
    await addInstance(database, 'p', [{ type: 'a', workers: 4, runningCount: 0, failing }])
    const main = await createBackend({ kind: 'memory' }, { namespace: 'task' })
    await main.connect()
    await main.publish([{ queue: { type: 'a' }, envelope: { attributes: {}, body: new Uint8Array() } }])
    const backends = poolOf({ main, away: new Error('away') })
    await createSampler({ database, backends, now: () => new Date() })()

    const app = createTestApp(actorWith(['read']))
    const services = { metrics: metricsOf(database) }
    app.api.use(httpMetrics(services))
    app.api.get('/things/:id', (c) => c.text('x', 418))
    registerMetrics(app.api, services)
    await app.request('GET', '/things/1')
    await app.request('GET', '/nothing')
    const response = await app.request('GET', '/metrics')
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4')
    const text = await response.text()
    expect(text).toContain('signalbox_queue_tasks{type="a",backend="main",state="ready"} 1')
    expect(text).toContain('signalbox_queue_tasks{type="a",backend="main",state="dead"} 0')
    expect(text).not.toContain('signalbox_queue_tasks{type="b"')
    expect(text).toContain('signalbox_queue_health{type="a",state="danger"} 1')
    expect(text).toContain('signalbox_queue_health{type="b",state="danger"} 1')
    expect(text).not.toMatch(/signalbox_queue_health.* 0$/m)
    expect(text).toContain('signalbox_consumer_failing_instances{type="a",project="p"} 1')
    expect(text).toContain('signalbox_instances{project="p",state="live"} 1')
    expect(text).toContain('signalbox_instances{project="p",state="stale"} 1')
    expect(text).toMatch(/signalbox_sampler_age_seconds \d/)
    expect(text).toContain('signalbox_http_requests_total{method="GET",route="/things/:id",status="418"} 1')
    expect(text).toContain('signalbox_http_requests_total{method="GET",route="unmatched",status="404"} 1')
    expect(text).toContain('signalbox_http_request_duration_seconds_bucket{le="0.005",')
    expect(text).toContain('process_resident_memory_bytes')
  })

  it('still tells of the process when the database is away', async () => {
    const away = await createTestDatabase(inject('postgresUrl'))
    await away.drop()
    const { text } = await metricsOf(away).scrape()
    expect(text).toContain('signalbox_database_up 0')
    expect(text).not.toMatch(/^signalbox_(queue_tasks|queue_health|sampler_age_seconds)[ {]/m)
    expect(text).toContain('process_resident_memory_bytes')
  })
})
