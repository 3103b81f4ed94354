/** Running workers: what their heartbeats said last. */
import type { Heartbeat } from '../task/index.ts'
import type { Database, Db } from './database.ts'
import { Prisma } from './generated/client.ts'

export type InstanceCommand = 'drain' | 'stop'
type Report = Omit<
  Heartbeat,
  'project' | 'host' | 'pid' | 'version' | 'startedAt' | 'appliedRevision' | 'appliedEtag' | 'state'
>

export interface InstanceRow {
  readonly id: string
  readonly project: string
  readonly host: string
  readonly pid: number
  readonly version: string
  readonly startedAt: Date
  readonly lastSeenAt: Date
  readonly appliedRevision: number
  readonly appliedEtag: string | null
  readonly state: Heartbeat['state']
  readonly report: Report
  readonly command: InstanceCommand | null
  readonly desiredRevision: number
}

const SELECT = Prisma.sql`
  select i.id, i.project, i.host, i.pid, i.version, i."startedAt", i."lastSeenAt", i."appliedRevision",
    i."appliedEtag", i.state, i.report, i.command, p.revision as "desiredRevision"
  from instance i join project p on p.name = i.project`

function statusCondition(status: string | undefined, liveSince: Date): Prisma.Sql {
  if (status === 'live') return Prisma.sql`i."lastSeenAt" > ${liveSince} and i.state <> 'stopped'`
  if (status === 'lost') return Prisma.sql`i."lastSeenAt" <= ${liveSince} and i.state <> 'stopped'`
  if (status === 'stopped') return Prisma.sql`i.state = 'stopped'`
  return Prisma.sql`true`
}

export interface InstanceFilter {
  readonly project?: string
  readonly status?: 'live' | 'lost' | 'stopped'
  readonly liveSince: Date
  /** The last item of the page before. */
  readonly after?: { readonly project: string; readonly startedAt: Date; readonly id: string }
  readonly limit: number
}

/** By project, then newest start first (heartbeats do not move an instance to another page). */
export async function readInstances(
  db: Db,
  { project, status, liveSince, after, limit }: InstanceFilter,
): Promise<InstanceRow[]> {
  const paged =
    after === undefined
      ? Prisma.sql`true`
      : Prisma.sql`(i.project > ${after.project} or (i.project = ${after.project} and
          (i."startedAt" < ${after.startedAt} or (i."startedAt" = ${after.startedAt} and i.id > ${after.id}))))`
  return db.$queryRaw<InstanceRow[]>`
    ${SELECT}
    where (${project ?? null}::text is null or i.project = ${project ?? null})
      and ${statusCondition(status, liveSince)} and ${paged}
    order by i.project, i."startedAt" desc, i.id limit ${limit + 1}::int`
}

export async function findInstance(db: Db, id: string): Promise<InstanceRow | null> {
  const [row] = await db.$queryRaw<InstanceRow[]>`${SELECT} where i.id = ${id}`
  return row ?? null
}

export async function setCommand(db: Db, id: string, command: InstanceCommand): Promise<void> {
  await db.instance.update({ where: { id }, data: { command } })
}

/** Removes instances that said goodbye, or were last heard, before the given instants. */
export async function deleteOldInstances(
  db: Db,
  { stoppedBefore, lostBefore }: { stoppedBefore: Date; lostBefore: Date },
): Promise<number> {
  const { count } = await db.instance.deleteMany({
    where: {
      OR: [{ state: 'stopped', lastSeenAt: { lt: stoppedBefore } }, { lastSeenAt: { lt: lostBefore } }],
    },
  })
  return count
}

/** How many instances of each project were heard lately; projects without any are left out. */
export async function countLiveInstances(
  database: Database,
  liveSince: Date,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await database.pool.query<{ project: string; live: number }>({
    name: 'live-instances',
    text: `select project, count(*)::int as live from instance
      where "lastSeenAt" > $1 and state <> 'stopped' group by project`,
    values: [liveSince],
  })
  return new Map(rows.map((row) => [row.project, row.live]))
}

/** When any instance was last heard; null when none ever was. */
export async function newestHeartbeat(database: Database): Promise<Date | null> {
  const { rows } = await database.pool.query<{ at: Date | null }>(
    'select max("lastSeenAt") as at from instance',
  )
  return rows[0]?.at ?? null
}

export interface LiveInstance {
  readonly project: string
  readonly appliedRevision: number
  readonly unresolvedSecrets: readonly string[]
  /** Names of the modules that it runs in threads; null when it does not say. */
  readonly modules: readonly string[] | null
  /** Names of the functions that it can run; null when it does not say. */
  readonly functions: readonly string[] | null
  /** Names of the built-in handlers that it can run; null when it does not say. */
  readonly builtIns: readonly string[] | null
  /** Names of the custom handlers that it has; null when it does not say. */
  readonly customHandlers: readonly string[] | null
}

/** What a preview and a roll-out need of the live instances of `projects`. */
export async function readLiveInstances(
  db: Db,
  projects: readonly string[],
  liveSince: Date,
): Promise<LiveInstance[]> {
  return db.$queryRaw<LiveInstance[]>`
    select project, "appliedRevision", coalesce(report->'unresolvedSecrets', '[]') as "unresolvedSecrets",
      report->'functions' as functions, report->'builtIns' as "builtIns",
      report->'modules' as modules, report->'customHandlers' as "customHandlers"
    from instance
    where project = any(${[...projects]}::text[]) and "lastSeenAt" > ${liveSince} and state <> 'stopped'`
}

export interface CustomHandlerOffer {
  readonly name: string
  readonly project: string
  readonly instances: number
}

/** Which projects have live instances with custom handlers of these names, by project name. */
export async function readCustomHandlerOffers(
  db: Db,
  names: readonly string[],
  liveSince: Date,
): Promise<CustomHandlerOffer[]> {
  return db.$queryRaw<CustomHandlerOffer[]>`
    select offered.name, project, count(*)::int as instances
    from instance, jsonb_array_elements_text(coalesce(report->'customHandlers', '[]')) as offered(name)
    where offered.name = any(${[...names]}::text[]) and "lastSeenAt" > ${liveSince} and state <> 'stopped'
    group by offered.name, project order by project`
}

export interface RolloutRow {
  readonly id: string
  readonly host: string
  readonly pid: number
  readonly appliedRevision: number
  readonly lastSeenAt: Date
}

/** Instances of a project that have not stopped, those on another revision than `desired` first. */
export async function readRolloutInstances(
  db: Db,
  { project, desired, limit }: { project: string; desired: number; limit: number },
): Promise<RolloutRow[]> {
  return db.$queryRaw<RolloutRow[]>`
    select id, host, pid, "appliedRevision", "lastSeenAt" from instance
    where project = ${project} and state <> 'stopped'
    order by ("appliedRevision" = ${desired}::int), "lastSeenAt" desc, id limit ${limit}::int`
}
