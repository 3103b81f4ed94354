/** How long a task takes from the call that publishes it, in another process, to its start on an idle consumer. */
import type { BenchBackend } from '../../arguments.ts'
import { type Contender, monotonicMs, payloadAt, type Site } from '../contender.ts'
import { atPace } from '../pacing.ts'

const WORKERS = 10
/** Of the tasks; both processes are cold at first. */
const WARM_UP = 0.1

export interface LatencyWorkload {
  readonly tasks: number
  readonly everyMs: number
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(Math.ceil(sorted.length * share) - 1, sorted.length - 1)] ?? Number.NaN
}

/** @param publishElsewhere has `publishAtPace` done by another process */
export async function measureLatency(
  contender: Contender,
  site: Site,
  backend: BenchBackend,
  { tasks }: LatencyWorkload,
  publishElsewhere: () => Promise<void>,
): Promise<number[]> {
  const latenciesMs: number[] = []
  const all = Promise.withResolvers<void>()
  const consumer = await contender.consumer(
    site,
    {
      workers: WORKERS,
      mayFail: false,
      run: ({ payload }) => {
        latenciesMs.push(monotonicMs() - payload().sentAtMs)
        if (latenciesMs.length === tasks) all.resolve()
      },
    },
    backend,
  )
  await publishElsewhere()
  await all.promise
  await consumer.close()
  const warm = latenciesMs.slice(Math.floor(tasks * WARM_UP)).sort((a, b) => a - b)
  return [percentile(warm, 0.5), percentile(warm, 0.99)]
}

export async function publishAtPace(
  contender: Contender,
  site: Site,
  backend: BenchBackend,
  { tasks, everyMs }: LatencyWorkload,
): Promise<void> {
  const publisher = await contender.publisher(site, backend)
  await atPace(tasks, everyMs, () => publisher.publish(payloadAt(monotonicMs())))
  await publisher.close()
}
