/** Do the migrations make what schema.prisma describes? Applies them to a scratch database and compares. */
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { migrate } from '../server/store/migrate.ts'
import { createEmptyDatabase } from '../server/store/test-database.ts'
import { startTestPostgres } from './test-servers/postgres.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const CLI = `${ROOT}node_modules/prisma/build/index.js`
const ENGINE = fileURLToPath(new URL('./schema-engine.mjs', import.meta.url))
const DIFFERENT = 2

const postgres = await startTestPostgres()
const database = await createEmptyDatabase(postgres.url)
try {
  await migrate(database.url)
  const compare = ['migrate', 'diff', '--from-config-datasource', '--to-schema', 'prisma/schema.prisma']
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...compare, '--exit-code'], {
    cwd: ROOT,
    env: { PRISMA_SCHEMA_ENGINE_BINARY: ENGINE, ...process.env, DATABASE_URL: database.url },
    encoding: 'utf8',
  })
  if (status === DIFFERENT)
    process.stdout.write(`prisma/schema.prisma and prisma/migrations differ. The migrations lack:\n${stdout}`)
  // An engine that broke off leaves a status of 0, too: only these words count.
  const same = stdout.includes('No difference detected')
  if (same) process.stdout.write('The migrations make exactly what prisma/schema.prisma describes.\n')
  else if (status !== DIFFERENT) process.stdout.write(`${stdout}${stderr}`)
  process.exitCode = same ? 0 : 1
} finally {
  await database.drop()
  await postgres.stop()
}
