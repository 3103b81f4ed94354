/** Everything on one machine: the desk, the database, `signalbox worker --handlers`, and one task. Ends with Ctrl-C. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { openDatabase } from './database.ts'
import { createDesk } from './desk.ts'

const PORT = 8090
const ACME_TOKEN = 'acme-example-token'
const SIGNALBOX = join(fileURLToPath(import.meta.resolve('signalbox/package.json')), '../bin/signalbox.mjs')
const CONFIG = ['--config', 'signalbox.json']

const desk = createDesk(ACME_TOKEN).listen(PORT, '127.0.0.1')
await once(desk, 'listening')
const database = await openDatabase(PORT + 1)

const env = {
  ...process.env,
  ...{ ACME_TOKEN, DATABASE_URL: database.url },
  // The variables that a configuration may refer to.
  SIGNALBOX_SECRET_ENV: 'ACME_TOKEN,DATABASE_URL',
}
const signalbox = (...args: string[]) =>
  spawn(process.execPath, [SIGNALBOX, ...args], { cwd: import.meta.dirname, env, stdio: 'inherit' })

const worker = signalbox('worker', ...CONFIG, '--handlers', './acme-ticket.ts')
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => worker.kill('SIGTERM'))
signalbox('publish', 'ticket.open', '{"subject": "The printer is on fire"}', ...CONFIG)

const [code] = await once(worker, 'exit')
desk.close()
await database.stop()
process.exitCode = code ?? 1
