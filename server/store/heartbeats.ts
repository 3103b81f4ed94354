/** Stores heartbeats, many at a time: at 1,000 per second a statement and a commit for each would not keep up. */
import type { Heartbeat } from '../task/index.ts'
import type { Database } from './database.ts'
import type { InstanceCommand } from './instances.ts'

export interface Beat {
  readonly id: string
  readonly heartbeat: Heartbeat
  readonly now: Date
}

export interface StoredBeat {
  readonly desiredRevision: number
  readonly command: InstanceCommand | null
  /** False: the id belongs to an instance of another project. */
  readonly stored: boolean
}

/**
 * One statement, no read before the write; rows in the order of ids, so that two replicas never wait for each other.
 * A command ends when the instance has obeyed: `drain` once it drains, `stop` once it has stopped.
 */
const STORE = `
  with beat as (
    select * from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::text[], $6::timestamptz[], $7::timestamptz[],
      $8::int[], $9::text[], $10::text[], $11::jsonb[])
      as b (id, project, host, pid, version, started, seen, revision, etag, state, report)
  ), up as (
    insert into instance (id, project, host, pid, version, "startedAt", "lastSeenAt", "appliedRevision",
      "appliedEtag", state, report, "stoppedAt")
    select b.id, p.name, b.host, b.pid, b.version, b.started, b.seen, b.revision, b.etag, b.state, b.report,
      case when b.state = 'stopped' then b.seen end
    from beat b join project p on p.name = b.project order by b.id
    on conflict (id) do update set host = excluded.host, pid = excluded.pid, version = excluded.version,
      "startedAt" = excluded."startedAt", "lastSeenAt" = excluded."lastSeenAt",
      "appliedRevision" = excluded."appliedRevision", "appliedEtag" = excluded."appliedEtag",
      state = excluded.state, report = excluded.report,
      "stoppedAt" = case when excluded.state = 'stopped' then coalesce(instance."stoppedAt", excluded."stoppedAt") end,
      command = case
        when excluded.state = 'stopped' then null
        when excluded.state = 'draining' and instance.command = 'drain' then null
        else instance.command end
    where instance.project = excluded.project
    returning id, command
  )
  select b.id, p.revision, up.id is not null as stored, up.command
  from beat b join project p on p.name = b.project left join up on up.id = b.id`

interface StoredRow {
  readonly id: string
  readonly revision: number
  readonly stored: boolean
  readonly command: InstanceCommand | null
}

/** @param beats of different instances. @returns by instance; one whose project does not exist is left out */
export async function storeHeartbeats(
  database: Database,
  beats: readonly Beat[],
): Promise<ReadonlyMap<string, StoredBeat>> {
  const rows = beats.map(rowOf)
  const { rows: stored } = await database.pool.query<StoredRow>({
    name: 'heartbeats',
    text: STORE,
    values: COLUMNS.map((column) => rows.map((row) => row[column])),
  })
  return new Map(
    stored.map((row) => [
      row.id,
      { desiredRevision: row.revision, command: row.command, stored: row.stored },
    ]),
  )
}

const COLUMNS = [
  'id',
  'project',
  'host',
  'pid',
  'version',
  'startedAt',
  'now',
  'appliedRevision',
  'appliedEtag',
  'state',
  'report',
] as const

function rowOf({ id, heartbeat, now }: Beat) {
  const { project, host, pid, version, startedAt, appliedRevision, appliedEtag, state, ...report } = heartbeat
  return {
    ...{ id, project, host, pid, version, startedAt, now, appliedRevision, appliedEtag, state },
    report: JSON.stringify(report),
  }
}

/** One value of a statement cannot be stored (SQLSTATE class 22), e.g. text with a NUL character. */
export function isDataError(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && code.startsWith('22')
}
