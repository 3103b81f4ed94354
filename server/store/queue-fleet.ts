/** What the live instances report of the consumers, grouped: thousands of instances give a row per type and project. */
import type { Database } from './database.ts'

/** What the live instances of a project say of one consumer. */
export interface FleetFact {
  readonly type: string
  readonly project: string
  readonly reporting: number
  readonly running: number
  readonly crashed: number
  /** Of one that crashed: the error's code, empty where it has none, then a space and the error. */
  readonly crash: string | null
  /** Over the last minute. */
  readonly attempts: number
  readonly failed: number
  /** Instances that ran it within the last minute, or say that its handler fails. */
  readonly trying: number
  /** Instances whose handler fails; since when the first of them has, and what the newest failed attempt was. */
  readonly failing: number
  readonly failingSince: Date | null
  readonly failingCount: number
  readonly newestFailure: { readonly status: number | null; readonly error: string } | null
  /** Instances that take nothing because the target is down, since when, and when one next lets a task through. */
  readonly tripped: number
  readonly trippedSince: Date | null
  readonly nextProbeAt: Date | null
  readonly outage: {
    readonly target: string | null
    readonly status: number | null
    readonly error: string
  } | null
  /** Handler time over the last minute, milliseconds; null without a run. See `LATENCY` for how it is combined. */
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
  /** Runs that the latency speaks for. */
  readonly timed: number
}

/** The live instances of a project. */
export interface ProjectFleet {
  readonly project: string
  readonly live: number
  /** Those that could not apply the newest configuration, and why one of them could not. */
  readonly misconfigured: number
  readonly configError: string | null
}

export interface Fleet {
  readonly reports: readonly FleetFact[]
  /** By name. */
  readonly projects: ReadonlyMap<string, ProjectFleet>
}

export interface FleetAt {
  /** Instances heard after this instant are live. */
  readonly liveSince: Date
  /** Of all types when left out. */
  readonly types?: readonly string[]
}

/**
 * Percentiles of several instances cannot be joined exactly. The middle is the mean of theirs, each by its number of
 * runs; the high ones are the worst instance's, which the fleet's own never exceed.
 */
const ATTEMPTS = `(c."lastMinute"->>'attempts')::int`
const P50 = `(c."latencyMs"->>'p50')::float8`
const RUNS = `sum(greatest(coalesce(${ATTEMPTS}, 1), 1)) filter (where ${P50} is not null)`
const LATENCY = `(sum(${P50} * greatest(coalesce(${ATTEMPTS}, 1), 1)) / nullif(${RUNS}, 0))::float8 as p50,
    max((c."latencyMs"->>'p95')::float8) as p95, max((c."latencyMs"->>'p99')::float8) as p99,
    coalesce(${RUNS}, 0)::int as timed`

/** Null where an older worker leaves it out, and where JSON's null says that nothing fails. */
const SINCE = `c.failing->>'since'`
const FAILING = `coalesce(sum(${ATTEMPTS}), 0)::int as attempts,
    coalesce(sum((c."lastMinute"->>'failed')::int), 0)::int as failed,
    (count(*) filter (where ${SINCE} is not null or ${P50} is not null))::int as trying,
    count(${SINCE})::int as failing, min(${SINCE})::timestamptz as "failingSince",
    coalesce(sum((c.failing->>'count')::int), 0)::int as "failingCount",
    (array_agg(c.failing order by c.failing->>'at' desc) filter (where ${SINCE} is not null))[1] as "newestFailure"`

const DOWN = `c.circuit->>'since'`
const TRIPPED = `count(${DOWN})::int as tripped, min(${DOWN})::timestamptz as "trippedSince",
    min(c.circuit->>'nextProbeAt')::timestamptz as "nextProbeAt",
    (array_agg(c.circuit order by ${DOWN}) filter (where ${DOWN} is not null))[1] as outage`

/** As records, because to look up every key in the whole report costs a multiple. */
const REPORTS = `instance i cross join lateral jsonb_to_recordset(i.report->'consumers') as c(type text, state text,
    "runningCount" int, error text, "errorCode" text, "lastMinute" jsonb, failing jsonb, "latencyMs" jsonb, circuit jsonb)`

const FLEET = `select c.type, i.project, count(*)::int as reporting, coalesce(sum(c."runningCount"), 0)::int as running,
    (count(*) filter (where c.state = 'crashed'))::int as crashed,
    max(coalesce(c."errorCode", '') || ' ' || c.error) filter (where c.state = 'crashed') as crash,
    ${FAILING},
    ${TRIPPED},
    ${LATENCY}
  from ${REPORTS}
  where i."lastSeenAt" > $1 and i.state <> 'stopped'`
/** Of one type only its consumers' instances are looked at; without a type all are, which costs with thousands. */
const FLEET_OF_ALL = `${FLEET} group by 1, 2`
const FLEET_OF_TYPES = `${FLEET} and c.type = any($2)
  and i.project in (select project from assignment where type = any($2) and role = 'consumer') group by 1, 2`

const PROJECTS = `select project, count(*)::int as live,
    count(report->>'configError')::int as misconfigured, max(report->>'configError') as "configError"
  from instance where "lastSeenAt" > $1 and state <> 'stopped'
    and ($2::text[] is null or project in (select project from assignment where type = any($2))) group by project`

export async function readFleet(database: Database, { liveSince, types }: FleetAt): Promise<Fleet> {
  const { pool } = database
  const [reports, projects] = await Promise.all([
    types === undefined
      ? pool.query<FleetFact>({ name: 'fleet-of-all', text: FLEET_OF_ALL, values: [liveSince] })
      : pool.query<FleetFact>({ name: 'fleet-of-types', text: FLEET_OF_TYPES, values: [liveSince, types] }),
    pool.query<ProjectFleet>({ name: 'fleet-projects', text: PROJECTS, values: [liveSince, types ?? null] }),
  ])
  return { reports: reports.rows, projects: new Map(projects.rows.map((row) => [row.project, row])) }
}
