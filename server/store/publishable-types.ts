/** What publishing needs to know of task types, in one query for a whole batch. */
import type { Database } from './database.ts'

export interface PublishableTypeRow {
  readonly name: string
  readonly backend: string
  /** Of the backend. */
  readonly kind: string
  readonly queueName: string | null
  readonly payloadSchema: Record<string, unknown> | null
  /** Projects that are assigned to produce it. */
  readonly producers: readonly string[]
}

/** Those of `names` that exist. */
export async function readPublishableTypes(
  database: Database,
  names: readonly string[],
): Promise<PublishableTypeRow[]> {
  const { rows } = await database.pool.query<PublishableTypeRow>({
    name: 'publishable-types',
    text: `select t.name, t.backend, b.kind, t."queueName", t."payloadSchema",
             array(select a.project from assignment a where a.type = t.name and a.role = 'producer') as producers
           from task_type t join backend b on b.name = t.backend where t.name = any($1)`,
    values: [names],
  })
  return rows
}
