/** `signalbox backup FILE` and `signalbox restore FILE`. */
import { resolve } from 'node:path'
import process from 'node:process'
import { backUp } from '../backup/backup.ts'
import { checkBackup, restore } from '../backup/restore.ts'
import { migrate } from '../store/migrate.ts'
import { withDatabase } from './with-database.ts'

export async function backupCommand(file: string): Promise<void> {
  await withDatabase(async ({ database }) => {
    await migrate(database.url)
    const { tables, rows } = await backUp(database.url, resolve(file), new Date())
    process.stdout.write(`Backed up ${rows} rows of ${tables} tables to ${file}\n`)
  })
}

export async function restoreCommand(file: string, options: { replace?: boolean }): Promise<void> {
  await checkBackup(resolve(file))
  await withDatabase(async ({ database }) => {
    const { manifest, tables } = await restore(database.url, resolve(file), {
      replace: options.replace === true,
    })
    process.stdout.write(
      `Restored ${tables} tables as of ${manifest.createdAt} (Signalbox ${manifest.version}). Restart Signalbox if it is running.\n`,
    )
  })
}
