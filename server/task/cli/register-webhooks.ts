/** The commands about inbound webhooks: `webhooks list` and `webhooks show`. */
import process from 'node:process'
import type { Command } from 'commander'
import { readEnvironment } from '../worker/environment.ts'
import { clientFrom } from './api-client.ts'
import { action } from './run.ts'
import { openTerminal } from './terminal.ts'
import { listWebhooks, readWebhook, webhookLines, webhookText } from './webhooks.ts'

interface Reached {
  readonly url?: string
  readonly token?: string
  readonly json?: boolean
}

const reach = (options: Reached) => clientFrom(options, readEnvironment(process.env, process.cwd()))
const reaching = (command: Command) =>
  command
    .option('--url <url>', 'address of the control plane (SIGNALBOX_URL)')
    .option('--token <token>', 'token with the scope "read" (SIGNALBOX_TOKEN)')
    .option('--json', 'answer as JSON, for other programs')

export function registerWebhookCommands(program: Command): void {
  const webhooks = program.command('webhooks').description("the addresses of providers' webhooks")
  reaching(webhooks.command('list').description('all of them, and what came of their deliveries')).action(
    action(async (options: Reached) => {
      const found = await listWebhooks(await reach(options))
      const terminal = openTerminal(process)
      if (options.json === true) terminal.print(JSON.stringify(found))
      else if (found.length === 0) terminal.note('there is no inbound webhook')
      else for (const line of webhookLines(found, terminal.width)) terminal.print(line)
    }),
  )
  reaching(webhooks.command('show').description('one of them: its address, its state, its last refusal'))
    .argument('<name>', 'e.g. stripe')
    .action(
      action(async (name: string, options: Reached) => {
        const shown = await readWebhook(await reach(options), name)
        const terminal = openTerminal(process)
        terminal.print(options.json === true ? JSON.stringify(shown) : webhookText(shown))
      }),
    )
}
