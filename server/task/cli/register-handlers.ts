/** The commands about built-in handlers: `handlers list`, `handlers show`, `handlers test`. */
import process from 'node:process'
import type { Command } from 'commander'
import { readEnvironment } from '../worker/environment.ts'
import { clientFrom } from './api-client.ts'
import {
  handlerLines,
  handlerText,
  readHandler,
  type TestOptions,
  testHandler,
  testLines,
} from './handlers.ts'
import { action } from './run.ts'
import { openTerminal } from './terminal.ts'

interface Reached {
  readonly url?: string
  readonly token?: string
  readonly json?: boolean
}

export function registerHandlerCommands(program: Command): void {
  const handlers = program.command('handlers').description('the built-in handlers of this version')
  handlers
    .command('list')
    .description('their names, and what each does')
    .action(
      action(async () => {
        const terminal = openTerminal(process)
        for (const line of handlerLines(terminal.width)) terminal.print(line)
      }),
    )
  handlers
    .command('show')
    .description('one of them: its options, its payload, an example')
    .argument('<name>', 'e.g. slack.message')
    .action(
      action(async (name: string) => {
        const terminal = openTerminal(process)
        terminal.print(handlerText(readHandler(name), terminal.width))
      }),
    )
  registerTest(handlers)
}

function registerTest(handlers: Command): void {
  handlers
    .command('test')
    .description('run one task through a handler, in the control plane: a real call to the service')
    .argument('<name>', 'e.g. slack.message')
    .option('--options <json>', 'as in an assignment, with secrets as references', '{}')
    .option('--payload <json>', "of the task (default: the handler's example)")
    .option('--url <url>', 'address of the control plane (SIGNALBOX_URL)')
    .option('--token <token>', 'token with the scope "configure" (SIGNALBOX_TOKEN)')
    .option('--json', 'answer as JSON, for other programs')
    .action(
      action(async (name: string, options: TestOptions & Reached) => {
        const api = await clientFrom(options, readEnvironment(process.env, process.cwd()))
        const answer = await testHandler(api, name, options)
        const terminal = openTerminal(process)
        if (options.json === true) terminal.print(JSON.stringify(answer))
        else for (const line of testLines(answer)) terminal.print(line)
        if (answer.verdict !== 'done') process.exitCode = 1
      }),
    )
}
