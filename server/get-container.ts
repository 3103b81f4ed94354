/**
 * The process's one container. `npm start` puts it in `globalThis` before Next starts; where Next runs by itself
 * (`next start`, any Next hosting) the first request makes it here, with its loops, against a database that is up.
 */
import { type Container, createContainer } from './container.ts'
import { readEnvironment } from './env.ts'
import { readConnection } from './startup/connection-file.ts'
import { prepareDataDir } from './startup/data-dir.ts'
import { bootstrap, registerFirstBackends } from './startup/first-start.ts'
import { containerOptions } from './startup/settings.ts'
import { StartError } from './startup/start-error.ts'
import { migrate } from './store/migrate.ts'

interface Shared {
  signalbox?: Container
  signalboxStarting?: Promise<Container> | undefined
}

const shared = globalThis as Shared

export function shareContainer(container: Container): void {
  shared.signalbox = container
}

export async function getContainer(): Promise<Container> {
  if (shared.signalbox !== undefined) return shared.signalbox
  // Concurrent first requests share one start; a failed one is tried again by the next request.
  shared.signalboxStarting ??= startContainer().finally(() => {
    shared.signalboxStarting = undefined
  })
  return shared.signalboxStarting
}

async function startContainer(): Promise<Container> {
  const environment = readEnvironment()
  await prepareDataDir(environment.dataDir)
  const databaseUrl = environment.databaseUrl ?? (await readConnection(environment.dataDir))?.databaseUrl
  if (databaseUrl === undefined)
    throw new StartError('Without "npm start" there is no embedded database: set DATABASE_URL.')
  await migrate(databaseUrl)
  const started = { databaseUrl, embedded: environment.databaseUrl === null, port: environment.port }
  const container = createContainer(await containerOptions(environment, started))
  const { auth, ...services } = container.services
  await registerFirstBackends(services, environment.brokers)
  await bootstrap(auth, environment)
  await container.startLoops()
  endStreamsWithProcess(container)
  shareContainer(container)
  return container
}

/** Next waits for its open answers before it ends; streams of events never end by themselves. */
function endStreamsWithProcess({ services: { events } }: Container): void {
  // Without another listener ours would be the reason why the process does not end.
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    if (process.listenerCount(signal) > 0) process.once(signal, () => void events.close())
}
