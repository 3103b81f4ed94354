/**
 * After each tick of the sampler: judges every queue and writes down what its health must remember, in one statement.
 * Whoever reads a queue judges it anew from that and the newest facts, and writes nothing.
 */
import { setImmediate } from 'node:timers/promises'
import { type Liveness, liveSince } from '../instances/liveness.ts'
import type { Database } from '../store/database.ts'
import { readQueueFacts } from '../store/queue-facts.ts'
import { type StoredMemory, writeMemories } from '../store/queue-health.ts'
import type { FleetCache } from './fleet-cache.ts'
import { isBlank } from './health/memory.ts'
import { judge, partsOf } from './queue-parts.ts'

export interface RememberDeps {
  readonly database: Database
  readonly liveness: Liveness
  readonly fleet: FleetCache
}

/** About 5 ms of work. */
const PIECE = 200

export async function rememberHealth({ database, liveness, fleet }: RememberDeps): Promise<void> {
  const now = liveness.clock()
  const facts = await readQueueFacts(database, { now, liveSince: liveSince(liveness) }, fleet.read())
  const changed: StoredMemory[] = []
  let judged = 0
  for (const parts of partsOf(facts)) {
    const { memory } = judge(parts, facts, now)
    // A quiet queue has nothing to remember and is not written: thousands are.
    if (!isBlank(memory) || !isBlank(parts.memory)) changed.push({ type: parts.type.type, memory })
    judged += 1
    if (judged % PIECE === 0) await setImmediate()
  }
  await writeMemories(database, now, changed)
}
