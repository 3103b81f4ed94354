/** Whether anybody would run tasks of a type. */
import type { Database } from './database.ts'

export interface Consumption {
  readonly type: string
  /** Projects that are assigned to consume it. */
  readonly consumers: number
  /** Of those, not paused by their assignment. */
  readonly active: number
  /** Live instances of the projects that are not paused. */
  readonly live: number
}

/** Of those types that exist. */
export async function readConsumption(
  database: Database,
  types: readonly string[],
  liveSince: Date,
): Promise<ReadonlyMap<string, Consumption>> {
  const { rows } = await database.pool.query<Consumption>({
    name: 'consumption',
    text: `select t.name as type, count(a.project)::int as consumers, (count(*) filter (where not a.paused))::int as active,
             (select count(*)::int from instance i where i."lastSeenAt" > $2 and i.state <> 'stopped'
                and i.project in (select c.project from assignment c
                                  where c.type = t.name and c.role = 'consumer' and not c.paused)) as live
           from task_type t left join assignment a on a.type = t.name and a.role = 'consumer'
           where t.name = any($1) group by t.name`,
    values: [types, liveSince],
  })
  return new Map(rows.map((row) => [row.type, row]))
}
