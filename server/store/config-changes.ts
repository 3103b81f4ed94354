/**
 * The version of all configuration documents together, and how the replicas of the control plane learn of a
 * change: a NOTIFY in the transaction of the change itself, and a number that anyone can compare later.
 */
import type { Database, Db } from './database.ts'

export const CONFIG_CHANNEL = 'signalbox_config'
/** Postgres refuses payloads of 8,000 bytes and more. */
const MAX_PAYLOAD_BYTES = 7_000

/** What was touched; documents of projects that are assigned a type, or a type of a backend, follow from it. */
export interface ConfigScope {
  readonly projects?: readonly string[]
  readonly types?: readonly string[]
  readonly backends?: readonly string[]
}

export interface ConfigChange {
  /** Rises by one with each change, in the order of commits. */
  readonly version: number
  /** Whose documents may differ now. */
  readonly projects: readonly string[] | 'all'
  /** Backends whose connection must be made anew. */
  readonly backends: readonly string[]
}

interface Bumped {
  readonly version: bigint
  readonly projects: string[]
}

/**
 * Raises the version and notifies every replica when the transaction commits. Call it last in the transaction:
 * it locks the row on which all changes meet. Without a scope every document counts as changed.
 */
export async function recordConfigChange(db: Db, scope?: ConfigScope): Promise<ConfigChange> {
  const projects = [...(scope?.projects ?? [])]
  const types = [...(scope?.types ?? [])]
  const backends = [...(scope?.backends ?? [])]
  const [row] = await db.$queryRaw<Bumped[]>`
    with affected as (
      select unnest(${projects}::text[]) as project
      union
      select a.project from assignment a join task_type t on t.name = a.type
      where a.type = any(${types}::text[]) or t.backend = any(${backends}::text[])
        or exists (select 1 from former_queue f where f.type = t.name and f.backend = any(${backends}::text[]))
    ), bumped as (
      insert into setting (name, value) values ('config.version', '1')
      on conflict (name) do update set value = to_jsonb(setting.value::bigint + 1)
      returning value::bigint as version
    )
    select version, array(select project from affected order by project) as projects from bumped`
  if (row === undefined) throw new Error('The configuration version could not be raised.')
  const change = { version: Number(row.version), projects: scope ? row.projects : ('all' as const), backends }
  await db.$executeRaw`select pg_notify(${CONFIG_CHANNEL}, ${payloadOf(change)})`
  return change
}

function payloadOf(change: ConfigChange): string {
  const payload = JSON.stringify(change)
  return Buffer.byteLength(payload) <= MAX_PAYLOAD_BYTES
    ? payload
    : JSON.stringify({ ...change, projects: 'all' })
}

/** The version of the last committed change; 0 before the first. */
export async function readConfigVersion(database: Database): Promise<number> {
  const { rows } = await database.pool.query<{ version: string }>({
    name: 'config-version',
    text: `select value::text as version from setting where name = 'config.version'`,
  })
  return Number(rows[0]?.version ?? 0)
}

export interface ConfigTransaction {
  readonly tx: Db
  /** Says what the transaction touches; several calls add up. Nothing said: nobody is told. */
  touch(scope: ConfigScope): void
}

/** Runs `work` in a transaction and records what it touched in the same one; null when it touched nothing. */
export async function changeConfiguration<T>(
  database: Database,
  work: (transaction: ConfigTransaction) => Promise<T>,
): Promise<{ result: T; change: ConfigChange | null }> {
  return database.prisma.$transaction(
    async (tx) => {
      const scopes: ConfigScope[] = []
      const result = await work({ tx, touch: (scope) => scopes.push(scope) })
      const change = scopes.length === 0 ? null : await recordConfigChange(tx, merge(scopes))
      return { result, change }
    },
    // A change set over 500 projects waits for their locks and writes much.
    { maxWait: 10_000, timeout: 60_000 },
  )
}

function merge(scopes: readonly ConfigScope[]): ConfigScope {
  return {
    projects: scopes.flatMap((scope) => scope.projects ?? []),
    types: scopes.flatMap((scope) => scope.types ?? []),
    backends: scopes.flatMap((scope) => scope.backends ?? []),
  }
}
