/** Counts of instances for metrics. */
import type { Database } from './database.ts'

export interface FleetCount {
  readonly project: string
  /** Heard lately and not stopped. */
  readonly live: number
  /** Live, but on another revision than desired. */
  readonly stale: number
}

export async function countFleet(database: Database, liveSince: Date): Promise<FleetCount[]> {
  const { rows } = await database.pool.query<FleetCount>({
    name: 'count-fleet',
    text: `select i.project, count(*)::int as live,
             (count(*) filter (where i."appliedRevision" <> p.revision))::int as stale
           from instance i join project p on p.name = i.project
           where i."lastSeenAt" > $1 and i.state <> 'stopped' group by i.project order by i.project`,
    values: [liveSince],
  })
  return rows
}
