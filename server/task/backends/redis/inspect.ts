/** Figures of queues, looking into them, and removing what waits there. */
import type { Envelope, PeekedTask, PeekState, QueueStats } from '../backend.ts'
import type { Figure } from '../capabilities.ts'
import type { RedisConnection } from './connection.ts'
import { CANCEL, FIND, FIND_DELAYED, PEEK, PURGE, STATS } from './inspect-scripts.ts'
import { GROUP, type Lane, type QueueKeys } from './keys.ts'
import { fromFields } from './message.ts'

/** Entries that one script looks through, so that others need not wait long for it. */
const PAGE = 1_000
/** Entries of a queue that a search looks through. */
const SEARCHED = 100_000
const PURGED = 2_000

const exact = (value: number): Figure => ({ value, quality: 'exact' })

export async function readStats(
  connection: RedisConnection,
  keys: QueueKeys,
  now: Date,
): Promise<QueueStats> {
  const all = [...keys.work.keys, keys.dead.keys[2]]
  const figures = await connection.run<number[]>(STATS, all, [GROUP])
  const [ready, inFlight, delayed, dead, ageMs, completed, removed] = figures as [
    ...[number, number, number, number, number, number, number],
  ]
  return {
    ready: exact(ready),
    inFlight: exact(inFlight),
    delayed: exact(delayed),
    dead: exact(dead),
    oldestAgeMs: exact(ageMs),
    // Whatever came is gone or still there.
    enqueuedTotal: completed + removed + ready + inFlight + delayed,
    completedTotal: completed,
    sampledAt: now,
  }
}

type Peeked = readonly [id: Buffer, fields: readonly Buffer[], dueAtMs: number]

export async function peekLane(
  connection: RedisConnection,
  { work, dead }: QueueKeys,
  state: PeekState,
  limit: number,
): Promise<PeekedTask[]> {
  const lane = state === 'dead' ? dead : work
  const states = state === 'dead' ? ['inFlight', 'ready', 'delayed'] : [state]
  const found: PeekedTask[] = []
  for (const from of states) {
    const args = [GROUP, from, String(limit - found.length)]
    if (found.length < limit)
      for (const [id, fields, dueAtMs] of await connection.run<Peeked[]>(PEEK, lane.keys, args, true))
        found.push(peeked(fromFields(id.toString('latin1'), fields).envelope, state, dueAtMs))
  }
  return found
}

const peeked = (envelope: Envelope, state: PeekState, dueAtMs: number): PeekedTask => ({
  envelope,
  state,
  ...(dueAtMs < 0 ? {} : { dueAt: new Date(dueAtMs) }),
})

/** Where a task is: the id of its entry, or the token of a delayed one. */
interface Place {
  readonly at: string
  readonly state: 'ready' | 'inFlight' | 'delayed'
  readonly dueAtMs: number
  readonly envelope: Envelope
}

const text = (value: Buffer | undefined) => value?.toString('utf8') ?? ''
const isWaiting = (consumer: string) => ['', 'released', 'unseen'].includes(consumer)

async function findEntry(connection: RedisConnection, lane: Lane, taskId: string): Promise<Place | null> {
  type Answer = readonly [next: Buffer, id?: Buffer, consumer?: Buffer, fields?: readonly Buffer[]]
  let from = '+'
  for (let looked = 0; looked < SEARCHED && from !== ''; looked += PAGE) {
    const args = [GROUP, taskId, from, String(PAGE)]
    const [next, id, consumer, fields] = await connection.run<Answer>(FIND, lane.keys, args, true)
    if (id !== undefined && fields !== undefined) {
      const state = isWaiting(text(consumer)) ? 'ready' : 'inFlight'
      const { envelope } = fromFields(text(id), [...fields, Buffer.from('data'), Buffer.alloc(0)])
      return { at: text(id), state, dueAtMs: -1, envelope }
    }
    from = text(next)
  }
  return null
}

async function findDelayed(connection: RedisConnection, lane: Lane, taskId: string): Promise<Place | null> {
  type Answer = readonly [next: number, token?: Buffer, dueAtMs?: number, fields?: readonly Buffer[]]
  let from = 0
  while (from >= 0 && from < SEARCHED) {
    const args = [taskId, String(from), String(PAGE)]
    const [next, token, dueAtMs, fields] = await connection.run<Answer>(FIND_DELAYED, lane.keys, args, true)
    if (token !== undefined && dueAtMs !== undefined && fields !== undefined) {
      const { envelope } = fromFields('', fields)
      return { at: text(token), state: 'delayed', dueAtMs, envelope: { ...envelope, body: Buffer.alloc(0) } }
    }
    from = next
  }
  return null
}

/** In the work queue and in the dead one. */
export async function findTask(
  connection: RedisConnection,
  { work, dead }: QueueKeys,
  taskId: string,
): Promise<PeekedTask | null> {
  const places = await Promise.all([
    findEntry(connection, work, taskId),
    findDelayed(connection, work, taskId),
    findEntry(connection, dead, taskId),
    findDelayed(connection, dead, taskId),
  ])
  for (const [index, place] of places.entries())
    if (place !== null)
      return peeked(place.envelope, index < 2 ? place.state : 'dead', index < 2 ? place.dueAtMs : -1)
  return null
}

/** It may move from the delayed ones to the stream while we look. */
export async function cancelTask(
  connection: RedisConnection,
  { work }: QueueKeys,
  taskId: string,
): Promise<boolean> {
  for (const find of [findDelayed, findEntry]) {
    const place = await find(connection, work, taskId)
    if (place === null || place.state === 'inFlight') continue
    const kind = place.state === 'delayed' ? 'delayed' : 'ready'
    if ((await connection.run<number>(CANCEL, work.keys, [GROUP, place.at, kind])) === 1) return true
  }
  return false
}

export async function purgeLane(connection: RedisConnection, { work }: QueueKeys): Promise<number> {
  for (let total = 0; ; ) {
    const removed = await connection.run<number>(PURGE, work.keys, [GROUP, String(PURGED)])
    if (removed === 0) return total
    total += removed
  }
}
