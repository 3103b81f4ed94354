/**
 * `npm run bench:memory -- rabbitmq|postgres [--waiting 1000000]`: how much memory (RSS, MB) a worker process of the
 * built library takes with nothing to do, and while tasks wait, of which it runs as many as it has workers.
 *
 * Builds the library, takes a server as the other benchmarks do, and prints three lines.
 */
import { type ChildProcess, execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Site } from './core/contender.ts'
import { signalbox, TYPE } from './core/contenders/signalbox.ts'
import { fill } from './core/workloads/publish.ts'
import { machineLine } from './machine.ts'
import { provideServer } from './server.ts'

const SETTLE_MS = 5_000
const MB = 1_048_576
const WORKER = fileURLToPath(new URL('idle-worker.mjs', import.meta.url))
const KINDS = ['rabbitmq', 'postgres'] as const
type Kind = (typeof KINDS)[number]

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { waiting: { type: 'string', default: '1000000' } },
})
const kind = KINDS.find((candidate) => candidate === positionals[0])
if (kind === undefined) throw new Error(`expected one of ${KINDS.join(', ')}`)
const waiting = Number(values.waiting)
if (!Number.isInteger(waiting) || waiting < 1) throw new Error('--waiting: expected a whole number from 1')

async function startWorker(url: string, namespace: string, backend: Kind): Promise<ChildProcess> {
  const worker = fork(WORKER, [JSON.stringify({ kind: backend, url, namespace, type: TYPE })])
  process.once('exit', () => worker.kill())
  await once(worker, 'message')
  return worker
}

async function rssOf(worker: ChildProcess): Promise<string> {
  await sleep(SETTLE_MS)
  worker.send('rss')
  const [bytes] = await once(worker, 'message')
  return `${(bytes / MB).toFixed(0)} MB`
}

async function measure(site: Site, backend: Kind): Promise<void> {
  await signalbox.prepare(site, backend)
  const idle = await startWorker(site.url, site.name, backend)
  process.stdout.write(`idle: ${await rssOf(idle)}\n`)
  idle.kill()
  await once(idle, 'exit')
  await fill(signalbox, site, backend, waiting)
  const busy = await startWorker(site.url, site.name, backend)
  process.stdout.write(`${waiting.toLocaleString('en')} waiting: ${await rssOf(busy)}\n`)
  busy.kill()
  await once(busy, 'exit')
}

execFileSync('npm', ['run', 'build', '-w', 'signalbox'], { stdio: ['ignore', 'ignore', 'inherit'] })
const server = await provideServer(kind, null)
try {
  process.stdout.write(`${machineLine()}\n${server.version} (${server.origin})\n`)
  const site = await server.make()
  await measure(site, kind)
  await server.remove(site)
} finally {
  await server.close()
}
