/** What the subscriptions of one queue are fed from: claims under the process's lease, settlements in batches. */
import type { ConsumeOptions } from '../backend.ts'
import { claimInOrder } from './claim-in-order.ts'
import type { PostgresConnection } from './connection.ts'
import type { Counters } from './counters.ts'
import type { Lease } from './lease.ts'
import type { ClaimedRow, Source } from './row-source.ts'
import type { Settler } from './settler.ts'
import { CLAIM, RECONCILE } from './statements.ts'

export interface SourceParts {
  readonly connection: PostgresConnection
  readonly lease: Lease
  readonly settler: Settler
  readonly counters: Counters
  readonly drained: () => void
  /** The queue has something to take. */
  readonly announce: (queue: string) => void
}

export function sourceOf(
  parts: SourceParts,
  queue: string,
  { from, orderByKey = false }: Pick<ConsumeOptions, 'from' | 'orderByKey'>,
): Source {
  const { connection, lease, settler } = parts
  const fromDead = from === 'dead'
  const inOrder = orderByKey && !fromDead
  const completed = () => {
    if (!fromDead) parts.counters.add(queue, { completed: 1 })
  }
  const claim = inOrder
    ? claimInOrder(connection, queue)
    : (id: string, limit: number) =>
        connection.query<ClaimedRow>({ name: 'sbx-claim', text: CLAIM }, [id, queue, fromDead, limit])
  return {
    connected: () => connection.connected,
    mayHandOut: () => lease.fresh,
    drained: parts.drained,
    claim: async (limit) => {
      const id = await lease.acquire()
      return { lease: id, rows: await claim(id, limit) }
    },
    reconcile: async (known) => {
      await connection.query({ name: 'sbx-reconcile', text: RECONCILE }, [lease.id, queue, fromDead, known])
    },
    ack: async (taken) => {
      await settler.complete(taken)
      completed()
      if (inOrder) parts.announce(queue)
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
