/** How many waiting tasks per second are taken, run (nothing is done) and settled. */
import type { BenchBackend } from '../../arguments.ts'
import type { Contender, Site } from '../contender.ts'
import { RateMeter } from '../rate-meter.ts'

export interface RunWorkload {
  readonly workers: number
  readonly tasks: number
  readonly warmUpMs: number
  readonly longestMs: number
}

/** The tasks wait already. */
export async function measureRun(
  contender: Contender,
  site: Site,
  backend: BenchBackend,
  { workers, tasks, warmUpMs, longestMs }: RunWorkload,
): Promise<number[]> {
  const meter = new RateMeter(warmUpMs)
  const all = Promise.withResolvers<void>()
  const run = () => {
    meter.count(1)
    if (meter.total === tasks) all.resolve()
  }
  const consumer = await contender.consumer(site, { workers, mayFail: false, run }, backend)
  const timer = setTimeout(all.resolve, longestMs)
  await all.promise
  clearTimeout(timer)
  if (meter.total >= tasks) {
    await consumer.settled(tasks)
    meter.finished()
  }
  const perSecond = meter.perSecond()
  await consumer.close()
  return [perSecond]
}
