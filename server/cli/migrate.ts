/** `signalbox migrate`: brings the database up to date without starting anything else. */
import process from 'node:process'
import { migrate } from '../store/migrate.ts'
import { withDatabase } from './with-database.ts'

export async function migrateCommand(): Promise<void> {
  await withDatabase(async ({ database }) => {
    const applied = await migrate(database.url)
    for (const name of applied) process.stdout.write(`applied ${name}\n`)
    if (applied.length === 0) process.stdout.write('The database is up to date.\n')
  })
}
