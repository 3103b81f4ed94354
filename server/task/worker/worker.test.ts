import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { createEmptyDatabase } from '../../store/test-database.ts'
import type { Backend } from '../backends/backend.ts'
import { createBackend } from '../backends/registry.ts'
import type { TaskConfigInput } from '../config.ts'
import { startTestControlPlane, TEST_TOKEN, type TestControlPlane } from '../source/test-control-plane.ts'
import { encodeTask } from '../wire/envelope.ts'
import { type CommandRun, type Ledger, runCommand, startLedger } from './test-worker.ts'

const QUEUE = { type: 'email.send' }
const cleanups: (() => unknown)[] = []
let database: { url: string; drop(): Promise<void> }
let backend: Backend
let plane: TestControlPlane
let dataDir: string

beforeEach(async () => {
  database = await createEmptyDatabase(inject('postgresUrl'))
  cleanups.push(() => database.drop())
  backend = await createBackend({ kind: 'postgres', url: database.url }, { namespace: 'task' })
  cleanups.push(() => backend.close())
  await backend.connect()
  await backend.declare(QUEUE)
  plane = await startTestControlPlane()
  cleanups.push(() => plane.away().catch(() => {}))
  dataDir = await mkdtemp(join(tmpdir(), 'signalbox-worker-'))
})
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function ledger(answerAfterMs: number): Promise<Ledger> {
  const started = await startLedger(answerAfterMs)
  cleanups.push(() => started.close())
  return started
}

const documentFor = (url: string, workers: number, revision = 1): TaskConfigInput => ({
  project: 'mailer',
  revision,
  pollIntervalMs: 200,
  heartbeatIntervalMs: 500,
  allowTargets: ['loopback'],
  backends: { main: { kind: 'postgres', url: 'env:DATABASE_URL' } },
  consumers: [{ type: 'email.send', backend: 'main', workers, handler: { kind: 'http', url } }],
})

/** On the machine of an embedded installation: everything but the project comes from `connection.json`. */
async function startWorker(name: string): Promise<CommandRun> {
  const connection = { url: plane.url, token: TEST_TOKEN, databaseUrl: database.url }
  await writeFile(join(dataDir, 'connection.json'), JSON.stringify(connection), { mode: 0o600 })
  const run = runCommand(['worker', '--project', 'mailer', '--instance', name], {
    SIGNALBOX_DATA_DIR: dataDir,
  })
  cleanups.push(async () => {
    run.process.kill('SIGKILL')
    await run.ended
  })
  return run
}

async function publish(count: number): Promise<void> {
  for (let from = 0; from < count; from += 1_000) {
    const batch = Array.from({ length: Math.min(1_000, count - from) }, (_, index) => ({
      queue: QUEUE,
      envelope: encodeTask({
        id: `t${from + index}`,
        type: QUEUE.type,
        payload: { index },
        contentType: 'application/json',
        source: '/test',
        time: new Date(),
        attempt: 1,
        tracked: false,
        extensions: {},
      }),
    }))
    await backend.publish(batch)
  }
}

async function depth() {
  const [stats] = await backend.stats([QUEUE])
  return {
    ready: stats?.ready.value,
    inFlight: stats?.inFlight.value,
    delayed: stats?.delayed.value,
    dead: stats?.dead.value,
  }
}
const EMPTY = { ready: 0, inFlight: 0, delayed: 0, dead: 0 }

