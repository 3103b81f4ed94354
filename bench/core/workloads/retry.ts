/** How many waiting tasks per second are run, fail, are stored for another attempt at once, run again and are settled. */
import type { BenchBackend } from '../../arguments.ts'
import type { Contender, Site } from '../contender.ts'

/** The tasks wait already. */
export async function measureRetry(
  contender: Contender,
  site: Site,
  backend: BenchBackend,
  { workers, tasks }: { workers: number; tasks: number },
): Promise<number[]> {
  const all = Promise.withResolvers<void>()
  let [begunMs, done]: [number | null, number] = [null, 0]
  const run = ({ attempt }: { attempt: number }) => {
    begunMs ??= performance.now()
    if (attempt === 1) throw new Error('The first attempt fails.')
    done += 1
    if (done === tasks) all.resolve()
  }
  const consumer = await contender.consumer(site, { workers, mayFail: true, run }, backend)
  await all.promise
  await consumer.settled(tasks)
  const perSecond = (tasks / (performance.now() - (begunMs ?? 0))) * 1_000
  await consumer.close()
  return [perSecond]
}
