/** Everything that a project's configuration document is made of, read in one statement: one moment's truth. */
import type { HandlerConfig, RetryPolicy } from '../task/index.ts'
import type { Database } from './database.ts'

/** A queue that the type has left. */
export interface FormerPlace {
  readonly backend: string
  readonly backendKind: string
  readonly backendUrl: string | null
  readonly backendOptions: Readonly<Record<string, unknown>> | null
  readonly queueName: string | null
}

export interface AssignedType {
  readonly role: 'producer' | 'consumer'
  readonly type: string
  readonly workers: number | null
  readonly handler: HandlerConfig | null
  readonly paused: boolean
  /** Tasks per second over all instances of the project. */
  readonly rateLimit: number | null
  readonly queueName: string | null
  readonly retry: RetryPolicy
  readonly timeoutMs: number
  readonly payloadSchema: Record<string, unknown> | null
  readonly order: 'none' | 'key'
  /** Tasks per second over the whole fleet. */
  readonly typeRateLimit: number | null
  /** Projects that consume the type and are not paused; only where the type has a rate limit. */
  readonly consumers: readonly string[]
  readonly backend: string
  readonly backendKind: string
  readonly backendUrl: string | null
  readonly backendOptions: Readonly<Record<string, unknown>> | null
  /** What consumers drain beside its queue; of consumers only. */
  readonly formers: readonly FormerPlace[]
  /** An override pauses the type. */
  readonly overridden: boolean
}

export interface ConfigSource {
  readonly project: string
  readonly revision: number
  readonly assigned: readonly AssignedType[]
  /** The next instant at which an override ends by itself. */
  readonly nextExpiry: Date | null
}

const SOURCE = `
  with active as (
    select type, max("until") filter (where "until" is not null) as expiry from override
    where kind = 'pause' and "endedAt" is null and ("until" is null or "until" > $2) group by type
  )
  select p.name as project, p.revision,
    coalesce((
      select json_agg(json_build_object(
        'role', a.role, 'type', a.type, 'workers', a.workers, 'handler', a.handler, 'paused', a.paused,
        'rateLimit', a."rateLimit", 'queueName', t."queueName", 'retry', t.retry, 'timeoutMs', t."timeoutMs",
        'payloadSchema', t."payloadSchema", 'order', t."order", 'typeRateLimit', t."rateLimit",
        'consumers', case when t."rateLimit" is null then '[]'::json else coalesce((
          select json_agg(c.project order by c.project) from assignment c
          where c.type = a.type and c.role = 'consumer' and not c.paused), '[]') end,
        'backend', b.name, 'backendKind', b.kind, 'backendUrl', b.url, 'backendOptions', b.options,
        'formers', case when a.role = 'producer' then '[]'::json else coalesce((
          select json_agg(json_build_object('backend', o.name, 'backendKind', o.kind, 'backendUrl', o.url,
            'backendOptions', o.options, 'queueName', nullif(f."queueName", '')) order by o.name, f."queueName")
          from former_queue f join backend o on o.name = f.backend where f.type = a.type), '[]') end,
        'overridden', exists (select 1 from active where active.type = a.type)
      ) order by a.role, a.type)
      from assignment a join task_type t on t.name = a.type join backend b on b.name = t.backend
      where a.project = p.name), '[]') as assigned,
    (select min(active.expiry) from active join assignment a on a.type = active.type
      where a.project = p.name and a.role = 'consumer') as "nextExpiry"
  from project p where p.name = $1`

/** @returns null when there is no such project */
export async function readConfigSource(
  database: Database,
  project: string,
  now: Date,
): Promise<ConfigSource | null> {
  const { rows } = await database.pool.query<ConfigSource>({
    name: 'config-source',
    text: SOURCE,
    values: [project, now],
  })
  return rows[0] ?? null
}
