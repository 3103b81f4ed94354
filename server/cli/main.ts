/** The control plane's command line: its own commands, and those that come with the library. */
import { Command } from 'commander'
import { registerLibraryCommands } from '../task/cli/commands.ts'
import { VERSION } from '../task/version.ts'
import { parseDays, parseScope } from './parse.ts'
import { action } from './run.ts'

const program = new Command('signalbox').description('Control plane for background tasks').version(VERSION)

// Each command loads what it needs: a worker shall not carry the control plane.
program
  .command('start')
  .description('start everything: database, API, console and demo')
  .option('--dev', 'with reload, for developers of Signalbox')
  .action(action(async (options: { dev?: boolean }) => (await import('./start.ts')).start(options)))

program
  .command('migrate')
  .description('bring the database up to date, without starting anything else')
  .action(action(async () => (await import('./migrate.ts')).migrateCommand()))

program
  .command('token')
  .description('API tokens for programs')
  .command('create')
  .description('make a token and write it to standard output; it cannot be shown again')
  .requiredOption('--name <name>', 'what it is for, shown in lists and in the audit')
  .requiredOption('--scope <scope>', 'what it may do; may be given several times', parseScope)
  .option('--project <project>', 'let it act for this project only')
  .option('--days <days>', 'let it expire after so many days', parseDays)
  .action(action(async (options) => (await import('./token.ts')).createTokenCommand(options)))

program
  .command('backup <file>')
  .description('write everything that the database keeps to a file')
  .action(action(async (file: string) => (await import('./backup.ts')).backupCommand(file)))

program
  .command('restore <file>')
  .description('put a backup back into an empty database')
  .option('--replace', 'replace everything in a database that is in use')
  .action(
    action(async (file: string, options: { replace?: boolean }) =>
      (await import('./backup.ts')).restoreCommand(file, options),
    ),
  )

program
  .command('doctor')
  .description('check what a start depends on, and say what to do')
  .action(action(async () => (await import('./doctor.ts')).doctor()))

registerLibraryCommands(program)

await program.parseAsync()
