/** The command line of the library by itself. */
import { Command } from 'commander'
import { VERSION } from '../version.ts'
import { registerLibraryCommands } from './commands.ts'

const program = new Command('signalbox').description('Run and publish background tasks').version(VERSION)
registerLibraryCommands(program)
await program.parseAsync()
