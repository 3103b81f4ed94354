/** Makes or upgrades the queue's tables; safe to run from any number of processes at once. */
import type { ClientBase } from 'pg'
import { TaskError } from '../../errors.ts'
import { SCHEMA, STEPS } from './schema.ts'

/** Of `pg_advisory_lock`; any number that nobody else uses ("sbx" and the purpose). */
const BOOTSTRAP_LOCK = 7_562_001

const VERSION_TABLE = `create table if not exists ${SCHEMA}.schema_version (
  version integer primary key, applied_at timestamptz not null default now())`

async function currentVersion(client: ClientBase): Promise<number> {
  const known = await client.query(`select to_regclass('${SCHEMA}.schema_version') is not null as exists`)
  if (known.rows[0].exists !== true) return 0
  const { rows } = await client.query(
    `select coalesce(max(version), 0) as version from ${SCHEMA}.schema_version`,
  )
  return rows[0].version
}

async function applySteps(client: ClientBase): Promise<void> {
  const known = await client.query('select to_regnamespace($1) is not null as exists', [SCHEMA])
  // An administrator may have made it for a user who may not.
  if (known.rows[0].exists !== true) await client.query(`create schema ${SCHEMA}`)
  await client.query(VERSION_TABLE)
  const applied = await currentVersion(client)
  for (let version = applied + 1; version <= STEPS.length; version++) {
    await client.query(STEPS[version - 1] as string)
    await client.query(`insert into ${SCHEMA}.schema_version (version) values ($1)`, [version])
  }
}

/**
 * All missing steps in one transaction. A database that is up to date is only read, so that a user without the
 * right to create tables can work with it.
 * @throws TaskError `backend-unsupported` when a newer version of Signalbox has made the tables
 */
export async function bootstrap(client: ClientBase): Promise<void> {
  const version = await currentVersion(client)
  if (version > STEPS.length)
    throw new TaskError(
      'backend-unsupported',
      `The queue tables are of version ${version}, expected at most ${STEPS.length}: a newer Signalbox made them.`,
      { context: { version } },
    )
  if (version === STEPS.length) return
  await client.query('begin')
  try {
    await client.query('select pg_advisory_xact_lock($1)', [BOOTSTRAP_LOCK])
    await applySteps(client)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}
