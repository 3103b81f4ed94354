/** For tests of the queues: writes registry rows and gives a pool over backends that the test holds. */
import { randomUUID } from 'node:crypto'
import { Refusal } from '../errors.ts'
import type { BackendPool } from '../registry/backend-pool.ts'
import type { Database } from '../store/database.ts'
import type { Backend } from '../task/index.ts'

export interface TypeRow {
  readonly name: string
  readonly backend?: string
  readonly payloadSchema?: object
  readonly redactPaths?: string[]
}

export async function addBackend(database: Database, name: string, kind = 'memory'): Promise<void> {
  await database.prisma.backend.create({ data: { name, kind } })
}

export async function addTypes(database: Database, rows: readonly TypeRow[]): Promise<void> {
  await database.prisma.taskType.createMany({
    data: rows.map((row) => ({
      name: row.name,
      backendName: row.backend ?? 'main',
      retry: {},
      timeoutMs: 30_000,
      redactPaths: row.redactPaths ?? [],
      ...(row.payloadSchema === undefined ? {} : { payloadSchema: row.payloadSchema }),
    })),
  })
}

export async function addProject(
  database: Database,
  name: string,
  roles: { produces?: string[]; consumes?: string[]; workers?: number; paused?: boolean },
): Promise<void> {
  await database.prisma.project.create({ data: { name } })
  const consumers = (roles.consumes ?? []).map((typeName) => ({
    projectName: name,
    typeName,
    role: 'consumer' as const,
    workers: roles.workers ?? 4,
    handler: { kind: 'function' },
    paused: roles.paused ?? false,
  }))
  const producers = (roles.produces ?? []).map((typeName) => ({
    projectName: name,
    typeName,
    role: 'producer' as const,
  }))
  await database.prisma.assignment.createMany({ data: [...producers, ...consumers] })
}

/** A live instance of `project` that reports its consumers. */
export async function addInstance(
  database: Database,
  project: string,
  consumers: readonly {
    type: string
    workers: number
    runningCount: number
    state?: string
    error?: string
    errorCode?: string
    latencyMs?: { p50: number; p95: number; p99: number }
    lastMinute?: { attempts: number; failed: number }
    failing?: { since: string; at: string; count: number; status: number | null; error: string } | null
  }[],
  lastSeenAt = new Date(),
  configError: string | null = null,
): Promise<void> {
  await database.prisma.instance.create({
    data: {
      id: randomUUID(),
      projectName: project,
      host: 'h',
      pid: 1,
      version: '1',
      startedAt: lastSeenAt,
      lastSeenAt,
      appliedRevision: 1,
      state: 'running',
      report: {
        configError,
        consumers: consumers.map((consumer) => ({ state: 'running', error: null, ...consumer })),
      },
    },
  })
}

/** The pool's `get` gives these backends, or throws what stands in their place. */
export function poolOf(backends: Record<string, Backend | Error>): BackendPool {
  return {
    async get(name) {
      const found = backends[name]
      if (found === undefined) throw new Refusal(404, 'not-found', `There is no backend "${name}".`)
      if (found instanceof Error) throw found
      return found
    },
    health: (name) =>
      backends[name] instanceof Error
        ? { state: 'unreachable', detail: backends[name].message }
        : { state: 'connected', detail: null },
    invalidate: async () => undefined,
    close: async () => undefined,
  }
}
