/** A worker with a configuration file and no control plane, on real brokers. */
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { provideKafka, whyNoKafka } from '../../../scripts/test-servers/kafka.ts'
import { provideRabbit, whyNoRabbit } from '../../../scripts/test-servers/rabbitmq.ts'
import { provideRedis, whyNoRedis } from '../../../scripts/test-servers/redis.ts'
import { createEmptyDatabase } from '../../store/test-database.ts'
import type { TaskConfigInput } from '../config.ts'
import { silentLogger } from '../logger.ts'
import { createSecretResolver } from '../source/secrets.ts'
import { createTaskSystem } from '../system/create-task-system.ts'
import { type CommandRun, type Ledger, runCommand, startLedger } from './test-worker.ts'

const cleanups: (() => unknown)[] = []
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-standalone-'))
  cleanups.push(() => rm(folder, { recursive: true }))
})
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function ledger(): Promise<Ledger> {
  const started = await startLedger(0)
  cleanups.push(() => started.close())
  return started
}

type Backend = NonNullable<TaskConfigInput['backends'][string]>

const documentFor = (backend: Backend, url: string, revision: number) => ({
  $schema: './node_modules/signalbox/config.schema.json',
  project: 'mailer',
  revision,
  allowTargets: ['loopback'],
  backends: { main: backend },
  producers: [{ type: 'email.send', backend: 'main' }],
  consumers: [{ type: 'email.send', backend: 'main', workers: 2, handler: { kind: 'http', url } }],
})

/** Whole or not at all, as editors and volumes replace files. */
async function write(content: string | object): Promise<string> {
  const path = join(folder, 'signalbox.json')
  await writeFile(`${path}.new`, typeof content === 'string' ? content : JSON.stringify(content, null, 2))
  await rename(`${path}.new`, path)
  return path
}

function start(args: string[], env: Record<string, string>): CommandRun {
  const run = runCommand(args, { SIGNALBOX_DATA_DIR: folder, ...env })
  cleanups.push(async () => {
    run.process.kill('SIGKILL')
    await run.ended
  })
  return run
}

async function publishByCommand(file: string, id: string, env: Record<string, string>): Promise<void> {
  const run = start(['publish', 'email.send', '{"to":"a@example.com"}', '--config', file, '--id', id], env)
  expect({ code: await run.ended, output: run.output() }).toEqual({ code: 0, output: `${id}\n` })
}

/** In this process, which is quicker. */
async function publisherTo(backend: Backend, env: Record<string, string>) {
  const { consumers: _, ...config } = documentFor(backend, '', 0)
  const system = await createTaskSystem({
    config,
    secrets: createSecretResolver({ env }),
    logger: silentLogger,
  })
  cleanups.push(() => system.close())
  return (id: string) => system.publish('email.send', { to: 'a@example.com' }, { id })
}

/** From the file's first version to a change, a mistake, and its repair. */
async function liveThroughChanges(backend: Backend, env: Record<string, string>): Promise<void> {
  const [first, second, third] = [await ledger(), await ledger(), await ledger()]
  const arrives = (target: Ledger, id: string) =>
    vi.waitFor(() => expect(target.runs.get(id)).toBe(1), { timeout: 20_000 })
  const file = await write(documentFor(backend, first.url, 1))
  // Before anybody consumes, and so before anything is declared.
  await publishByCommand(file, 'a', env)
  const worker = start(['worker', '--config', file], env)
  const publish = await publisherTo(backend, env)
  await arrives(first, 'a')

  await write(documentFor(backend, second.url, 2))
  await vi.waitFor(() => expect(worker.output()).toContain('"revision":2'), { timeout: 10_000 })
  await publish('b')
  await arrives(second, 'b')

  await write({ ...documentFor(backend, third.url, 3), consumers: [{ type: 'email.send', workers: 0 }] })
  await vi.waitFor(() => expect(worker.output()).toContain('configuration refused'), { timeout: 10_000 })
  expect(worker.output()).toContain('expected at least 1, got 0 at /consumers/0/workers')
  await publish('c')
  await arrives(second, 'c')

  await write(documentFor(backend, third.url, 4))
  await vi.waitFor(() => expect(worker.output()).toContain('"revision":4'), { timeout: 10_000 })
  await publish('d')
  await arrives(third, 'd')
  worker.process.kill('SIGTERM')
  expect(await worker.ended).toBe(0)
  expect([first.runs.size, second.runs.size, third.runs.size]).toEqual([1, 2, 1])
}

describe('a worker with a configuration file', () => {
  it('runs on Postgres, follows the file, and keeps the last good one', async () => {
    const database = await createEmptyDatabase(inject('postgresUrl'))
    cleanups.push(() => database.drop())
    await liveThroughChanges({ kind: 'postgres', url: 'env:DATABASE_URL' }, { DATABASE_URL: database.url })
  }, 120_000)

  const brokers = [
    ['rabbitmq', 'RABBITMQ_URL', whyNoRabbit(), async () => provideRabbit()],
    ['redis', 'REDIS_URL', whyNoRedis(), async () => provideRedis()],
    [
      'kafka',
      'KAFKA_BROKERS',
      whyNoKafka(),
      async () => provideKafka().then((kafka) => ({ ...kafka, url: kafka.brokers })),
    ],
  ] as const
  for (const [kind, variable, reason, provide] of brokers) {
    if (reason !== null) it.skip(`runs on ${kind} alike (${reason})`)
    else
      it(`runs on ${kind} alike`, async () => {
        const broker = await provide()
        cleanups.push(() => broker.remove())
        await liveThroughChanges({ kind, url: `env:${variable}` }, { [variable]: broker.url })
      }, 150_000)
  }

  it('ends with what is wrong, and where, when the file is wrong from the start', async () => {
    const file = await write({ ...documentFor({ kind: 'memory' }, 'http://127.0.0.1:1', 1), project: 7 })
    const worker = start(['worker', '--config', file], {})
    expect(await worker.ended).toBe(1)
    expect(worker.output()).toContain('expected a string, got 7 at /project')
  }, 60_000)
})
