/**
 * The one place that wires the control plane: receives settled values, constructs every room with what it needs, and
 * hands on the API, the loops to start and a way to end it all.
 */
import { hostname } from 'node:os'
import { type Logger, pino } from 'pino'
import { v7 as uuidv7 } from 'uuid'
import { createApi } from './api/app.ts'
import { createClientAddresses } from './api/client-address.ts'
import type { ApiServices } from './api/services.ts'
import type { Api } from './api/types.ts'
import { ConfigCache } from './assignments/config-cache.ts'
import { createConfigChanges } from './assignments/config-changes.ts'
import { createAuth } from './auth/auth.ts'
import { createEvents } from './events/events.ts'
import { announceHeartbeats } from './events/sources.ts'
import { createHeartbeatWriter } from './instances/heartbeat-writer.ts'
import { type Loops, startLoops } from './loops.ts'
import { createControlPlaneMetrics } from './metrics/control-plane-metrics.ts'
import { createIdempotencyKeys } from './publishing/idempotency-keys.ts'
import { createPublishCatalog } from './publishing/publish-catalog.ts'
import { createFleetCache } from './queues/fleet-cache.ts'
import { createQueueBoard } from './queues/queue-board.ts'
import { openBackendPool } from './registry/open-backend-pool.ts'
import { createReplayBell } from './replays/replay-bell.ts'
import { findBackend } from './store/backends.ts'
import { type Database, openDatabase } from './store/database.ts'
import { capabilitiesOf, createBackend } from './task/backends/registry.ts'
import { checkTargetUrl } from './task/handlers/target-rules.ts'
import { CONNECTION_SECRET_NAMES, createSecretResolver } from './task/source/secrets.ts'

/** The backend of a task type that names none: registered at the first start. */
export const DEFAULT_BACKEND = 'postgres'
const NAMESPACE = 'task'
const MAX_PAYLOAD_BYTES = 1_048_576
const POLL_INTERVAL_MS = 5_000
const HEARTBEAT_INTERVAL_MS = 10_000

export interface ContainerOptions {
  readonly databaseUrl: string
  readonly authSecret: string
  /** Without a trailing slash. */
  readonly baseUrl: string
  readonly trustedProxies: readonly string[]
  readonly allowTargets: readonly string[]
  /** What `env:` references may name, with their values. */
  readonly secrets: Readonly<Record<string, string>>
  readonly environment: { readonly name: string; readonly color: string }
  readonly version: string
  readonly logLevel: string
}

export interface Container {
  readonly api: Api
  readonly log: Logger
  readonly services: ApiServices
  startLoops(): Promise<Loops>
  /** Ends connections; after the loops and the server have ended. */
  close(): Promise<void>
}

export function createContainer(options: ContainerOptions): Container {
  const log = pino({ level: options.logLevel })
  const database = openDatabase(options.databaseUrl)
  const rooms = wireRooms(options, database, log)
  return {
    api: createApi(rooms),
    log,
    services: rooms,
    startLoops: () => startLoops({ ...rooms, holder: `${hostname()}:${process.pid}:${uuidv7()}` }),
    async close() {
      rooms.configCache.close()
      await rooms.events.close()
      await rooms.changes.close()
      await rooms.pool.close()
      await database.close()
    },
  }
}

/** What several rooms share; each takes from it what it declares. */
function wireRooms(options: ContainerOptions, database: Database, log: Logger) {
  const clock = () => new Date()
  const { allowTargets, baseUrl, environment, version } = options
  const liveness = { clock, heartbeatIntervalMs: HEARTBEAT_INTERVAL_MS }
  const onError = (error: unknown) => log.warn({ err: error }, 'the configuration cannot be followed for now')
  const changes = createConfigChanges({ database, onError })
  const pool = openPool(options, database)
  const fleet = createFleetCache({ database, liveness })
  const board = createQueueBoard({ database, liveness, fleet })
  const newId = () => uuidv7()
  const events = createEvents({ database, newId, onError: onDeaf(log) })
  const replayBell = createReplayBell()
  return {
    ...{
      database,
      log,
      clock,
      now: clock,
      newId,
      environment,
      version,
      changes,
      events,
      replayBell,
      pool,
      allowTargets,
    },
    ...{
      heartbeatIntervalMs: HEARTBEAT_INTERVAL_MS,
      namespace: NAMESPACE,
      maxPayloadBytes: MAX_PAYLOAD_BYTES,
    },
    ...{ checkTarget: checkTargetUrl, capabilitiesOf, defaultBackend: DEFAULT_BACKEND, backends: pool },
    auth: createAuth({ database, secret: options.authSecret, baseUrl, log }),
    addresses: createClientAddresses(options.trustedProxies),
    configCache: openConfigCache({ database, changes, onError, ...liveness }, allowTargets),
    heartbeats: announceHeartbeats(createHeartbeatWriter({ database }), events),
    fleet,
    board,
    catalog: createPublishCatalog({ database }),
    metrics: createControlPlaneMetrics({ database, liveness, board, fleet }),
    keys: createIdempotencyKeys({ database, log }),
    handlerSecrets: secretsForHandlers(options),
    webhookSecrets: secretsOf(options),
    wakeReplays: () => replayBell.ring(),
  }
}

/** Whoever tries a handler chooses where it calls: the installation's own connections are no business of it. */
function secretsForHandlers({ secrets }: ContainerOptions) {
  const connections: ReadonlySet<string> = new Set(CONNECTION_SECRET_NAMES)
  const allowedNames = Object.keys(secrets).filter((name) => !connections.has(name))
  return createSecretResolver({ env: secrets, allowedNames })
}

const onDeaf = (log: Logger) => (error: unknown) =>
  log.warn({ err: error }, 'the other replicas cannot be told of changes, or heard, for now')

const secretsOf = ({ secrets }: ContainerOptions) =>
  createSecretResolver({ env: secrets, allowedNames: Object.keys(secrets) })

function openPool(options: ContainerOptions, database: Database) {
  const resolver = secretsOf(options)
  return openBackendPool({
    findBackend: (name) => findBackend(database.prisma, name),
    resolveSecret: (reference) => resolver.resolve(reference),
    createBackend: (config) => createBackend(config, { namespace: NAMESPACE }),
  })
}

type CacheDeps = Omit<ConstructorParameters<typeof ConfigCache>[0], 'installation'>

function openConfigCache(deps: CacheDeps, allowTargets: readonly string[]): ConfigCache {
  const installation = {
    pollIntervalMs: POLL_INTERVAL_MS,
    heartbeatIntervalMs: HEARTBEAT_INTERVAL_MS,
    namespace: NAMESPACE,
    maxPayloadBytes: MAX_PAYLOAD_BYTES,
    allowTargets,
  }
  return new ConfigCache({ ...deps, installation })
}
