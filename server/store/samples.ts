/**
 * Samples of queues: the latest of each (`queue_state`) and the series for charts (`sample`).
 * A tick writes thousands of rows, so both are written with one statement each (unnest).
 */
import type { Quality } from '../task/index.ts'
import type { Database } from './database.ts'
import { readFormerQueues } from './former-queues.ts'

export type FigureName =
  | 'ready'
  | 'inFlight'
  | 'delayed'
  | 'dead'
  | 'oldestAge'
  | 'inPerSecond'
  | 'outPerSecond'

/** Figures are null when unknown, which is not zero. */
export interface QueueSample {
  readonly type: string
  readonly backend: string
  readonly ready: number | null
  readonly inFlight: number | null
  readonly delayed: number | null
  readonly dead: number | null
  readonly oldestAgeMs: number | null
  readonly enqueuedTotal: number | null
  readonly completedTotal: number | null
  /** Tasks per second since the sample before. */
  readonly inPerSecond: number | null
  readonly outPerSecond: number | null
  readonly quality: Readonly<Partial<Record<FigureName, Quality>>>
  /** Why there are no figures; null when there are. */
  readonly error: string | null
}

/** What is to be sampled, with what the last sample left for rates. */
export interface SampledQueue {
  readonly type: string
  readonly backend: string
  /** An existing queue's name; null for our own and for a backend that the type has left. */
  readonly queueName: string | null
  readonly enqueuedTotal: number | null
  readonly completedTotal: number | null
  readonly sampledAt: Date | null
}

const TYPES = 'select name as type, backend, "queueName" from task_type'
const SAMPLED = `
select s.type, s.backend, s."enqueuedTotal"::float8 as "enqueuedTotal", s."completedTotal"::float8 as "completedTotal",
  s."sampledAt",
  s.error is not null
    or coalesce(s.ready, 0) + coalesce(s."inFlight", 0) + coalesce(s.delayed, 0) + coalesce(s.dead, 0) > 0 as "mayHoldTasks"
from queue_state s join backend b on b.name = s.backend`

interface SampledRow extends Omit<SampledQueue, 'queueName'> {
  readonly mayHoldTasks: boolean
}

/**
 * Every type in its backend, and in each backend that it has left while that is drained or tasks may still be there. Joined here: the
 * planner knows nothing of a table that was empty a moment ago, and would compare every row with every other.
 */
export async function queuesToSample(database: Database): Promise<SampledQueue[]> {
  const [types, sampled, formers] = await Promise.all([
    database.pool.query<{ type: string; backend: string; queueName: string | null }>({
      name: 'types-to-sample',
      text: TYPES,
    }),
    database.pool.query<SampledRow>({ name: 'sampled-queues', text: SAMPLED }),
    readFormerQueues(database),
  ])
  const before = new Map(sampled.rows.map((row) => [`${row.type} ${row.backend}`, row]))
  const home = new Map(types.rows.map((row) => [row.type, row.backend]))
  const current = types.rows.map((row) => ({
    ...(before.get(`${row.type} ${row.backend}`) ?? UNSAMPLED),
    ...row,
  }))
  const away = ({ type, backend }: { type: string; backend: string }) =>
    home.has(type) && home.get(type) !== backend
  // A sample is of one queue of a type in one backend.
  const drained = new Map(formers.filter(away).map((row) => [`${row.type} ${row.backend}`, row]))
  const former = [...drained].map(([key, { type, backend, queueName }]) => ({
    ...(before.get(key) ?? UNSAMPLED),
    ...{ type, backend, queueName },
  }))
  const left = sampled.rows.filter(
    (row) => row.mayHoldTasks && away(row) && !drained.has(`${row.type} ${row.backend}`),
  )
  return [...current, ...former, ...left.map((row) => ({ ...row, queueName: null }))].map(
    ({ type, backend, queueName, enqueuedTotal, completedTotal, sampledAt }) => ({
      type,
      backend,
      queueName,
      enqueuedTotal,
      completedTotal,
      sampledAt,
    }),
  )
}

const UNSAMPLED = { enqueuedTotal: null, completedTotal: null, sampledAt: null }
const RECENT_SAMPLES = 30

const INSERT_SAMPLES = `
insert into sample (type, backend, resolution, at, ready, "inFlight", delayed, dead, "oldestAgeMs", "inPerSecond", "outPerSecond")
select u.type, u.backend, 5, $14::timestamptz, u.ready, u.in_flight, u.delayed, u.dead, u.oldest, u.in_rate, u.out_rate
from unnest($1::text[], $2::text[], $3::int8[], $4::int8[], $5::int8[], $6::int8[], $7::int8[], $8::int8[], $9::int8[],
            $10::float8[], $11::float8[], $12::jsonb[], $13::text[])
  as u(type, backend, ready, in_flight, delayed, dead, oldest, enqueued, completed, in_rate, out_rate, quality, error)
on conflict do nothing`

