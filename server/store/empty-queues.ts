/** Queues in which nothing is: neither ready, nor in flight, nor delayed, in any backend of the type. */
import type { Transaction } from './transaction.ts'

const EMPTY = `
select s.type, min(s."sampledAt") as at from queue_state s join task_type t on t.name = s.type
where s.type = any($1) group by s.type
having bool_and(coalesce(s.error is null and s.ready = 0 and s."inFlight" = 0 and s.delayed = 0, false))
  and bool_and(s."sampledAt" is not null) and bool_or(s.backend = t.backend)`

/** When each of those types was last seen empty; one of which a figure is unknown is left out. */
export async function emptySince(tx: Transaction, types: readonly string[]): Promise<Map<string, Date>> {
  const { rows } = await tx.query<{ type: string; at: Date }>(EMPTY, [types])
  return new Map(rows.map(({ type, at }) => [type, at]))
}
