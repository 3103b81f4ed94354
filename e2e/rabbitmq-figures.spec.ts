/** What the console says of a queue on RabbitMQ is what the broker's own management says: at rest, and under load. */
import { whyNoRabbitNode } from '../scripts/test-servers/rabbitmq.ts'
import { apiOf, type Call, mustCall } from './api.ts'
import { countsOf } from './archive.ts'
import { publish, setUpConsumer } from './consumer.ts'
import { connectDatabase, holdUpArchive } from './database.ts'
import { depthOf } from './depth.ts'
import { expect, test } from './fixtures.ts'
import { askBroker, RABBITMQ } from './rabbitmq.ts'
import { startTarget } from './target.ts'

const reason = whyNoRabbitNode()
if (reason !== null) test.skip(true, reason)

const tasks = (count: number) => Array.from({ length: count }, (_, number) => ({ number }))

test('at rest ready, unacknowledged and dead are the same', async ({ rabbit, onRabbit }) => {
  const call = apiOf(onRabbit)
  const target = await startTarget()
  const fields = { backend: RABBITMQ, retry: { maxAttempts: 1 } }
  const type = 'meter.read'
  await setUpConsumer(call, { project: 'meters', type, url: target.url, workers: 4, fields })
  target.hold()
  await publish(call, type, tasks(40))
  const worker = await onRabbit.startWorker('meters')
  await expect.poll(() => target.inFlight(), { timeout: 30_000 }).toBe(4)
  const compare = async () => {
    const [ours, work, dead] = await Promise.all([
      depthOf(call, type),
      askBroker(rabbit, `task.${type}`),
      askBroker(rabbit, `task.${type}.dead`),
    ])
    const lying = dead === null ? null : dead.ready + dead.unacknowledged
    return {
      ours: { ready: ours.ready, inFlight: ours.inFlight, dead: ours.dead },
      broker: { ready: work?.ready, inFlight: work?.unacknowledged, dead: lying },
    }
  }
  const same = (ready: number, inFlight: number, dead: number) => {
    const figures = { ready, inFlight, dead }
    return expect.poll(compare, { timeout: 20_000 }).toEqual({ ours: figures, broker: figures })
  }
  await same(36, 4, 0)

  // The archive cannot write: dead letters stay in the broker, taken and not acknowledged.
  const database = await connectDatabase(onRabbit)
  const archive = await holdUpArchive(database)
  target.answerWith(500, 'the meter is dark')
  target.release()
  await same(0, 0, 40)
  await archive.release()
  await database.end()
  await same(0, 0, 0)
  await expect.poll(() => countsOf(call, type)).toEqual({ dead: 40 })
  await worker.end('SIGTERM')
  await target.close()
})

interface Sample {
  readonly at: number
  readonly ready: number
  readonly inFlight: number
}

interface Sampled {
  readonly backends: readonly {
    readonly sampledAt: string | null
    readonly depth: Readonly<Record<'ready' | 'inFlight', { value: number | null; quality: string }>>
  }[]
}

/** The last sample of the type, when there is one. */
async function lastSample(call: Call, type: string): Promise<Sample[]> {
  const { backends } = await mustCall<Sampled>(call, 'GET', `/queues/${type}`)
  const [at, depth] = [backends[0]?.sampledAt, backends[0]?.depth]
  const [ready, inFlight] = [depth?.ready.value ?? null, depth?.inFlight.value ?? null]
  if (typeof at !== 'string' || ready === null || inFlight === null) return []
  return [{ at: Date.parse(at), ready, inFlight }]
}

/** The broker counts anew every second; between its count and ours one of its counts may lie. */
const BROKER_MS = 2_500

test('under load each sample lies between what the broker says just before and just after it', async ({
  rabbit,
  onRabbit,
}) => {
  const call = apiOf(onRabbit)
  const target = await startTarget()
  const type = 'meter.bill'
  const fields = { backend: RABBITMQ }
  await setUpConsumer(call, { project: 'bills', type, url: target.url, workers: 4, fields })
  target.takeMs(25)
  const worker = await onRabbit.startWorker('bills')
  await publish(call, type, tasks(2_000))
  const truth: Sample[] = []
  const ours = new Map<number, Sample>()
  const look = async () => {
    const found = await askBroker(rabbit, `task.${type}`)
    if (found !== null) truth.push({ at: Date.now(), ready: found.ready, inFlight: found.unacknowledged })
    for (const sample of await lastSample(call, type)) ours.set(sample.at, sample)
    return target.done().size
  }
  await expect.poll(look, { timeout: 60_000, intervals: [200] }).toBe(2_000)

  const [first, last] = [truth[0]?.at ?? 0, truth.at(-1)?.at ?? 0]
  const inside = [...ours.values()].filter(({ at }) => at > first + BROKER_MS && at < last - BROKER_MS)
  expect(inside.length, 'samples under load').toBeGreaterThan(0)
  for (const sample of inside) {
    const near = truth.filter(({ at }) => Math.abs(at - sample.at) <= BROKER_MS)
    for (const figure of ['ready', 'inFlight'] as const) {
      const values = near.map((seen) => seen[figure])
      expect(sample[figure], figure).toBeGreaterThanOrEqual(Math.min(...values))
      expect(sample[figure], figure).toBeLessThanOrEqual(Math.max(...values))
    }
  }
  await worker.end('SIGTERM')
  await target.close()
})
