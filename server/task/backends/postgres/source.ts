/** What the subscriptions of one queue are fed from: claims under the process's lease, settlements in batches. */
import type { PostgresConnection } from './connection.ts'
import type { Counters } from './counters.ts'
import type { Lease } from './lease.ts'
import type { Settler } from './settler.ts'
import { CLAIM, RECONCILE } from './statements.ts'
import type { ClaimedRow, Source } from './subscription.ts'

export interface SourceParts {
  readonly connection: PostgresConnection
  readonly lease: Lease
  readonly settler: Settler
  readonly counters: Counters
  readonly drained: () => void
  /** The queue has something to take. */
  readonly announce: (queue: string) => void
}

export function sourceOf(parts: SourceParts, queue: string, fromDead: boolean): Source {
  const { connection, lease, settler } = parts
  const completed = () => {
    if (!fromDead) parts.counters.add(queue, { completed: 1 })
  }
  return {
    connected: () => connection.connected,
    mayHandOut: () => lease.fresh,
    drained: parts.drained,
    claim: async (limit) => {
      const id = await lease.acquire()
      const values = [id, queue, fromDead, limit]
      return {
        lease: id,
        rows: await connection.query<ClaimedRow>({ name: 'sbx-claim', text: CLAIM }, values),
      }
    },
    reconcile: async (known) => {
      await connection.query({ name: 'sbx-reconcile', text: RECONCILE }, [lease.id, queue, fromDead, known])
    },
    ack: async (taken) => {
      await settler.complete(taken)
      completed()
    },
    retry: async (taken, envelope, dueAt) => {
      await settler.move({ ...taken, envelope, dead: fromDead, dueAt })
      parts.announce(queue)
    },
    dead: async (taken, envelope) => {
      await settler.move({ ...taken, envelope, dead: true, dueAt: null })
      completed()
      parts.announce(queue)
    },
    release: async (taken, handedOut) => {
      await settler.release({ ...taken, handedOut })
      if (handedOut) parts.announce(queue)
    },
  }
}
