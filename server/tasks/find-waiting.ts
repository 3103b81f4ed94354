/** Asks the backends that can look a task up by its id. The others have queues, which are read from the front only. */
import type { BackendPool } from '../registry/backend-pool.ts'
import { readBackends } from '../store/backends.ts'
import type { Database } from '../store/database.ts'
import type { BackendKind, Capabilities, PeekedTask } from '../task/index.ts'

export interface FindWaitingDeps {
  readonly database: Database
  readonly backends: BackendPool
  readonly capabilitiesOf: (kind: BackendKind) => Pick<Capabilities, 'find' | 'cancel'>
}

export interface WaitingFact {
  readonly backend: string
  readonly task: PeekedTask
  /** The backend can take it out of its queue. */
  readonly cancellable: boolean
}

export interface FoundWaiting {
  readonly waiting: readonly WaitingFact[]
  /** Backends that can be asked and did not answer. */
  readonly silent: readonly string[]
}

export async function findWaiting(deps: FindWaitingDeps, taskId: string): Promise<FoundWaiting> {
  const registered = await readBackends(deps.database.prisma)
  const able = registered.filter(({ kind }) => deps.capabilitiesOf(kind as BackendKind).find)
  const silent: string[] = []
  const isCancellable = ({ state }: PeekedTask, kind: string) =>
    (state === 'ready' || state === 'delayed') && deps.capabilitiesOf(kind as BackendKind).cancel
  const found = await Promise.all(
    able.map(async ({ name, kind }) => {
      try {
        const task = await (await deps.backends.get(name)).find?.(taskId)
        return task == null ? [] : [{ backend: name, task, cancellable: isCancellable(task, kind) }]
      } catch {
        silent.push(name)
        return []
      }
    }),
  )
  return { waiting: found.flat(), silent: silent.sort() }
}
