/**
 * The control plane is killed while it archives and while it replays, and its broker is killed while it replays.
 * Nothing is lost: the ledgers are the target's own records, by distinct task id, and what the broker says it holds.
 */
import { whyNoRabbitNode } from '../scripts/test-servers/rabbitmq.ts'
import { apiOf, type Call } from './api.ts'
import { countsOf, failuresOf, replayOf, startReplay } from './archive.ts'
import { publish, setUpConsumer } from './consumer.ts'
import { connectDatabase, countArchived, holdUpArchive } from './database.ts'
import { expect, test } from './fixtures.ts'
import type { Product } from './product.ts'
import type { Program } from './program.ts'
import { askBroker, RABBITMQ } from './rabbitmq.ts'
import { type RecordingTarget, startTarget } from './target.ts'

const reason = whyNoRabbitNode()
if (reason !== null) test.skip(true, reason)
test.describe.configure({ mode: 'serial' })
test.setTimeout(180_000)

const TYPE = 'statement.print'
const QUEUE = `task.${TYPE}`
const TASKS = 5_000
const WORKERS = 16
/** Of a replay: after a crash at most so many may be sent again (contract). */
const BATCH = 100
const EMPTY = { ready: 0, unacknowledged: 0 }

let call: Call
let target: RecordingTarget
let worker: Program
let ids: string[]

test.beforeAll(async ({ onRabbit }) => {
  call = apiOf(onRabbit)
  target = await startTarget()
  const fields = { backend: RABBITMQ, retry: { maxAttempts: 1 } }
  await setUpConsumer(call, { project: 'statements', type: TYPE, url: target.url, workers: WORKERS, fields })
  worker = await onRabbit.startWorker('statements')
})
test.afterAll(async () => {
  await worker.end('SIGTERM')
  await target.close()
})

/** Starts it, and kills it again as soon as it has archived a part of what waits. */
async function killWhileArchiving(product: Product): Promise<number> {
  const database = await connectDatabase(product)
  const before = await countArchived(database, TYPE)
  const start = product.start().catch(() => 'killed')
  await expect
    .poll(() => countArchived(database, TYPE), { timeout: 60_000, intervals: [5] })
    .toBeGreaterThan(before)
  await product.kill()
  await start
  const archived = await countArchived(database, TYPE)
  await database.end()
  return archived
}

test('killed while it archives: workers go on, dead letters wait in the broker, each is stored once', async ({
  rabbit,
  onRabbit,
}) => {
  target.answerWith(500, 'no paper')
  const database = await connectDatabase(onRabbit)
  const archive = await holdUpArchive(database)
  target.holdAfter(TASKS / 2)
  ids = await publish(
    call,
    TYPE,
    Array.from({ length: TASKS }, (_, number) => ({ number })),
  )
  const dead = () => askBroker(rabbit, `${QUEUE}.dead`)
  // It has taken letters and is about to store them.
  await expect.poll(async () => (await dead())?.unacknowledged, { timeout: 30_000 }).toBeGreaterThan(0)
  expect(target.ids().size, 'it struck before the end').toBeLessThan(TASKS)
  await onRabbit.kill()
  target.release()
  await archive.release()
  await database.end()

  await expect.poll(() => target.ids().size, { timeout: 60_000 }).toBe(TASKS)
  await expect.poll(dead, { timeout: 20_000 }).toEqual({ ready: TASKS, unacknowledged: 0 })
  const archived = await killWhileArchiving(onRabbit)
  expect(archived, 'it struck in the midst').toBeLessThan(TASKS)

  await onRabbit.start()
  await expect.poll(() => countsOf(call, TYPE), { timeout: 60_000 }).toEqual({ dead: TASKS })
  await expect.poll(dead, { timeout: 20_000 }).toEqual(EMPTY)
  const failures = await failuresOf(call, TYPE)
  expect(failures.map(({ taskId }) => taskId).sort()).toEqual([...ids].sort())
  expect(target.runs.length, 'attempts').toBe(TASKS)
})

test('killed while it replays: what was sent is run, the rest is sent after its return, nothing is lost', async ({
  rabbit,
  onRabbit,
}) => {
  target.answerWith(200)
  const selection = { filter: { type: [TYPE] } }
  const { id } = await startReplay(call, { selection, ratePerSecond: 1_000, reason: 'paper is back' })
  const sent = async () => (await replayOf(call, id)).progress.sent
  await expect.poll(sent, { timeout: 30_000, intervals: [20] }).toBeGreaterThan(TASKS / 5)
  await onRabbit.kill()
  const before = target.done().size
  expect(before, 'it struck before the end').toBeLessThan(TASKS)

  // The worker needs nobody: it runs what is in the broker, and leaves the outcomes there.
  await expect.poll(() => askBroker(rabbit, QUEUE), { timeout: 20_000 }).toEqual(EMPTY)
  const meanwhile = target.done().size
  expect(meanwhile).toBeGreaterThan(0)
  expect(meanwhile).toBeLessThan(TASKS)
  await onRabbit.start()
  const replay = () => replayOf(call, id)
  await expect
    .poll(replay, { timeout: 60_000 })
    .toMatchObject({ state: 'completed', progress: { selected: TASKS, succeeded: TASKS, failedAgain: 0 } })
  const { progress } = await replay()
  expect(progress).toMatchObject({ sent: TASKS, pending: 0, running: 0, skipped: 0, unknown: 0 })
  expect(progress.resent).toBeLessThanOrEqual(BATCH)
  expect([...target.done()].sort()).toEqual([...ids].sort())
  const replayed = target.runs.filter(({ replayId }) => replayId === id)
  expect(replayed.length - TASKS, 'done twice').toBeLessThanOrEqual(progress.resent)
  expect(await countsOf(call, TYPE)).toEqual({ replayed: TASKS })
  await expect.poll(() => askBroker(rabbit, QUEUE)).toEqual(EMPTY)
})

test('its broker is killed while it replays: the replay says what it waits for, and goes on', async ({
  rabbit,
}) => {
  const count = 2_000
  target.answerWith(500, 'no ink')
  const later = await publish(
    call,
    TYPE,
    Array.from({ length: count }, (_, number) => ({ number })),
  )
  const counts = () => countsOf(call, TYPE)
  await expect.poll(counts, { timeout: 60_000 }).toEqual({ dead: count, replayed: TASKS })
  target.answerWith(200)
  const selection = { filter: { type: [TYPE] } }
  const { id } = await startReplay(call, { selection, ratePerSecond: 400, reason: 'ink is back' })
  const replay = () => replayOf(call, id)
  await expect
    .poll(async () => (await replay()).progress.sent, { timeout: 30_000, intervals: [20] })
    .toBeGreaterThan(count / 4)
  await rabbit.crash()
  await expect
    .poll(replay, { timeout: 30_000 })
    .toMatchObject({ state: 'running', waiting: expect.stringContaining(RABBITMQ) })
  expect((await replay()).progress.pending, 'it struck before the end').toBeGreaterThan(0)
  await rabbit.start()
  await expect
    .poll(replay, { timeout: 90_000 })
    .toMatchObject({ state: 'completed', waiting: null, progress: { selected: count, succeeded: count } })
  expect(later.filter((task) => !target.done().has(task))).toEqual([])
  expect(await counts()).toEqual({ replayed: TASKS + count })
  const runs = target.runs.filter(({ replayId }) => replayId === id).length
  const { resent } = (await replay()).progress
  expect(runs - count, 'done twice').toBeLessThanOrEqual(resent + BATCH + WORKERS)
})
