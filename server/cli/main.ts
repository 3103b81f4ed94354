/** The control plane's command line: its own commands, and those that come with the library. */
import { Command } from 'commander'
import { VERSION } from '../task/version.ts'
import { backupCommand, restoreCommand } from './backup.ts'
import { doctor } from './doctor.ts'
import { migrateCommand } from './migrate.ts'
import { action } from './run.ts'
import { start } from './start.ts'
import { createTokenCommand, parseDays, parseScope } from './token.ts'

const program = new Command('signalbox').description('Control plane for background tasks').version(VERSION)

program
  .command('start')
  .description('start everything: database, API, console and, the first times, the demo')
  .option('--dev', 'with reload, for developers of Signalbox')
  .action(action(start))

program
  .command('migrate')
  .description('bring the database up to date, without starting anything else')
  .action(action(migrateCommand))

program
  .command('token')
  .description('API tokens for programs')
  .command('create')
  .description('make a token and write it to standard output; it cannot be shown again')
  .requiredOption('--name <name>', 'what it is for, shown in lists and in the audit')
  .requiredOption('--scope <scope>', 'what it may do; may be given several times', parseScope)
  .option('--project <project>', 'let it act for this project only')
  .option('--days <days>', 'let it expire after so many days', parseDays)
  .action(action(createTokenCommand))

program
  .command('backup <file>')
  .description('write everything that the database keeps to a file')
  .action(action(backupCommand))

program
  .command('restore <file>')
  .description('put a backup back into an empty database')
  .option('--replace', 'replace everything in a database that is in use')
  .action(action(restoreCommand))

program
  .command('doctor')
  .description('check what a start depends on, and say what to do')
  .action(action(doctor))

await program.parseAsync()
