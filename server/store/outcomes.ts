/** How tracked and replayed tasks ended, by task id and replay id (an empty text when it was no replay). */
import type { Outcome } from '../task/index.ts'
import type { Transaction } from './transaction.ts'

/**
 * A task may end twice: what is delivered at least once is run at least once. One success makes it succeeded, whatever
 * a second run came to, and in whichever order they are told.
 */
const UPSERT = `
insert into outcome as o ("taskId", "replayId", type, result, attempt, "deadReason", error, project, instance, "startedAt", "endedAt")
select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::text[], $7::text[], $8::text[],
  $9::text[], $10::timestamptz[], $11::timestamptz[]) as u (task_id, replay_id) order by u.task_id, u.replay_id
on conflict ("taskId", "replayId") do update set type = excluded.type, result = excluded.result,
  attempt = excluded.attempt, "deadReason" = excluded."deadReason", error = excluded.error, project = excluded.project,
  instance = excluded.instance, "startedAt" = excluded."startedAt", "endedAt" = excluded."endedAt"
where o.result <> 'succeeded' or excluded.result = 'succeeded'`

/** @param outcomes one for each task and replay */
export async function storeOutcomes(tx: Transaction, outcomes: readonly Outcome[]): Promise<void> {
  const column = <T>(read: (outcome: Outcome) => T) => outcomes.map(read)
  await tx.query({
    name: 'store-outcomes',
    text: UPSERT,
    values: [
      column((one) => one.taskId),
      column((one) => one.replayId ?? ''),
      column((one) => one.type),
      column((one) => one.result),
      column((one) => one.attempt),
      column((one) => one.deadReason ?? null),
      column((one) => one.error ?? null),
      column((one) => one.project),
      column((one) => one.instance),
      column((one) => one.startedAt),
      column((one) => one.endedAt),
    ],
  })
}
