/** What the control plane does by itself, beside answering requests. Every replica runs all of it; leases decide who works. */
import type { Logger } from 'pino'
import type { ConfigCache } from './assignments/config-cache.ts'
import type { ConfigChanges } from './assignments/config-changes.ts'
import type { Events } from './events/events.ts'
import { followConfigChanges } from './events/sources.ts'
import { startArchiver } from './failures/archiver.ts'
import { startHidingStored } from './failures/hide-stored.ts'
import { forgetOldInstances } from './instances/forget-instances.ts'
import type { ControlPlaneMetrics } from './metrics/control-plane-metrics.ts'
import type { PublishCatalog } from './publishing/publish-catalog.ts'
import type { FleetCache } from './queues/fleet-cache.ts'
import type { QueueBoard } from './queues/queue-board.ts'
import { rememberHealth } from './queues/remember-health.ts'
import { startSampler } from './queues/sampler.ts'
import type { BackendPool } from './registry/backend-pool.ts'
import { endDrained } from './registry/former-queues.ts'
import { type Loop, repeat } from './repeat.ts'
import { startOutcomeDrains } from './replays/outcome-drains.ts'
import type { ReplayBell } from './replays/replay-bell.ts'
import { startReplayRunner } from './replays/replay-runner.ts'
import type { Database } from './store/database.ts'
import { pruneKeys } from './store/idempotency.ts'

const TIDY_EVERY_MS = 10 * 60_000

export interface LoopDeps {
  readonly database: Database
  readonly backends: BackendPool
  readonly board: QueueBoard
  readonly fleet: FleetCache
  readonly heartbeatIntervalMs: number
  readonly catalog: PublishCatalog
  readonly changes: ConfigChanges
  readonly configCache: ConfigCache
  readonly events: Events
  readonly log: Logger
  readonly metrics: ControlPlaneMetrics
  readonly replayBell: ReplayBell
  /** Names this process in leases. */
  readonly holder: string
  readonly clock: () => Date
  now(): Date
  newId(): string
}

export interface Loops {
  stop(): Promise<void>
}

export async function startLoops(deps: LoopDeps): Promise<Loops> {
  const archiver = startArchiver({ ...deps, onStored: () => tellDied(deps) })
  const outcomes = startOutcomeDrains({ ...deps, meters: deps.metrics.outcomes })
  const replays = startReplayRunner(deps)
  const unhear = deps.replayBell.onRing(() => replays.wake())
  const unfollow = deps.changes.subscribe(() => {
    deps.board.invalidate()
    deps.catalog.invalidate()
    archiver.look()
    outcomes.look()
  })
  // After the caches have been told: who hears it asks them.
  const unannounce = followConfigChanges(deps.changes, deps.events)
  await deps.changes.start()
  await deps.events.start()
  deps.configCache.start()
  const loops: Loop[] = [
    startSampler({
      ...deps,
      endDrained: () => endDrained(deps, deps.now()),
      remember: () => rememberHealth({ ...deps, liveness: deps }),
      onSampled: () => void tellQueues(deps),
    }),
    startHidingStored(deps),
    repeat(() => tidy(deps), {
      everyMs: TIDY_EVERY_MS,
      onError: (error) => deps.log.warn({ err: error }, 'tidying failed'),
    }),
  ]
  return {
    async stop() {
      unfollow()
      unannounce()
      unhear()
      await replays.stop()
      await Promise.all([archiver.stop(), outcomes.stop(), ...loops.map((loop) => loop.stop())])
    },
  }
}

/** Who is told asks at once; by then there is something new to see. */
async function tellQueues({ board, events }: LoopDeps): Promise<void> {
  await board.expire()
  events.changed('queues')
}

function tellDied(deps: LoopDeps): void {
  deps.events.changed('failures')
  void tellQueues(deps)
}

async function tidy(deps: LoopDeps): Promise<void> {
  await forgetOldInstances(deps)
  await pruneKeys(deps.database)
}
