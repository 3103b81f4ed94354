/**
 * What breaks in production, done on purpose to RabbitMQ and to a worker while work is in flight. The ledger is the
 * target's own, by distinct task id: nothing is lost, and no more is done twice than was in flight at the fault.
 */
import { whyNoRabbitNode } from '../scripts/test-servers/rabbitmq.ts'
import type { RabbitNode } from '../scripts/test-servers/rabbitmq-node.ts'
import { apiOf } from './api.ts'
import { publish, setUpConsumer } from './consumer.ts'
import { expect, test } from './fixtures.ts'
import type { Product } from './product.ts'
import type { Program } from './program.ts'
import { askBroker, RABBITMQ } from './rabbitmq.ts'
import { type RecordingTarget, startTarget } from './target.ts'

const reason = whyNoRabbitNode()
if (reason !== null) test.skip(true, reason)
test.setTimeout(180_000)

/** A queue that is younger may lose what it confirmed when the broker is killed (docs/backends.md). */
const AGED_MS = 10_000
const RUN_MS = 20
const WORKERS = 16
/** What one instance holds: those that run, and no more than a twentieth of a second's work. */
const HELD = WORKERS * (1 + 50 / RUN_MS)

interface Scene {
  readonly target: RecordingTarget
  readonly queue: string
  readonly ids: readonly string[]
  readonly declaredAt: number
}

/** `count` tasks of a type of its own wait for the project's workers, which are not there yet. */
async function setTheScene(product: Product, project: string, count: number): Promise<Scene> {
  const call = apiOf(product)
  const type = `chaos.${project}`
  const target = await startTarget()
  target.takeMs(RUN_MS)
  const fields = { backend: RABBITMQ }
  await setUpConsumer(call, { project, type, url: target.url, workers: WORKERS, fields })
  const declaredAt = Date.now()
  const ids = await publish(
    call,
    type,
    Array.from({ length: count }, (_, number) => ({ number })),
  )
  return { target, queue: `task.${type}`, ids, declaredAt }
}

/** So many are done, and others are in flight at this moment: now a fault may strike. */
async function reach(target: RecordingTarget, mark: number): Promise<void> {
  const underWay = () => target.done().size > mark && target.inFlight() > 0
  await expect.poll(underWay, { timeout: 60_000, intervals: [10], message: `${mark} done` }).toBe(true)
}

async function leave({ target }: Scene, worker: Program): Promise<void> {
  await worker.end('SIGTERM')
  await target.close()
}

const repeated = (target: RecordingTarget) => target.runs.length - target.ids().size

/** Every task was done, the queue is empty, and no more ran twice than `inFlight`. */
async function expectAllDone(
  node: RabbitNode,
  { target, queue, ids }: Scene,
  inFlight: number,
): Promise<void> {
  await expect
    .poll(() => ids.length - target.done().size, { timeout: 90_000, message: 'not done yet' })
    .toBe(0)
  await expect
    .poll(() => askBroker(node, queue), { timeout: 20_000 })
    .toEqual({ ready: 0, unacknowledged: 0 })
  expect([...target.done()].sort()).toEqual([...ids].sort())
  expect(repeated(target), 'done twice').toBeLessThanOrEqual(inFlight)
  expect(await askBroker(node, `${queue}.dead`)).toEqual({ ready: 0, unacknowledged: 0 })
}

test('the broker is restarted at a third of 10,000 tasks and killed at half', async ({
  rabbit,
  onRabbit,
}) => {
  const scene = await setTheScene(onRabbit, 'broker', 10_000)
  const { target, declaredAt } = scene
  const worker = await onRabbit.startWorker('broker')
  await reach(target, 3_333)
  await rabbit.stop()
  await rabbit.start()
  await reach(target, 5_000)
  expect(Date.now() - declaredAt).toBeGreaterThan(AGED_MS)
  await rabbit.crash()
  expect(target.done().size, 'it struck before the end').toBeLessThan(10_000)
  await rabbit.start()
  await expectAllDone(rabbit, scene, 2 * HELD)
  await leave(scene, worker)
})

test('a worker is killed: what it ran is taken over, and only that runs twice', async ({
  rabbit,
  onRabbit,
}) => {
  const scene = await setTheScene(onRabbit, 'victims', 4_000)
  const { target, queue } = scene
  const [victim, survivor] = [await onRabbit.startWorker('victims'), await onRabbit.startWorker('victims')]
  await reach(target, 1_000)
  // Both have all their workers busy, and what they ran before is acknowledged: only this work is in flight.
  target.hold()
  await expect.poll(() => target.inFlight()).toBe(2 * WORKERS)
  const waiting = 4_000 - target.done().size
  const held = async () => {
    const { ready = 0, unacknowledged = 0 } = (await askBroker(rabbit, queue)) ?? {}
    return ready + unacknowledged
  }
  await expect.poll(held).toBe(waiting)
  await victim.end('SIGKILL')
  target.release()
  await expectAllDone(rabbit, scene, WORKERS)
  expect(repeated(target)).toBe(WORKERS)
  await leave(scene, survivor)
})

test('every connection falls silent in both directions, and nobody hangs up', async ({
  rabbit,
  wire,
  onRabbit,
}) => {
  const scene = await setTheScene(onRabbit, 'silence', 3_000)
  const { target } = scene
  const worker = await onRabbit.startWorker('silence')
  await reach(target, 1_000)
  // Of the control plane and of the worker, publishing and consuming.
  expect(wire.silence()).toBeGreaterThanOrEqual(4)
  expect(target.done().size, 'it struck before the end').toBeLessThan(3_000)
  // A publish meanwhile is confirmed late, or refused; what was accepted is run.
  const task = { type: `chaos.silence`, payload: { number: 3_000 } }
  const answer = await apiOf(onRabbit)<{ tasks?: { id: string }[] }>('POST', '/tasks', task)
  expect([202, 503]).toContain(answer.status)
  const accepted = (answer.body.tasks ?? []).map(({ id }) => id)
  await expectAllDone(rabbit, { ...scene, ids: [...scene.ids, ...accepted] }, HELD)
  await leave(scene, worker)
})
