/** For tests: a database with projects and types, and what the rooms of registry, assignments and instances need. */
import { randomUUID } from 'node:crypto'
import { type Actor, SCOPES } from '../auth/scopes.ts'
import { createEvents, type Events } from '../events/events.ts'
import { createHeartbeatWriter, type HeartbeatWriter } from '../instances/heartbeat-writer.ts'
import type { BackendPool } from '../registry/backend-pool.ts'
import { openBackendPool } from '../registry/open-backend-pool.ts'
import type { ConsumerAssignment } from '../store/assignments.ts'
import { findBackend } from '../store/backends.ts'
import { createTestDatabase, type TestDatabase } from '../store/test-database.ts'
import { capabilitiesOf, createBackend } from '../task/backends/registry.ts'
import { checkTargetUrl } from '../task/handlers/target-rules.ts'
import type { Heartbeat } from '../task/index.ts'
import { ConfigCache } from './config-cache.ts'
import { type ConfigChanges, createConfigChanges } from './config-changes.ts'
import type { InstallationConfig } from './config-document.ts'

export const ADMIN: Actor = { kind: 'person', id: 'u1', name: 'ana', scopes: new Set(SCOPES) }

export const INSTALLATION: InstallationConfig = {
  pollIntervalMs: 5_000,
  heartbeatIntervalMs: 10_000,
  namespace: 'task',
  maxPayloadBytes: 1_048_576,
  allowTargets: ['loopback'],
}

export const START = new Date('2026-03-01T12:00:00.000Z')

export interface TestRooms {
  readonly database: TestDatabase
  readonly changes: ConfigChanges
  /** Tells this process; hears replicas once a test starts it. */
  readonly events: Events
  readonly configCache: ConfigCache
  readonly pool: BackendPool
  readonly heartbeats: HeartbeatWriter
  readonly clock: () => Date
  readonly heartbeatIntervalMs: number
  readonly allowTargets: readonly string[]
  readonly checkTarget: typeof checkTargetUrl
  readonly capabilitiesOf: typeof capabilitiesOf
  readonly defaultBackend: string | null
  readonly newId: () => string
  advance(ms: number): void
  /** Another control plane on the same database. */
  secondCache(): Promise<{ cache: ConfigCache; changes: ConfigChanges }>
  close(): Promise<void>
}

function fail(error: unknown): never {
  throw error
}

export async function createTestRooms(postgresUrl: string): Promise<TestRooms> {
  const database = await createTestDatabase(postgresUrl)
  let nowMs = START.getTime()
  const clock = () => new Date(nowMs)
  const heartbeatIntervalMs = INSTALLATION.heartbeatIntervalMs
  const closing: (() => Promise<void> | void)[] = []
  const openCache = () => {
    const changes = createConfigChanges({ database, onError: fail })
    const liveness = { clock, heartbeatIntervalMs }
    const cache = new ConfigCache({
      database,
      changes,
      installation: INSTALLATION,
      onError: fail,
      ...liveness,
    })
    closing.unshift(
      () => cache.close(),
      () => changes.close(),
    )
    return { cache, changes }
  }
  const { cache: configCache, changes } = openCache()
  const events = createEvents({ database, newId: randomUUID, onError: fail })
  closing.push(() => events.close())
  const pool = openBackendPool({
    findBackend: (name) => findBackend(database.prisma, name),
    resolveSecret: (reference) => (reference === 'env:BROKEN' ? 'postgres://127.0.0.1:1/none' : database.url),
    createBackend: (config) => createBackend(config, { namespace: 'task' }),
  })
  return {
    ...{ database, changes, events, configCache, pool, clock, heartbeatIntervalMs, capabilitiesOf },
    heartbeats: createHeartbeatWriter({ database }),
    allowTargets: INSTALLATION.allowTargets,
    checkTarget: checkTargetUrl,
    defaultBackend: null,
    newId: randomUUID,
    advance: (ms) => {
      nowMs += ms
    },
    async secondCache() {
      const second = openCache()
      await second.changes.start()
      return second
    },
    async close() {
      for (const end of closing) await end()
      await pool.close()
      await database.drop()
    },
  }
}

/** A memory backend `main`, and types and projects by name. */
export async function seed(
  { database: { prisma } }: TestRooms,
  { projects = [], types = [] }: { projects?: readonly string[]; types?: readonly string[] },
): Promise<void> {
  await prisma.backend.createMany({ data: { name: 'main', kind: 'memory' }, skipDuplicates: true })
  await prisma.project.createMany({ data: projects.map((name) => ({ name })) })
  await prisma.taskType.createMany({
    data: types.map((name) => ({
      name,
      backendName: 'main',
      retry: { maxAttempts: 10, initialMs: 1_000, factor: 2, maxMs: 3_600_000, jitter: 0.2 },
      timeoutMs: 30_000,
    })),
  })
}

export const consumer = (type: string, more: Partial<ConsumerAssignment> = {}): ConsumerAssignment => ({
  role: 'consumer',
  type,
  workers: 4,
  handler: { kind: 'http', url: 'http://127.0.0.1:4000/tasks' },
  paused: false,
  rateLimit: null,
  ...more,
})

export const heartbeatOf = (project: string, more: Partial<Heartbeat> = {}): Heartbeat => ({
  project,
  host: 'host-1',
  pid: 42,
  version: '1.0.0',
  startedAt: START.toISOString(),
  appliedRevision: 0,
  appliedEtag: null,
  state: 'running',
  consumers: [],
  producers: [],
  unresolvedSecrets: [],
  configError: null,
  memoryBytes: 1_000_000,
  eventLoopLagMs: 1,
  ...more,
})
