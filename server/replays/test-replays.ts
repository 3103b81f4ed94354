/** For tests: a control plane's rooms of replays on a database of their own, the real Postgres backend, real consumers. */
import { randomUUID } from 'node:crypto'
import { expect, vi } from 'vitest'
import type { NewReplay } from '../api/contract/replays.ts'
import { ADMIN } from '../assignments/test-rooms.ts'
import { startArchiver } from '../failures/archiver.ts'
import type { BackendPool } from '../registry/backend-pool.ts'
import { openBackendPool } from '../registry/open-backend-pool.ts'
import { findBackend } from '../store/backends.ts'
import type { NewFailure } from '../store/failure-insert.ts'
import type { ReplayTaskRow } from '../store/replay-tasks.ts'
import { COUNT_NAMES, findReplay, type ReplayRow, type ReplayState } from '../store/replays.ts'
import { createTestDatabase, type TestDatabase } from '../store/test-database.ts'
import { addFailures } from '../store/test-failures.ts'
import {
  type Backend,
  createBackend,
  createTaskSystem,
  type TaskHandlers,
  type TaskSystem,
} from '../task/index.ts'
import { silentLogger } from '../task/logger.ts'
import { createReplay } from './create-replay.ts'
import { startOutcomeDrains } from './outcome-drains.ts'
import { type ReplayRunner, startReplayRunner } from './replay-runner.ts'

export const TYPE = 'invoice.render'

export interface ReplayRooms {
  readonly database: TestDatabase
  readonly pool: BackendPool
  /** The control plane's own connection. */
  readonly backend: Backend
  readonly logged: { context: object; message: string }[]
  /** Failures of `TYPE`, or of another. */
  fail(failures: readonly Partial<NewFailure>[], type?: string): Promise<NewFailure[]>
  create(request: Partial<NewReplay>): Promise<ReplayRow>
  read(id: string): Promise<ReplayRow>
  /** Once it is in that state; by id of the failure. */
  reached(id: string, state: ReplayState): Promise<ReplayRow>
  tasks(id: string): Promise<ReplayTaskRow[]>
  /** How many failures have each status; the kept counts must say the same. */
  statuses(): Promise<Record<string, number>>
  run(more?: { backends?: BackendPool; leaseMs?: number; holder?: string; now?: () => Date }): ReplayRunner
  drainOutcomes(): void
  archive(): void
  consume(handlers: TaskHandlers, workers?: number): Promise<TaskSystem>
  close(): Promise<void>
}

