/** The commands about dead tasks: `failures list`, `failures show`, `replay`. */
import process from 'node:process'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { readEnvironment } from '../worker/environment.ts'
import { clientFrom } from './api-client.ts'
import { withFilterOptions } from './failure-filter.ts'
import {
  failureLines,
  failureText,
  howMany,
  type ListOptions,
  listFailures,
  readFailure,
} from './failures.ts'
import { EXIT, replayFromCommandLine } from './replay.ts'
import type { ReplayOptions } from './replay-request.ts'
import { action } from './run.ts'
import { openTerminal } from './terminal.ts'

interface Reached {
  readonly url?: string
  readonly token?: string
  readonly json?: boolean
}

const STATUSES = ['dead', 'replaying', 'replayed', 'archived']

const client = (options: Reached) => clientFrom(options, readEnvironment(process.env, process.cwd()))

const withConnection = (command: Command, scope: string): Command =>
  command
    .option('--url <url>', 'address of the control plane (SIGNALBOX_URL)')
    .option('--token <token>', `token with the scope "${scope}" (SIGNALBOX_TOKEN)`)
    .option('--json', 'answer as JSON, for other programs')

const whole = (from: number, to: number) => (text: string) => {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < from || value > to)
    throw new InvalidArgumentError(`Expected a whole number from ${from} to ${to}.`)
  return value
}

function rate(text: string): number {
  const value = Number(text)
  if (!(value >= 0.1 && value <= 10_000))
    throw new InvalidArgumentError('Expected 0.1 to 10000 tasks per second.')
  return value
}

export function registerFailureCommands(program: Command): void {
  const failures = program.command('failures').description('look at dead tasks')
  registerList(failures)
  registerShow(failures)
  registerReplay(program)
}

function registerList(failures: Command): void {
  const command = withFilterOptions(failures.command('list').description('dead tasks, newest first'))
    .addOption(new Option('--status <status>', 'in which status').choices(STATUSES).default('dead'))
    .option('--limit <n>', 'at most so many', whole(1, 100_000), 50)
  withConnection(command, 'read').action(
    action(async (options: ListOptions & Reached) => {
      const api = await client(options)
      const terminal = openTerminal(process)
      const found = await listFailures(api, options)
      if (options.json === true) return terminal.print(JSON.stringify(found.items))
      if (found.items.length > 0) for (const line of failureLines(found, terminal.width)) terminal.print(line)
      const shown = found.more ? `; the newest ${found.items.length} are shown (--limit)` : ''
      terminal.note(`${await howMany(api, options)}${shown}`)
    }),
  )
}

function registerShow(failures: Command): void {
  const command = failures.command('show').description('one dead task: why, when, and what it carried')
  withConnection(command.argument('<id>', 'of the failure'), 'read').action(
    action(async (id: string, options: Reached) => {
      const shown = await readFailure(await client(options), id)
      openTerminal(process).print(options.json === true ? JSON.stringify(shown) : failureText(shown))
    }),
  )
}

function registerReplay(program: Command): void {
  const command = program
    .command('replay')
    .description('send dead tasks back to work: those of these ids, or with --all those that a filter finds')
    .argument('[ids...]', 'of failures')
  withFilterOptions(command)
    .option('--all', 'everything that the filter finds')
    .option('--rate <n>', 'tasks per second; default: as fast as the broker confirms', rate)
    .option('--max-attempts <n>', 'attempts of each task (default: 1)', whole(1, 100))
    .option(
      '--hold <seconds>',
      'wait before the first is sent; until then cancelling undoes it',
      whole(0, 3_600),
    )
    .option('--payload <file>', 'an edited payload for one task; "-" reads it from standard input')
    .option('--note <text>', 'why, for the audit')
    .option('--dry-run', 'say what would be sent, and send nothing')
    .option('-y, --yes', 'do not ask')
    .option('--wait', 'follow it to its end; exit code 2 unless all succeeded')
    .option('--follow <replay>', 'follow a replay that was begun before')
  withConnection(command, 'operate').action(
    action(async (ids: string[], options: ReplayOptions & Reached) => {
      const api = await client(options)
      const tools = { api, terminal: openTerminal(process), interrupted: whenInterrupted(options) }
      process.exitCode = await replayFromCommandLine(tools, ids, options)
    }),
  )
}

/** Only while a replay is followed: at any other time Ctrl-C ends the command as always. A second one does, too. */
function whenInterrupted({ wait, follow }: ReplayOptions): AbortSignal {
  const stop = new AbortController()
  if (wait === true || follow !== undefined)
    process.on('SIGINT', () => (stop.signal.aborted ? process.exit(EXIT.interrupted) : stop.abort()))
  return stop.signal
}
