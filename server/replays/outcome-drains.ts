/**
 * Takes the outcomes of every backend that a task type uses or has used lately. As with dead letters every control plane
 * takes part, and the brokers share the outcomes out among them; one that comes twice is stored once.
 */
import { type Drains, startDrains } from '../drain/drains.ts'
import type { BackendPool } from '../registry/backend-pool.ts'
import { backendsInUse } from '../store/backends.ts'
import { OUTCOMES_QUEUE } from '../task/index.ts'
import { type OutcomeDeps, recordOutcomes } from './record-outcomes.ts'

export interface OutcomeDrainsDeps extends OutcomeDeps {
  readonly backends: BackendPool
  readonly log: { warn(context: object, message: string): void; info(context: object, message: string): void }
  /** How often it is seen which backends there are; default 5 s. */
  readonly everyMs?: number
}

export function startOutcomeDrains(deps: OutcomeDrainsDeps): Drains {
  return startDrains({
    backends: deps.backends,
    log: deps.log,
    ...(deps.everyMs === undefined ? {} : { everyMs: deps.everyMs }),
    wanted: async () =>
      (await backendsInUse(deps.database)).map((backend) => ({
        backend,
        queue: OUTCOMES_QUEUE,
        from: 'work',
        declare: true,
      })),
    store: (batch) => recordOutcomes(deps, batch),
  })
}
