/** Starts what the suites need once per run and tells each test file the addresses (`inject('postgresUrl')`). */
import type { TestProject } from 'vitest/node'
import { startTestPostgres } from './postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A superuser's URL of a throw-away cluster; a test file makes databases of its own in it. */
    postgresUrl: string
  }
}

export default async function setup(project: TestProject) {
  const postgres = await startTestPostgres()
  project.provide('postgresUrl', postgres.url)
  return () => postgres.stop()
}
