/**
 * The series of samples by age: 5 s for an hour, 1 min for a day, 1 h for 90 days. Older figures are averages of finer
 * ones; a bucket in which every sample was unknown stays unknown. A bucket is made when it is complete; until then,
 * and so at the end of every chart, its finer samples stand for it.
 */
import type { Database } from './database.ts'

const HOUR_S = 3_600
const DAY_S = 24 * HOUR_S

/** Finest first. */
export const RESOLUTIONS = [
  { seconds: 5, keptSeconds: HOUR_S },
  { seconds: 60, keptSeconds: DAY_S },
  { seconds: 3_600, keptSeconds: 90 * DAY_S },
] as const

/** Averages complete buckets that have none yet, so that a pause of the control plane is caught up. */
const ROLL_UP = `
insert into sample (type, backend, resolution, at, ready, "inFlight", delayed, dead, "oldestAgeMs", "inPerSecond", "outPerSecond")
select type, backend, $2::int, date_bin(make_interval(secs => $2::int), at, 'epoch'), round(avg(ready)), round(avg("inFlight")),
  round(avg(delayed)), round(avg(dead)), max("oldestAgeMs"), avg("inPerSecond"), avg("outPerSecond")
from sample
where resolution = $1 and at < date_bin(make_interval(secs => $2::int), $3::timestamptz, 'epoch')
  and at >= coalesce((select max(at) + make_interval(secs => $2::int) from sample where resolution = $2::int), '-infinity')
group by type, backend, 4
on conflict do nothing`

export async function rollUpSamples(database: Database, now: Date): Promise<void> {
  for (const [index, coarse] of RESOLUTIONS.entries()) {
    const fine = RESOLUTIONS[index - 1]
    if (fine === undefined) continue
    await database.pool.query(ROLL_UP, [fine.seconds, coarse.seconds, now])
  }
}

/** So much longer than promised, so that what is asked for at the edge is still there when it is read. */
const PRUNE_LATE_MS = 120_000

export async function pruneSamples(database: Database, now: Date): Promise<void> {
  for (const { seconds, keptSeconds } of RESOLUTIONS)
    await database.pool.query(`delete from sample where resolution = $1 and at < $2`, [
      seconds,
      new Date(now.getTime() - keptSeconds * 1_000 - PRUNE_LATE_MS),
    ])
}

export interface HistoryPoint {
  readonly at: Date
  readonly ready: number | null
  readonly inFlight: number | null
  readonly delayed: number | null
  readonly dead: number | null
  readonly inPerSecond: number | null
  readonly outPerSecond: number | null
}

const SUMMED = ['ready', 'inFlight', 'delayed', 'dead', 'inPerSecond', 'outPerSecond'] as const
/** A sum over the backends of a moving type is known only when every part of it is. */
const sumOf = (name: string) =>
  `case when count(*) = count("${name}") then sum("${name}") end::float8 as "${name}"`
/** Samples of several resolutions count by how long they stand for. */
const meanOf = (name: string) =>
  `sum("${name}" * resolution) / sum(resolution) filter (where "${name}" is not null) as "${name}"`
/** Up to where there are buckets of that many seconds. */
const untilOf = (seconds: number) =>
  `coalesce((select max(at) + make_interval(secs => ${seconds}) from sample where type = $1 and resolution = ${seconds}),
    '-infinity')`
const HISTORY = `
with edge as (select ${untilOf(3_600)} as hours, ${untilOf(60)} as minutes),
binned as (
  select date_bin(make_interval(secs => $5), at, $3::timestamptz) as at, backend, ${SUMMED.map(meanOf).join(', ')}
  from sample, edge where type = $1 and at >= $3 and at < $4 and (resolution = $2::int
    or (resolution = 60 and $2::int = 3600 and at >= hours)
    or (resolution = 5 and $2::int = 60 and at >= minutes)
    or (resolution = 5 and $2::int = 3600 and at >= greatest(hours, minutes)))
  group by 1, 2)
select at, ${SUMMED.map(sumOf).join(', ')} from binned group by at order by at`

/** The points that exist, oldest first; `resolution` is one of `RESOLUTIONS`, `stepSeconds` a multiple of it. */
export async function readHistory(
  database: Database,
  type: string,
  range: { from: Date; to: Date; resolution: number; stepSeconds: number },
): Promise<HistoryPoint[]> {
  const { rows } = await database.pool.query<HistoryPoint>({
    name: 'queue-history',
    text: HISTORY,
    values: [type, range.resolution, range.from, range.to, range.stepSeconds],
  })
  return rows
}

export interface Deaths {
  /** Start of the bin, a multiple of its width since 1970. */
  readonly at: Date
  readonly count: number
}

/** Deaths of the type by when they failed, in bins of so many seconds, at least a minute; empty bins are left out. */
export async function readDeaths(
  database: Database,
  type: string,
  { from, to, widthSeconds }: { from: Date; to: Date; widthSeconds: number },
): Promise<Deaths[]> {
  const { rows } = await database.pool.query<Deaths>({
    name: 'queue-deaths',
    text: `select date_bin(make_interval(secs => $4), at, 'epoch') as at, sum(count)::float8 as count
           from failure_minute where type = $1 and at >= date_trunc('minute', $2::timestamptz) and at < $3 group by 1`,
    values: [type, from, to, widthSeconds],
  })
  return rows
}

export interface Annotation {
  readonly at: Date
  readonly kind: 'revision' | 'replay'
  readonly label: string
}

/** Revisions that changed the type's assignments, and replays of its tasks from when they began to send. */
const ANNOTATIONS = `
select r."createdAt" as at, 'revision' as kind, r.project || ' revision ' || r.number || ': ' || r.reason as label
from revision r left join revision p on p.project = r.project and p.number = r.number - 1
where r."createdAt" >= $2 and r."createdAt" < $3
  and jsonb_path_query_array(r.assignments, '$[*] ? (@.type == $type)', jsonb_build_object('type', $1::text))
    is distinct from coalesce(
      jsonb_path_query_array(p.assignments, '$[*] ? (@.type == $type)', jsonb_build_object('type', $1::text)), '[]')
union all
select r."startedAt", 'replay', 'replay of ' || coalesce(r.selected, 0) || case r.selected when 1 then ' task' else ' tasks' end
  || ' by ' || r.author || case r.reason when '' then '' else ': ' || r.reason end
from replay r where r."startedAt" >= $2 and r."startedAt" < $3 and $1 = any(r.types)
order by at`

export async function readAnnotations(
  database: Database,
  type: string,
  from: Date,
  to: Date,
): Promise<Annotation[]> {
  const { rows } = await database.pool.query<Annotation>(ANNOTATIONS, [type, from, to])
  return rows
}