/** @param brokerUrl of the backend `main`, when it is not to be in the control plane's own database */
export async function createReplayRooms(postgresUrl: string, brokerUrl?: string): Promise<ReplayRooms> {
  const database = await createTestDatabase(postgresUrl)
  const mainUrl = brokerUrl ?? database.url
  const closing: (() => Promise<unknown>)[] = []
  const logged: { context: object; message: string }[] = []
  const write = (context: object, message: string) => logged.push({ context, message })
  const log = { warn: write, info: write }
  const events = { changed: () => undefined }
  const now = () => new Date()
  const pool = openBackendPool({
    findBackend: (name) => findBackend(database.prisma, name),
    resolveSecret: () => mainUrl,
    createBackend: (config) => createBackend(config, { namespace: 'task' }),
    backOffMs: 50,
  })
  await database.prisma.backend.create({ data: { name: 'main', kind: 'postgres', url: 'env:MAIN' } })
  await addType(database, TYPE)
  const read = async (id: string) => {
    const row = await findReplay(database, id)
    if (row === null) throw new Error(`there is no replay ${id}`)
    return row
  }
  let wake = () => {}
  return {
    ...{ database, pool, logged, read },
    backend: await pool.get('main'),
    fail: (failures, type = TYPE) => addFailures(database, failures, type),
    create: (request) =>
      createReplay(
        { database, events, maxPayloadBytes: 1_048_576, wakeReplays: () => wake(), now, newId: randomUUID },
        ADMIN,
        {
          ...{ selection: { ids: [] }, reason: '', dryRun: false, requestId: 'test' },
          ...request,
        },
      ),
    reached: (id, state) =>
      vi.waitFor(
        async () => {
          const row = await read(id)
          expect(row.state, row.waiting ?? '').toBe(state)
          await expectTrueCounts(database, row)
          return row
        },
        { timeout: 20_000, interval: 20 },
      ),
    async tasks(id) {
      const { rows } = await database.pool.query<ReplayTaskRow>(
        'select * from replay_task where "replayId" = $1 order by "deadId"',
        [id],
      )
      return rows
    },
    statuses: () => trueStatuses(database),
    run(more = {}) {
      const runner = startReplayRunner({
        ...{ database, backends: pool, events, log, now, holder: randomUUID(), everyMs: 50 },
        ...more,
      })
      closing.push(() => runner.stop())
      wake = () => runner.wake()
      return runner
    },
    drainOutcomes() {
      const meters = { outcomeStored: () => undefined, outcomeRefused: () => undefined }
      const drains = startOutcomeDrains({ database, backends: pool, events, log, meters, now, everyMs: 50 })
      closing.push(() => drains.stop())
    },
    archive() {
      const archiver = startArchiver({ database, backends: pool, log, now, newId: randomUUID, everyMs: 50 })
      closing.push(() => archiver.stop())
    },
    async consume(handlers, workers = 8) {
      const system = await consumeWith(mainUrl, handlers, workers)
      closing.push(() => system.close({ deadlineMs: 0 }))
      return system
    },
    async close() {
      for (const end of closing.reverse()) await end()
      await pool.close()
      await database.drop()
    },
  }
}

export async function addType(
  { prisma }: Pick<TestDatabase, 'prisma'>,
  name: string,
  more: { backendName?: string; payloadSchema?: object; redactPaths?: string[] } = {},
): Promise<void> {
  await prisma.taskType.create({ data: { name, backendName: 'main', retry: {}, timeoutMs: 30_000, ...more } })
}

/** Of every type that has a function. Many attempts, which a replay overrides. */
export function consumeWith(url: string, handlers: TaskHandlers, workers = 8): Promise<TaskSystem> {
  return createTaskSystem({
    handlers,
    logger: silentLogger,
    config: {
      project: 'billing',
      backends: { main: { kind: 'postgres', url } },
      consumers: Object.keys(handlers).map((type) => ({
        ...{ type, backend: 'main', workers, handler: { kind: 'function' as const } },
        retry: { maxAttempts: 10, initialMs: 0, maxMs: 0, jitter: 0 },
      })),
    },
  })
}

const COUNTED: Readonly<Record<string, string>> = { 'failed-again': 'failedAgain' }

/** The counts that are kept are those of the rows. */
async function expectTrueCounts(database: TestDatabase, replay: ReplayRow): Promise<void> {
  const { rows } = await database.pool.query<{ state: string; count: number; resent: number }>(
    `select state, count(*)::int as count, (count(*) filter (where "sentCount" > 1))::int as resent
     from replay_task where "replayId" = $1 group by state`,
    [replay.id],
  )
  const counts: Record<string, number> = Object.fromEntries(COUNT_NAMES.map((name) => [name, 0]))
  for (const { state, count, resent } of rows) {
    counts[COUNTED[state] ?? state] = count
    counts.resent = (counts.resent ?? 0) + resent
  }
  expect(replay).toMatchObject(counts)
}

async function trueStatuses(database: TestDatabase): Promise<Record<string, number>> {
  const of = async (sql: string) => {
    const { rows } = await database.pool.query<{ status: string; count: number }>(sql)
    return Object.fromEntries(rows.map((row) => [row.status, row.count]))
  }
  const counted = await of('select status, count(*)::int as count from failure group by status')
  const kept = await of(
    'select status, sum(count)::int as count from failure_count group by status having sum(count) <> 0',
  )
  expect(kept).toEqual(counted)
  return counted
}
