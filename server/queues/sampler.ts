/**
 * The sampler: every 5 s one control plane of several samples all queues; the holder of the lease does, and another
 * takes over within seconds of its death. Once a minute the series is rolled up and pruned.
 */
import { type Loop, repeat } from '../repeat.ts'
import { holdLease, releaseLease } from '../store/leases.ts'
import { pruneMemories } from '../store/queue-health.ts'
import { pruneSamples, rollUpSamples } from '../store/queue-history.ts'
import { pruneQueueStates } from '../store/samples.ts'
import { createSampler, type SampleDeps } from './sample-queues.ts'

export interface SamplerDeps extends SampleDeps {
  /** Names this process in the lease; unique per start. */
  readonly holder: string
  readonly log: { warn(context: object, message: string): void; info(context: object, message: string): void }
  /** Default 5 s. */
  readonly everyMs?: number
  /** How long the lease outlives its holder; default three ticks, so that two may be missed. */
  readonly leaseMs?: number
  /** Told after each tick that was sampled here. */
  onSampled?(): void
  /** Ends the draining of former queues that are empty; after each tick. */
  endDrained(): Promise<void>
  /** What health remembers is written after each tick. */
  remember(): Promise<void>
}

const LEASE = 'sampler'
const MINUTE_MS = 60_000
const EVERY_MS = 5_000

/** One turn: samples when this process holds the lease. Exported for tests of several samplers. */
export function samplerTurn(deps: SamplerDeps): () => Promise<'sampled' | 'not-holder'> {
  const sampleQueues = createSampler(deps)
  const leaseMs = deps.leaseMs ?? (deps.everyMs ?? EVERY_MS) * 3
  let tidiedMinute = 0
  let away: ReadonlyMap<string, string> = new Map()

  async function tidy(now: Date) {
    const minute = Math.floor(now.getTime() / MINUTE_MS)
    if (minute === tidiedMinute) return
    await rollUpSamples(deps.database, now)
    await pruneSamples(deps.database, now)
    await pruneQueueStates(deps.database)
    await pruneMemories(deps.database)
    tidiedMinute = minute
  }

  /** A backend that stays away is logged once, not every 5 s. */
  function tell(nowAway: ReadonlyMap<string, string>) {
    for (const [backend, reason] of nowAway)
      if (!away.has(backend)) deps.log.warn({ backend, reason }, 'a backend gives no figures')
    for (const backend of away.keys())
      if (!nowAway.has(backend)) deps.log.info({ backend }, 'a backend gives figures again')
    away = nowAway
  }

  return async () => {
    if (!(await holdLease(deps.database, LEASE, deps.holder, leaseMs))) return 'not-holder'
    tell(await sampleQueues())
    await deps.endDrained()
    await deps.remember()
    await tidy(deps.now())
    deps.onSampled?.()
    return 'sampled'
  }
}

export function startSampler(deps: SamplerDeps): Loop {
  const turn = samplerTurn(deps)
  const loop = repeat(async () => void (await turn()), {
    everyMs: deps.everyMs ?? EVERY_MS,
    maxBackOffMs: 30_000,
    onError: (error, failures) => deps.log.warn({ err: error, failures }, 'sampling failed'),
  })
  return {
    async stop() {
      await loop.stop()
      // With the database away the lease runs out by itself.
      await releaseLease(deps.database, LEASE, deps.holder).catch((error) =>
        deps.log.warn({ err: error }, 'the sampler could not give its lease back'),
      )
    },
  }
}
