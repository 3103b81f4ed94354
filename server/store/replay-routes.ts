/** Where tasks of a type go now. */
import type { Database } from './database.ts'

export interface Route {
  readonly type: string
  readonly backend: string
  readonly queueName: string | null
}

/** Of those types that exist. */
export async function readRoutes(
  database: Database,
  types: readonly string[],
): Promise<ReadonlyMap<string, Route>> {
  const { rows } = await database.pool.query<Route>({
    name: 'replay-routes',
    text: 'select name as type, backend, "queueName" from task_type where name = any($1)',
    values: [types],
  })
  return new Map(rows.map((row) => [row.type, row]))
}
