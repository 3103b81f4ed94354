/** For commands that need the database but not the whole product: reaches it, or starts the embedded one meanwhile. */
import process from 'node:process'
import { type Environment, readEnvironment } from '../env.ts'
import { prepareDataDir } from '../startup/data-dir.ts'
import { type StartedDatabase, startDatabase } from '../startup/database.ts'

export interface CommandDatabase {
  readonly environment: Environment
  readonly database: StartedDatabase
}

export async function withDatabase(run: (given: CommandDatabase) => Promise<void>): Promise<void> {
  const environment = readEnvironment()
  if (environment.databaseUrl === null) await prepareDataDir(environment.dataDir)
  const onProgress = (message: string) => void process.stderr.write(`${message}\n`)
  const database = await startDatabase(environment, { ownership: 'shared', onProgress })
  try {
    await run({ environment, database })
  } finally {
    await database.stop()
  }
}
