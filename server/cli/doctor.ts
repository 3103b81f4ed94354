/** `signalbox doctor`: looks at what a start depends on and says, point by point, what is wrong and what to do. */
import { stat } from 'node:fs/promises'
import process from 'node:process'
import pg from 'pg'
import { createContainer } from '../container.ts'
import { type Environment, readEnvironment } from '../env.ts'
import { exists } from '../startup/data-dir.ts'
import { probe, startDatabase } from '../startup/database.ts'
import { containerOptions } from '../startup/settings.ts'
import { readBackends } from '../store/backends.ts'
import { pendingMigrations } from '../store/migrate.ts'
import { explainFailure } from './run.ts'

export interface Finding {
  readonly subject: string
  /** `note`: worth knowing, nothing to repair. */
  readonly state: 'good' | 'note' | 'bad'
  readonly detail: string
}

const MAX_CLOCK_SKEW_MS = 2_000
const MARKS = { good: '✓', note: '·', bad: '✗' }

/** Exit code 1 when anything is bad. */
export async function doctor(): Promise<void> {
  const environment = readEnvironment()
  const findings: Finding[] = [node(), await dataDir(environment)]
  await database(environment, findings).catch((error: unknown) =>
    findings.push({ subject: 'Database', state: 'bad', detail: explainFailure(error) }),
  )
  for (const { subject, state, detail } of findings)
    process.stdout.write(`${MARKS[state]} ${subject}: ${detail}\n`)
  if (findings.some(({ state }) => state === 'bad')) process.exitCode = 1
}

function node(): Finding {
  // An unfit Node does not get here: signalbox.mjs refuses it.
  return { subject: 'Node', state: 'good', detail: `${process.versions.node} (${process.execPath})` }
}

async function dataDir({ dataDir: folder }: Environment): Promise<Finding> {
  const subject = 'Data folder'
  const found = await stat(folder).catch(() => null)
  if (found === null)
    return { subject, state: 'note', detail: `${folder} does not exist yet; "npm start" makes it` }
  const open = (found.mode & 0o066) !== 0
  const detail = open
    ? `${folder} can be read by other users: chmod 700 "${folder}"`
    : `${folder}, readable by its owner only`
  return { subject, state: open ? 'bad' : 'good', detail }
}

async function database(environment: Environment, findings: Finding[]): Promise<void> {
  const subject = 'Database'
  if (environment.databaseUrl === null && !(await exists(environment.dataDir))) {
    findings.push({
      subject,
      state: 'note',
      detail: 'the embedded Postgres is made by the first "npm start"',
    })
    return
  }
  const started = await startDatabase(environment, { ownership: 'shared', onProgress: () => undefined })
  try {
    const problem = await probe(started.url)
    const kind = started.embedded ? 'embedded Postgres' : 'DATABASE_URL'
    findings.push({
      subject,
      state: problem === null ? 'good' : 'bad',
      detail: problem?.message ?? `${kind} answers`,
    })
    if (problem === null) findings.push(await migrations(started.url), await clock(started.url))
    if (findings.every(({ state }) => state !== 'bad'))
      findings.push(...(await backends(environment, started)))
  } finally {
    await started.stop()
  }
}

async function migrations(url: string): Promise<Finding> {
  const pending = await pendingMigrations(url)
  const subject = 'Migrations'
  return pending.length === 0
    ? { subject, state: 'good', detail: 'all applied' }
    : { subject, state: 'bad', detail: `not applied: ${pending.join(', ')}; run "signalbox migrate"` }
}

/** Leases and liveness compare our clock with the database's. */
async function clock(url: string): Promise<Finding> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const before = Date.now()
    const { rows } = await client.query<{ now: Date }>('select clock_timestamp() as now')
    const middle = (before + Date.now()) / 2
    const skewMs = Math.round((rows[0]?.now.getTime() ?? 0) - middle)
    const state = Math.abs(skewMs) <= MAX_CLOCK_SKEW_MS ? 'good' : 'bad'
    const advice = state === 'good' ? '' : '; set both machines by NTP'
    return { subject: 'Clock', state, detail: `the database's is ${skewMs} ms ahead of ours${advice}` }
  } finally {
    await client.end()
  }
}

async function backends(
  environment: Environment,
  { url, embedded }: { url: string; embedded: boolean },
): Promise<Finding[]> {
  const started = { databaseUrl: url, embedded, port: environment.port }
  const container = createContainer(await containerOptions(environment, started))
  const { services } = container
  try {
    const names = await readBackends(services.database.prisma)
    return await Promise.all(names.map(({ name }) => backend(name, services.pool)))
  } finally {
    await container.close()
  }
}

async function backend(name: string, pool: { get(name: string): Promise<unknown> }): Promise<Finding> {
  const subject = `Backend ${name}`
  return pool.get(name).then(
    () => ({ subject, state: 'good' as const, detail: 'connected' }),
    (error: unknown) => ({ subject, state: 'bad' as const, detail: (error as Error).message }),
  )
}
