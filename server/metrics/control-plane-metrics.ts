/**
 * What Prometheus scrapes: this process, its HTTP requests, of each queue the latest sample and its health, and the dead
 * tasks of the archive.
 * A figure that is not known is absent, never zero.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { type Liveness, liveSince } from '../instances/liveness.ts'
import type { Database } from '../store/database.ts'
import { countFleet, type FleetCount } from '../store/fleet.ts'
import { latestSamples, newestSampleAt, type QueueState } from '../store/samples.ts'
import { createFailureMeters } from './failure-meters.ts'
import { createHealthGauges, type HealthSources } from './health-gauges.ts'
import { createOutcomeMeters, type OutcomeMeters } from './outcome-meters.ts'

interface HttpObservation {
  readonly method: string
  /** The route's pattern, not the path: one label value per route. */
  readonly route: string
  readonly status: number
  readonly seconds: number
}

export interface ControlPlaneMetrics {
  readonly outcomes: OutcomeMeters
  observeHttp(observation: HttpObservation): void
  /** The exposition text, and its content type. */
  scrape(): Promise<{ text: string; contentType: string }>
}

export interface MetricsDeps extends HealthSources {
  readonly database: Database
  readonly liveness: Liveness
}

const DEPTHS = [
  ['ready', 'ready'],
  ['in_flight', 'inFlight'],
  ['delayed', 'delayed'],
  ['dead', 'dead'],
] as const
const LATENCY_BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

function createHttpMeters(register: Registry) {
  const requests = new Counter({
    name: 'signalbox_http_requests_total',
    help: 'HTTP requests answered',
    labelNames: ['method', 'route', 'status'],
    registers: [register],
  })
  const duration = new Histogram({
    name: 'signalbox_http_request_duration_seconds',
    help: 'Time to answer an HTTP request',
    labelNames: ['method', 'route'],
    buckets: LATENCY_BUCKETS_S,
    registers: [register],
  })
  return ({ method, route, status, seconds }: HttpObservation) => {
    requests.inc({ method, route, status })
    duration.observe({ method, route }, seconds)
  }
}

function createFleetGauges(register: Registry) {
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Gauge({ name, help, labelNames, registers: [register] })
  const queueLabels = ['type', 'backend'] as const
  return {
    tasks: gauge('signalbox_queue_tasks', 'Tasks by the latest sample', [...queueLabels, 'state']),
    oldest: gauge('signalbox_queue_oldest_task_age_seconds', 'Age of the oldest ready task', [
      ...queueLabels,
    ]),
    instances: gauge(
      'signalbox_instances',
      'Live instances; stale ones are on another revision than desired',
      ['project', 'state'],
    ),
    sampleAge: gauge('signalbox_sampler_age_seconds', 'Time since the newest sample of any queue', []),
    databaseUp: gauge('signalbox_database_up', 'Whether the database answered this scrape', []),
  }
}

type Gauges = ReturnType<typeof createFleetGauges>

function setQueues({ tasks, oldest }: Gauges, states: readonly QueueState[]): void {
  for (const state of states) {
    const { type, backend, oldestAgeMs } = state
    for (const [label, field] of DEPTHS) {
      const value = state[field]
      if (value !== null) tasks.set({ type, backend, state: label }, value)
    }
    if (oldestAgeMs !== null) oldest.set({ type, backend }, oldestAgeMs / 1_000)
  }
}

function setInstances({ instances }: Gauges, fleet: readonly FleetCount[]): void {
  for (const { project, live, stale } of fleet) {
    instances.set({ project, state: 'live' }, live)
    instances.set({ project, state: 'stale' }, stale)
  }
}

export function createControlPlaneMetrics({
  database,
  liveness,
  ...sources
}: MetricsDeps): ControlPlaneMetrics {
  const register = new Registry()
  collectDefaultMetrics({ register })
  const observeHttp = createHttpMeters(register)
  const outcomes = createOutcomeMeters(register)
  const gauges = createFleetGauges(register)
  const health = createHealthGauges(register, sources)
  const failures = createFailureMeters(register, database)

  async function refresh(): Promise<void> {
    const [states, fleet, newest] = await Promise.all([
      latestSamples(database),
      countFleet(database, liveSince(liveness)),
      newestSampleAt(database),
      health.refresh(),
      failures.refresh(),
    ])
    for (const gauge of Object.values(gauges)) gauge.reset()
    setQueues(gauges, states)
    setInstances(gauges, fleet)
    if (newest === null) gauges.sampleAge.remove()
    else gauges.sampleAge.set((liveness.clock().getTime() - newest.getTime()) / 1_000)
    gauges.databaseUp.set(1)
  }

  /** Without the database the process still tells of itself; of queues nothing is known then. */
  function forget(): void {
    for (const gauge of Object.values(gauges)) gauge.reset()
    health.reset()
    failures.reset()
    gauges.sampleAge.remove()
    gauges.databaseUp.set(0)
  }

  return {
    observeHttp,
    outcomes,
    async scrape() {
      await refresh().catch(forget)
      return { text: await register.metrics(), contentType: register.contentType }
    },
  }
}