describe('a worker process', () => {
  it('killed in the midst of 10,000 tasks loses none; what it ran is taken over within seconds', async () => {
    const workers = 16
    const target = await ledger(2)
    plane.document = documentFor(target.url, workers)
    await publish(10_000)
    const victim = await startWorker('victim')
    await vi.waitFor(() => expect(target.runs.size).toBeGreaterThan(2_000), 60_000)
    const survivor = await startWorker('survivor')
    await vi.waitFor(
      () =>
        expect(
          plane.beats.some(
            ({ instance, consumers }) => instance === 'survivor' && (consumers[0]?.succeeded ?? 0) > 0,
          ),
        ).toBe(true),
      30_000,
    )
    // Both have all their workers busy when the victim dies: the fault hits work in flight.
    target.hold()
    await vi.waitFor(() => expect(target.waiting.size).toBe(2 * workers), 10_000)
    // What they have run is acknowledged, so that only this work is in flight.
    await vi.waitFor(async () => {
      const { ready, inFlight } = await depth()
      expect(Number(ready) + Number(inFlight)).toBe(10_000 - target.runs.size + 2 * workers)
    }, 10_000)
    expect(target.runs.size).toBeLessThan(10_000)
    victim.process.kill('SIGKILL')
    expect(await victim.ended).toBe('SIGKILL')
    const killedAtMs = performance.now()
    target.release()
    await vi.waitFor(async () => expect(await depth()).toEqual(EMPTY), { timeout: 90_000, interval: 200 })
    const repeated = [...target.runs].filter(([, times]) => times > 1)
    expect(target.runs.size).toBe(10_000)
    // What the victim had under way, once more: no loss, and no more duplicates than that.
    expect(repeated).toHaveLength(workers)
    const again = target.arrivals.filter(
      ({ id, atMs }) => atMs > killedAtMs && (target.runs.get(id) ?? 0) > 1,
    )
    expect(again).toHaveLength(workers)
    for (const { atMs } of again) expect(atMs - killedAtMs).toBeLessThan(20_000)
    survivor.process.kill('SIGTERM')
    expect(await survivor.ended).toBe(0)
  }, 180_000)

  it('changes its workers, handler and pause live without dropping or repeating a task', async () => {
    const [first, second] = [await ledger(3), await ledger(3)]
    plane.document = documentFor(first.url, 4)
    await publish(2_000)
    const worker = await startWorker('live')
    const reported = (revision: number) =>
      vi.waitFor(() => expect(plane.beats.at(-1)?.appliedRevision).toBe(revision), 20_000)
    await vi.waitFor(() => expect(first.runs.size).toBeGreaterThan(50), 20_000)
    plane.document = documentFor(first.url, 12, 2)
    await reported(2)
    plane.document = documentFor(second.url, 8, 3)
    await vi.waitFor(() => expect(second.runs.size).toBeGreaterThan(50), 20_000)
    plane.document = { ...documentFor(second.url, 8, 4), consumers: [] }
    await reported(4)
    plane.document = documentFor(second.url, 16, 5)
    await vi.waitFor(async () => expect(await depth()).toEqual(EMPTY), { timeout: 30_000, interval: 100 })
    expect(first.runs.size + second.runs.size).toBe(2_000)
    expect([...first.runs.values(), ...second.runs.values()].every((times) => times === 1)).toBe(true)
    worker.process.kill('SIGTERM')
    expect(await worker.ended).toBe(0)
  }, 90_000)

  it('ends cleanly on SIGTERM: finishes what runs, takes nothing more, says goodbye', async () => {
    const target = await ledger(400)
    plane.document = documentFor(target.url, 2)
    await publish(10)
    const worker = await startWorker('clean')
    await vi.waitFor(() => expect(target.waiting.size).toBe(2), 20_000)
    worker.process.kill('SIGTERM')
    expect(await worker.ended).toBe(0)
    expect(plane.beats.at(-1)).toMatchObject({ instance: 'clean', state: 'stopped' })
    expect(target.waiting.size).toBe(0)
    expect(await depth()).toEqual({ ...EMPTY, ready: 10 - target.runs.size })
  }, 60_000)

  it('ends at once at the second signal', async () => {
    const target = await ledger(20_000)
    plane.document = documentFor(target.url, 1)
    await publish(1)
    const worker = await startWorker('twice')
    await vi.waitFor(() => expect(target.waiting.size).toBe(1), 20_000)
    worker.process.kill('SIGINT')
    await vi.waitFor(() => expect(worker.output()).toContain('draining'))
    worker.process.kill('SIGINT')
    expect(await worker.ended).toBe(130)
  }, 60_000)

  it('starts from its saved copy and works while the control plane is away', async () => {
    const target = await ledger(1)
    plane.document = documentFor(target.url, 4)
    const first = await startWorker('first')
    await vi.waitFor(
      () => expect(plane.beats.at(-1)).toMatchObject({ appliedRevision: 1, state: 'running' }),
      20_000,
    )
    first.process.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    await plane.away()
    const second = await startWorker('second')
    await publish(20)
    await vi.waitFor(() => expect(target.runs.size).toBe(20), 20_000)
    expect(second.output()).toContain('starting from the saved copy')
    await plane.back()
    await vi.waitFor(
      () => expect(plane.beats.at(-1)).toMatchObject({ instance: 'second', state: 'running' }),
      20_000,
    )
  }, 60_000)
})
