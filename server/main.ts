/**
 * Start-up: receives the environment; claims the port, brings up the database, applies migrations, wires the rooms and
 * opens the door; hands on a running Signalbox that ends everything in the reverse order.
 *
 * 1. The port is claimed first: a busy one ends the start before anything else is touched.
 * 2. The database is reached (or the embedded one started) while the console is built, where that is needed.
 * 3. Migrations, the container, first-start seeds.
 * 4. Loops start, the door opens, the connection file is written, the demo begins.
 */
import { fileURLToPath } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import type { Auth } from './auth/auth.ts'
import { ensureSetupLink, linkUrl } from './auth/links.ts'
import { type Container, createContainer } from './container.ts'
import { type Environment, inheritedVariables, prepareForNext } from './env.ts'
import { shareContainer } from './get-container.ts'
import { type Closing, type ClosingFailure, createClosing } from './startup/closing.ts'
import { type Connection, localUrl, readConnection, writeConnection } from './startup/connection-file.ts'
import { openConsole } from './startup/console.ts'
import { buildConsoleWhenNeeded } from './startup/console-build.ts'
import { prepareDataDir } from './startup/data-dir.ts'
import { type StartedDatabase, startDatabase } from './startup/database.ts'
import { startDemo } from './startup/demo.ts'
import { bootstrap, machineToken, registerFirstBackends } from './startup/first-start.ts'
import { claimPort, type FrontDoor } from './startup/front-door.ts'
import type { Screen } from './startup/screen.ts'
import { containerOptions } from './startup/settings.ts'
import { migrate } from './store/migrate.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const REQUEST_GRACE_MS = 5_000

export interface StartOptions {
  readonly environment: Environment
  /** Next's developer server with reload instead of the build. */
  readonly dev: boolean
  readonly screen: Screen
  /** Aborted when the person has thought better of it: what was started is ended, and the start rejects. */
  readonly signal: AbortSignal
}

export interface RunningSignalbox {
  close(): Promise<readonly ClosingFailure[]>
}

export async function startSignalbox(options: StartOptions): Promise<RunningSignalbox> {
  const closing = createClosing()
  prepareForNext(options.dev ? 'development' : 'production')
  try {
    return await boot(options, closing)
  } catch (error) {
    await closing.close()
    throw error
  }
}

async function boot(options: StartOptions, closing: Closing): Promise<RunningSignalbox> {
  const { environment } = options
  const door = await claimPort(environment.host, environment.port)
  closing.add('port', () => door.close(0))
  await prepareDataDir(environment.dataDir)
  const [database] = await Promise.all([bringUpDatabase(options, closing), bringUpBuild(options, closing)])
  options.signal.throwIfAborted()
  const { container, notes } = await bringUpRooms(options, database, door.port, closing)
  await openDoor(options, door, container.api, closing)
  // Streams never end by themselves; the door would wait for them until it loses patience.
  closing.add('event streams', () => container.services.events.close())
  options.signal.throwIfAborted()
  const connection = await connectThisMachine(options, container, database.url, door.port)
  notes.push(...(await runDemo(options, container, connection, closing)))
  await announce(options, { auth: container.services.auth, notes, elsewhere: database.elsewhere })
  return { close: () => closing.close() }
}

async function bringUpRooms(
  { environment, screen }: StartOptions,
  database: StartedDatabase,
  port: number,
  closing: Closing,
): Promise<{ container: Container; notes: string[] }> {
  screen.step('Applying migrations')
  await migrate(database.url)
  const started = { databaseUrl: database.url, embedded: database.embedded, port }
  const container = createContainer(await containerOptions(environment, started))
  shareContainer(container)
  closing.add('connections', () => container.close())
  const { auth, ...services } = container.services
  const notes = await registerFirstBackends(services, environment.brokers)
  await bootstrap(auth, environment)
  const loops = await container.startLoops()
  closing.add('loops', () => loops.stop())
  return { container, notes }
}

async function connectThisMachine(
  { environment: { dataDir, host } }: StartOptions,
  { services: { auth } }: Container,
  databaseUrl: string,
  port: number,
): Promise<Connection> {
  const kept = await readConnection(dataDir)
  const token = await machineToken(auth, kept?.token ?? null)
  const connection = { url: localUrl(host, port), token, databaseUrl }
  await writeConnection(dataDir, connection)
  return connection
}

/** @returns why it does not run, when somebody might miss it */
async function runDemo(
  { environment, screen }: StartOptions,
  { services: { auth, allowTargets } }: Container,
  connection: Connection,
  closing: Closing,
): Promise<string[]> {
  if (!environment.demo) return []
  if (!allowTargets.includes('loopback'))
    return [
      'The demo is left out: its targets are on this machine (SIGNALBOX_ALLOW_TARGETS=loopback allows them).',
    ]
  screen.step('Starting the demo')
  const { dataDir } = environment
  const demo = await startDemo({ auth, connection, dataDir, variables: inheritedVariables() })
  if (demo !== null) closing.add('demo', () => demo.stop())
  return demo === null ? [] : [DEMO_NOTE]
}

const DEMO_NOTE = 'A demo shop is at work (examples/demo/README.md); SIGNALBOX_DEMO=0 leaves it out.'

interface Announced {
  readonly auth: Auth
  readonly notes: readonly string[]
  readonly elsewhere: string | null
}

async function announce({ environment, screen }: StartOptions, { auth, notes, elsewhere }: Announced) {
  const link = await ensureSetupLink(auth)
  screen.line()
  if (elsewhere !== null) screen.line(`The embedded database's files are in ${elsewhere}`)
  for (const note of notes) screen.line(note)
  screen.line(`Signalbox is ready: ${auth.baseUrl}`)
  screen.line(`Data folder: ${environment.dataDir}`)
  if (link !== null)
    screen.line(`Create the first admin (this link works once): ${linkUrl(auth.baseUrl, link)}`)
}

async function bringUpDatabase({ environment, screen }: StartOptions, closing: Closing) {
  const database = await startDatabase(environment, {
    ownership: 'required',
    onProgress: (message) => screen.step(message),
  })
  closing.add('database', () => database.stop())
  return database
}

async function bringUpBuild(options: StartOptions, closing: Closing): Promise<void> {
  const { dev, screen, environment } = options
  if (dev) return
  const abort = new AbortController()
  closing.add('build', async () => abort.abort())
  await buildConsoleWhenNeeded({
    root: ROOT,
    distDir: environment.distDir,
    environment: inheritedVariables(),
    onProgress: (message) => screen.step(message),
    signal: AbortSignal.any([abort.signal, options.signal]),
  })
}

async function openDoor(
  { dev, environment, screen }: StartOptions,
  door: FrontDoor,
  api: { fetch(request: Request, env?: unknown): Response | Promise<Response> },
  closing: Closing,
): Promise<void> {
  screen.step(dev ? 'Starting the console with reload' : 'Starting the console')
  const console = await openConsole({ root: ROOT, dev, host: environment.host, port: door.port })
  door.open({ api: getRequestListener((request, env) => api.fetch(request, env)), console: console.handle })
  closing.add('console', () => console.close())
  closing.add('http', () => door.close(REQUEST_GRACE_MS))
}
