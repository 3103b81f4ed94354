/**
 * Heartbeats that arrive while others are being written are written together, next. So one alone is written at once,
 * and the more there are, the fewer statements each costs.
 */
import type { Database } from '../store/database.ts'
import { type Beat, isDataError, type StoredBeat, storeHeartbeats } from '../store/heartbeats.ts'

const MOST_AT_ONCE = 500

export interface HeartbeatWriter {
  /** Resolves when it is committed; null when there is no such project. */
  write(beat: Beat): Promise<StoredBeat | null>
}

interface Waiting {
  readonly beat: Beat
  readonly resolve: (stored: StoredBeat | null) => void
  readonly reject: (error: unknown) => void
}

export function createHeartbeatWriter({ database }: { readonly database: Database }): HeartbeatWriter {
  let waiting: Waiting[] = []
  let writing = false

  async function writeAll(): Promise<void> {
    writing = true
    while (waiting.length > 0) {
      const { batch, rest } = takeBatch(waiting)
      waiting = rest
      await writeBatch(database, batch)
    }
    writing = false
  }

  return {
    write(beat) {
      const { promise, resolve, reject } = Promise.withResolvers<StoredBeat | null>()
      waiting.push({ beat, resolve, reject })
      if (!writing) void writeAll()
      return promise
    },
  }
}

/** The oldest beats of different instances: one statement cannot write a row twice. */
function takeBatch(waiting: readonly Waiting[]): { batch: Waiting[]; rest: Waiting[] } {
  const batch = new Map<string, Waiting>()
  const rest: Waiting[] = []
  for (const one of waiting) {
    if (batch.size < MOST_AT_ONCE && !batch.has(one.beat.id)) batch.set(one.beat.id, one)
    else rest.push(one)
  }
  return { batch: [...batch.values()], rest }
}

async function writeBatch(database: Database, batch: readonly Waiting[]): Promise<void> {
  try {
    const stored = await storeHeartbeats(
      database,
      batch.map((one) => one.beat),
    )
    for (const { beat, resolve } of batch) resolve(stored.get(beat.id) ?? null)
  } catch (error) {
    // One that cannot be stored must not take the others with it.
    if (batch.length > 1 && isDataError(error)) for (const one of batch) await writeBatch(database, [one])
    else for (const { reject } of batch) reject(error)
  }
}
