/** How many tasks per second the broker takes responsibility for. */
import type { BenchBackend } from '../../arguments.ts'
import { type Contender, PAYLOAD, type Publisher, type Site } from '../contender.ts'
import { byCallers, inWindow } from '../pacing.ts'
import { RateMeter } from '../rate-meter.ts'

/** Of one caller: unconfirmed at once, or stored with one call. */
const MANY = 500
const BATCH = Array.from({ length: MANY }, () => PAYLOAD)

async function byOneCaller(
  publisher: Publisher,
  isOver: () => boolean,
  count: (tasks: number) => void,
): Promise<void> {
  const { publishBatch } = publisher
  if (publishBatch === null)
    return inWindow(MANY, isOver, () => publisher.publish(PAYLOAD).then(() => count(1)))
  while (!isOver()) {
    await publishBatch(BATCH)
    count(MANY)
  }
}

export async function measurePublish(
  contender: Contender,
  site: Site,
  backend: BenchBackend,
  { callers, warmUpMs, measureMs }: { callers: number; warmUpMs: number; measureMs: number },
): Promise<number[]> {
  const publisher = await contender.publisher(site, backend)
  const meter = new RateMeter(warmUpMs)
  const deadlineMs = performance.now() + warmUpMs + measureMs
  const isOver = () => performance.now() > deadlineMs && meter.tells
  const count = (tasks: number) => meter.count(tasks)
  if (callers === 1) await byOneCaller(publisher, isOver, count)
  else await byCallers(callers, isOver, () => publisher.publish(PAYLOAD).then(() => count(1)))
  await publisher.close()
  return [meter.perSecond()]
}

/** For those that measure how tasks are run. */
export async function fill(
  contender: Contender,
  site: Site,
  backend: BenchBackend,
  tasks: number,
): Promise<void> {
  const publisher = await contender.publisher(site, backend)
  const { publishBatch } = publisher
  let begun = 0
  if (publishBatch === null)
    await inWindow(
      MANY,
      () => begun >= tasks,
      () => {
        begun += 1
        return publisher.publish(PAYLOAD)
      },
    )
  else for (; begun < tasks; begun += MANY) await publishBatch(BATCH.slice(0, Math.min(MANY, tasks - begun)))
  await publisher.close()
}
