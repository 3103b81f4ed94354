/** Before all browser tests: a throw-away Postgres cluster, and the built console. */
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { startTestPostgres } from '../scripts/test-servers/postgres.ts'
import { inheritedVariables, prepareForNext } from '../server/env.ts'
import { buildConsoleWhenNeeded } from '../server/startup/console-build.ts'

export default async function setup() {
  const postgres = await startTestPostgres()
  process.env.TEST_POSTGRES_URL = postgres.url
  prepareForNext('production')
  await buildConsoleWhenNeeded({
    root: fileURLToPath(new URL('..', import.meta.url)),
    distDir: process.env.NEXT_DIST_DIR ?? '.next',
    environment: inheritedVariables(),
    onProgress: (message) => process.stdout.write(`${message}\n`),
  })
  return () => postgres.stop()
}
