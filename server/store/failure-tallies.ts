/** How many dead tasks the archive holds, from its counts: a row per type, reason and status, for metrics. */
import type { Database } from './database.ts'

export interface FailureTally {
  readonly type: string
  readonly reason: string
  readonly status: string
  readonly count: number
}

export async function failureTallies(database: Database): Promise<FailureTally[]> {
  const { rows } = await database.pool.query<FailureTally>({
    name: 'failure-tallies',
    text: `select type, reason, status, sum(count)::float8 as count from failure_count group by 1, 2, 3`,
  })
  return rows
}