const UPSERT_STATES = `
insert into queue_state as s (type, backend, ready, "inFlight", delayed, dead, "oldestAgeMs", "enqueuedTotal",
  "completedTotal", "inPerSecond", "outPerSecond", quality, error, "sampledAt", "errorSince", "waitingSince", recent)
select u.type, u.backend, u.ready, u.in_flight, u.delayed, u.dead, u.oldest, u.enqueued, u.completed, u.in_rate, u.out_rate,
  u.quality, u.error, case when u.error is null then $14::timestamptz end,
  case when u.error is not null then $14::timestamptz end,
  case when u.ready > 0 then $14::timestamptz end, jsonb_build_array(u.ready)
from unnest($1::text[], $2::text[], $3::int8[], $4::int8[], $5::int8[], $6::int8[], $7::int8[], $8::int8[], $9::int8[],
            $10::float8[], $11::float8[], $12::jsonb[], $13::text[])
  as u(type, backend, ready, in_flight, delayed, dead, oldest, enqueued, completed, in_rate, out_rate, quality, error)
on conflict (type, backend) do update set
  ready = excluded.ready, "inFlight" = excluded."inFlight", delayed = excluded.delayed, dead = excluded.dead,
  "oldestAgeMs" = excluded."oldestAgeMs", "inPerSecond" = excluded."inPerSecond", "outPerSecond" = excluded."outPerSecond",
  -- A failed attempt keeps the totals and their instant: the next rate then spans the gap.
  "enqueuedTotal" = case when excluded.error is null then excluded."enqueuedTotal" else s."enqueuedTotal" end,
  "completedTotal" = case when excluded.error is null then excluded."completedTotal" else s."completedTotal" end,
  "sampledAt" = coalesce(excluded."sampledAt", s."sampledAt"),
  quality = excluded.quality, error = excluded.error,
  "errorSince" = case when excluded.error is not null then coalesce(s."errorSince", excluded."errorSince") end,
  "waitingSince" = case when excluded.ready is null then s."waitingSince"
                        when excluded.ready > 0 then coalesce(s."waitingSince", excluded."waitingSince") end,
  recent = (case when jsonb_array_length(s.recent) >= ${RECENT_SAMPLES} then s.recent - 0 else s.recent end) || excluded.recent`

/** Writes one tick, to the series and as the latest; `at` is the tick's instant. Repeating a tick changes no series. */
export async function writeSamples(
  database: Database,
  at: Date,
  samples: readonly QueueSample[],
): Promise<void> {
  if (samples.length === 0) return
  const column = <T>(read: (sample: QueueSample) => T) => samples.map(read)
  const values = [
    column((s) => s.type),
    column((s) => s.backend),
    column((s) => s.ready),
    column((s) => s.inFlight),
    column((s) => s.delayed),
    column((s) => s.dead),
    column((s) => s.oldestAgeMs),
    column((s) => s.enqueuedTotal),
    column((s) => s.completedTotal),
    column((s) => s.inPerSecond),
    column((s) => s.outPerSecond),
    column((s) => JSON.stringify(s.quality)),
    column((s) => s.error),
    at,
  ]
  await database.pool.query({ name: 'insert-samples', text: INSERT_SAMPLES, values })
  await database.pool.query({ name: 'upsert-queue-states', text: UPSERT_STATES, values })
}

/** Forgets the latest samples of types that are gone and of backends that a type has left empty. */
export async function pruneQueueStates(database: Database): Promise<void> {
  await database.pool.query(
    `delete from queue_state s where not exists (select 1 from task_type t where t.name = s.type)
       or not exists (select 1 from backend b where b.name = s.backend)
       or (s.error is null
           and coalesce(s.ready, 0) + coalesce(s."inFlight", 0) + coalesce(s.delayed, 0) + coalesce(s.dead, 0) = 0
           and not exists (select 1 from task_type t where t.name = s.type and t.backend = s.backend)
           and not exists (select 1 from former_queue f where f.type = s.type and f.backend = s.backend))`,
  )
}

export interface QueueState extends QueueSample {
  /** Of the last attempt that gave figures. */
  readonly sampledAt: Date | null
  readonly errorSince: Date | null
  /** Since when tasks have been ready without a break. */
  readonly waitingSince: Date | null
  /** Ready tasks in the last samples, oldest first. */
  readonly recent: readonly (number | null)[]
}

/** The latest sample of each queue; of these types, or of all. By type, then backend. */
export async function latestSamples(database: Database, types?: readonly string[]): Promise<QueueState[]> {
  const { rows } = await database.pool.query<QueueState>({
    name: 'latest-samples',
    text: `select type, backend, ready::float8 as ready, "inFlight"::float8 as "inFlight", delayed::float8 as delayed,
             dead::float8 as dead, "oldestAgeMs"::float8 as "oldestAgeMs", "enqueuedTotal"::float8 as "enqueuedTotal",
             "completedTotal"::float8 as "completedTotal", "inPerSecond", "outPerSecond", quality, error, "sampledAt",
             "errorSince", "waitingSince", recent
           from queue_state where $1::text[] is null or type = any($1) order by type, backend`,
    values: [types ?? null],
  })
  return rows
}

/** When the newest sample was taken; null before the first. */
export async function newestSampleAt(database: Database): Promise<Date | null> {
  const { rows } = await database.pool.query<{ at: Date | null }>(
    'select max(at) as at from sample where resolution = 5',
  )
  return rows[0]?.at ?? null
}
