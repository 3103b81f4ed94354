/**
 * Raw speed of a backend, tasks of 1 KB: `node server/task/backends/conformance/measure.ts CONFIG [COUNT]`, where
 * CONFIG is the JSON of a backend's configuration, e.g. {"kind":"postgres","url":"postgresql://…"}.
 */
import { argv, stdout } from 'node:process'
import type { Backend, Outgoing, QueueSpec } from '../backend.ts'
import { createBackend } from '../registry.ts'
import { until } from './eventually.ts'
import { envelopeOf } from './messages.ts'

const BODY = Buffer.alloc(1_024, 'x')
const PUBLISHERS = 4
const BATCH = 500

async function timed(what: string, count: number, work: () => Promise<unknown>): Promise<void> {
  const startedAt = performance.now()
  await work()
  const perSecond = Math.round((count / (performance.now() - startedAt)) * 1_000)
  stdout.write(`${what}: ${perSecond} per second\n`)
}

async function publish(backend: Backend, queue: QueueSpec, count: number, batchSize: number): Promise<void> {
  const batches: Outgoing[][] = []
  for (let at = 0; at < count; at += batchSize)
    batches.push(
      Array.from({ length: batchSize }, (_, index) => ({
        queue,
        envelope: envelopeOf(`t${at + index}`, BODY),
      })),
    )
  const publisher = async () => {
    for (let batch = batches.pop(); batch !== undefined; batch = batches.pop()) await backend.publish(batch)
  }
  await Promise.all(Array.from({ length: PUBLISHERS }, publisher))
}

async function run(backend: Backend, queue: QueueSpec, count: number, prefetch: number): Promise<void> {
  let done = 0
  const subscription = await backend.consume(queue, {
    prefetch,
    onDelivery: (delivery) => void delivery.ack().then(() => done++),
    onError: (error) => {
      throw error
    },
  })
  await until(`${count} done`, () => done >= count, 600_000)
  await subscription.stop()
}

const backend = await createBackend(JSON.parse(argv[2] ?? ''), { namespace: 'measure' })
const count = Number(argv[3] ?? 20_000)
const queue = { type: 'measure' }
await backend.connect()
await backend.declare(queue)
await backend.purge(queue)
for (const prefetch of [10, 100]) {
  await timed(`publish, ${PUBLISHERS} at once, batches of ${BATCH}`, count, () =>
    publish(backend, queue, count, BATCH),
  )
  await timed(`run, prefetch ${prefetch}`, count, () => run(backend, queue, count, prefetch))
}
await timed(`publish, ${PUBLISHERS} at once, one by one`, 2_000, () => publish(backend, queue, 2_000, 1))
await backend.purge(queue)
await backend.close()
