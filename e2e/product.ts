/** The real product on a free port with a database of its own, and real worker processes. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { freePort } from '../server/startup/ports.ts'
import { createEmptyDatabase } from '../server/store/test-database.ts'
import { type Program, runNode } from './program.ts'

export const ADMIN = { email: 'ada@example.com', password: 'a long enough password' }

export interface Product {
  readonly url: string
  /** An admin's API token. */
  readonly token: string
  readonly dataDir: string
  /** `kill -9` of the control plane. */
  kill(): Promise<void>
  /** Starts it again with the same port, database and data folder. */
  start(): Promise<void>
  /** A stand-alone worker process of the project; ended with the product if it still runs. */
  startWorker(project: string): Promise<Program>
  output(): string
  /** Ends every process and removes database and folder. */
  dispose(): Promise<void>
}

export interface ProductOptions {
  /** For the control plane, and those of brokers for its workers too. */
  readonly variables?: Readonly<Record<string, string>>
  /** As `npm start` without any variable: its own Postgres, and workers that find all in the data folder. */
  readonly embedded?: boolean
}

const ofBrokers = (variables: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(variables).filter(([name]) => name.startsWith('RABBITMQ_')))

export async function startProduct({
  variables = {},
  embedded = false,
}: ProductOptions = {}): Promise<Product> {
  const adminUrl = process.env.TEST_POSTGRES_URL
  if (adminUrl === undefined) throw new Error('TEST_POSTGRES_URL is set by e2e/global-setup.ts')
  const [database, port, dataDir] = await Promise.all([
    createEmptyDatabase(adminUrl),
    freePort(),
    mkdtemp(join(tmpdir(), 'signalbox-e2e-')),
  ])
  const token = `sbx_${randomBytes(24).toString('hex')}`
  const url = `http://127.0.0.1:${port}`
  const environment = {
    PORT: String(port),
    ...(embedded ? {} : { DATABASE_URL: database.url }),
    SIGNALBOX_DATA_DIR: dataDir,
    SIGNALBOX_DEMO: '0',
    SIGNALBOX_ALLOW_TARGETS: 'loopback',
    SIGNALBOX_ADMIN_EMAIL: ADMIN.email,
    SIGNALBOX_ADMIN_PASSWORD: ADMIN.password,
    SIGNALBOX_BOOTSTRAP_TOKEN: token,
    ...(process.env.NEXT_DIST_DIR === undefined ? {} : { NEXT_DIST_DIR: process.env.NEXT_DIST_DIR }),
    ...variables,
  }
  const workers: Program[] = []
  let server: Program | null = null

  async function start(): Promise<void> {
    server = runNode(['server/cli/main.ts', 'start'], environment)
    await server.printed(/Signalbox is ready/)
  }

  const elsewhere = (project: string) => ({
    SIGNALBOX_URL: url,
    SIGNALBOX_TOKEN: token,
    SIGNALBOX_DATA_DIR: join(dataDir, `worker-${project}`),
    DATABASE_URL: database.url,
  })

  async function startWorker(project: string): Promise<Program> {
    const worker = runNode(['server/task/cli/main.ts', 'worker', '--project', project], {
      ...(embedded ? { SIGNALBOX_DATA_DIR: dataDir } : elsewhere(project)),
      ...ofBrokers(variables),
      LOG_LEVEL: 'info',
    })
    workers.push(worker)
    return worker
  }

  await start()
  return {
    url,
    token,
    dataDir,
    start,
    startWorker,
    output: () => server?.output() ?? '',
    async kill() {
      await server?.end('SIGKILL')
    },
    async dispose() {
      await Promise.all(workers.map((worker) => worker.end('SIGKILL')))
      await server?.end('SIGTERM')
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
