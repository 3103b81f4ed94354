/** The control plane's command line: its own commands, and those that come with the library. */
import { Command } from 'commander'
import { action } from './run.ts'
import { start } from './start.ts'

const program = new Command('signalbox').description('Control plane for background tasks')

program
  .command('start')
  .description('start everything: database, API, console and, the first times, the demo')
  .option('--dev', 'with reload, for developers of Signalbox')
  .action(action(start))

await program.parseAsync()
