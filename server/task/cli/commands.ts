/** The library's commands. The control plane's own command line offers them too. */
import process from 'node:process'
import { type Command, InvalidArgumentError } from 'commander'
import { readEnvironment } from '../worker/environment.ts'
import { runWorker, type WorkerOptions } from '../worker/main.ts'
import { type CancelCommandOptions, cancelFromCommandLine } from './cancel.ts'
import { checkConfigFile } from './check-config.ts'
import { type PublishCommandOptions, publishFromCommandLine } from './publish.ts'
import { registerFailureCommands } from './register-failures.ts'
import { registerHandlerCommands } from './register-handlers.ts'
import { registerWebhookCommands } from './register-webhooks.ts'
import { action } from './run.ts'

const environment = () => readEnvironment(process.env, process.cwd())
const print = (text: string) => void process.stdout.write(`${text}\n`)

function number(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new InvalidArgumentError('Expected a number from 0.')
  return value
}

/** Adds `worker`, `publish`, `cancel`, `failures`, `replay`, `handlers`, `webhooks` and `config check` to a program. */
export function registerLibraryCommands(program: Command): void {
  registerWorker(program)
  registerPublish(program)
  registerCancel(program)
  registerFailureCommands(program)
  registerHandlerCommands(program)
  registerWebhookCommands(program)
  registerConfig(program)
}

function registerWorker(program: Command): void {
  program
    .command('worker')
    .description("run a project's consumers")
    .option('-p, --project <project>', 'whose assignments to run')
    .option('-c, --config <file>', 'a configuration file, instead of the control plane')
    .option('--url <url>', 'address of the control plane (SIGNALBOX_URL)')
    .option('--token <token>', 'token with the scope "worker" (SIGNALBOX_TOKEN)')
    .option('--state-dir <dir>', 'where the last good configuration is kept (default: <data dir>/workers)')
    .option('--modules <dir>', 'a folder of modules that handlers may name (SIGNALBOX_MODULES)')
    .option(
      '--handlers <module>',
      'a package or local module with custom handlers; may be given several times (SIGNALBOX_HANDLERS)',
      (name: string, before: string[] = []) => [...before, name],
    )
    .option('--instance <id>', 'name of this instance (default: <host>-<pid>-<random>)')
    .option('--drain-seconds <n>', 'how long running tasks may go on when it is told to end', number)
    .action(
      action(async (options: WorkerOptions) => {
        await runWorker(options, environment(), process)
        process.exit(0)
      }),
    )
}

function registerPublish(program: Command): void {
  program
    .command('publish')
    .description('publish one task, through the control plane or, with --config, straight to the broker')
    .argument('<type>', 'task type, e.g. email.send')
    .argument('<json>', 'payload; "-" reads it from standard input')
    .option('-p, --project <project>', 'in whose name')
    .option('-c, --config <file>', 'a configuration file that names the broker')
    .option('--url <url>', 'address of the control plane (SIGNALBOX_URL)')
    .option('--token <token>', 'token with the scope "publish" (SIGNALBOX_TOKEN)')
    .option('--id <id>', 'id of the task (default: a new one)')
    .option('--delay-ms <n>', 'not to be run before so many milliseconds have passed', number)
    .option('--partition-key <key>', 'tasks of one key run in order, where the backend can')
    .option('--unique-key <key>', 'not stored while a task of the type with this key waits or runs')
    .option('--tracked', 'record its outcome')
    .action(
      action(async (type: string, json: string, options: PublishCommandOptions) => {
        const { id, duplicateOf } = await publishFromCommandLine(type, json, options, environment())
        if (duplicateOf !== undefined)
          process.stderr.write('not stored: the task of this id has the unique key\n')
        print(duplicateOf ?? id)
      }),
    )
}

function registerCancel(program: Command): void {
  program
    .command('cancel')
    .description('cancel a task that waits: ready, scheduled, or before its next attempt')
    .argument('<id>', 'of the task')
    .option('--type <type>', 'its task type, where the backend cannot look a task up by its id')
    .option('--url <url>', 'address of the control plane (SIGNALBOX_URL)')
    .option('--token <token>', 'token with the scope "operate" (SIGNALBOX_TOKEN)')
    .action(
      action(async (id: string, options: CancelCommandOptions) => {
        await cancelFromCommandLine(id, options, environment())
        print(`cancelled ${id}`)
      }),
    )
}

function registerConfig(program: Command): void {
  program
    .command('config')
    .description('work with configuration files')
    .command('check')
    .description('validate a configuration file')
    .argument('<file>')
    .action(
      action(async (file: string) => {
        const { summary, issues } = await checkConfigFile(file)
        for (const { path, message } of issues) print(`${file}: ${message} at ${path || '/'}`)
        if (issues.length === 0) print(`${file}: ${summary}`)
        else process.exitCode = 1
      }),
    )
}
