/**
 * The archiver: takes dead tasks out of the brokers' dead queues into Postgres, where they are searched and replayed.
 * While the control plane is down they wait in the broker, and nothing is lost.
 *
 * Every control plane of several drains every queue, and no lease decides who may: a broker gives each letter to one
 * consumer at a time, so they share the work by competing for it, and a letter that comes twice is stored once. When one
 * dies, the broker gives what it held to another, sooner than any lease would run out.
 */
import { type Drains, startDrains, type WantedDrain } from '../drain/drains.ts'
import type { BackendPool } from '../registry/backend-pool.ts'
import { type DeadQueue, deadQueues } from '../store/dead-queues.ts'
import { type ArchiveDeps, createArchive } from './archive-letters.ts'

export interface ArchiverDeps extends ArchiveDeps {
  readonly backends: BackendPool
  readonly log: { warn(context: object, message: string): void; info(context: object, message: string): void }
  /** How often it is seen which queues there are; default 5 s. */
  readonly everyMs?: number
  /** Up to so many queues are drained all the time; default 100. */
  readonly alwaysUpTo?: number
}

/** Large enough that the search index, the dearest part, is written for many at once. */
const BATCH = 200
/** A queue that had dead tasks lately is likely to have some again soon. */
const LINGER_MS = 60_000

export function startArchiver(deps: ArchiverDeps): Drains {
  const archive = createArchive(deps)
  const choose = createChoice(deps)
  return startDrains({
    backends: deps.backends,
    log: deps.log,
    batchSize: BATCH,
    ...(deps.everyMs === undefined ? {} : { everyMs: deps.everyMs }),
    wanted: async () => choose(await deadQueues(deps.database)),
    store: (batch, { queue: { type }, backend }) =>
      archive(
        batch.map(({ envelope }) => envelope),
        { type, backend },
      ),
  })
}

/**
 * A few queues are all drained, so that a dead task is in the archive at once. Each costs a channel on its broker, so
 * of thousands only those are drained in which the sampler has seen dead tasks, or about which it knows nothing.
 */
export function createChoice(deps: Pick<ArchiverDeps, 'now' | 'alwaysUpTo'>) {
  const wantedUntilMs = new Map<string, number>()
  const alwaysUpTo = deps.alwaysUpTo ?? 100

  return (queues: readonly DeadQueue[]): WantedDrain[] => {
    if (queues.length <= alwaysUpTo) return queues.map(toWanted)
    const nowMs = deps.now().getTime()
    const keyOf = ({ type, backend }: DeadQueue) => `${type} ${backend}`
    for (const queue of queues) if (queue.mayHoldDead) wantedUntilMs.set(keyOf(queue), nowMs + LINGER_MS)
    for (const [key, untilMs] of wantedUntilMs) if (untilMs < nowMs) wantedUntilMs.delete(key)
    return queues.filter((queue) => wantedUntilMs.has(keyOf(queue))).map(toWanted)
  }
}

const toWanted = ({ type, backend, queueName }: DeadQueue): WantedDrain => ({
  backend,
  queue: { type, ...(queueName === null ? {} : { queueName }) },
  from: 'dead',
})
