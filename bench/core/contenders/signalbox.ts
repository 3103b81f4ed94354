/** Ours, as an application embeds it: nothing but the library's front door. */
import { setTimeout as sleep } from 'node:timers/promises'
import { createBackend } from '../../../server/task/backends/registry.ts'
import { backendConfig, type ConsumerConfig, type TaskConfigInput } from '../../../server/task/config.ts'
import type { TaskHandlers } from '../../../server/task/handlers/function.ts'
import { createSecretResolver } from '../../../server/task/source/secrets.ts'
import { createTaskSystem } from '../../../server/task/system/create-task-system.ts'
import type { TaskSystem } from '../../../server/task/system/task-system.ts'
import type { BenchBackend } from '../../arguments.ts'
import type { Contender, Payload, Site } from '../contender.ts'

export const TYPE = 'bench'
const POLL_MS = 2

type Roles = Pick<TaskConfigInput, 'producers' | 'consumers'>

function documentOf(site: Site, kind: BenchBackend, roles: Roles): TaskConfigInput {
  return {
    project: 'bench',
    namespace: site.name,
    backends: { main: { kind, url: 'env:SIGNALBOX_SECRET_BENCH' } },
    ...roles,
  }
}

function start(
  site: Site,
  kind: BenchBackend,
  roles: Roles,
  handlers: TaskHandlers = {},
): Promise<TaskSystem> {
  return createTaskSystem({
    config: documentOf(site, kind, roles),
    secrets: createSecretResolver({ env: { SIGNALBOX_SECRET_BENCH: site.url } }),
    handlers,
  })
}

/** Two attempts, for the case that measures the second. */
const RETRY = { maxAttempts: 2, initialMs: 0, jitter: 0 } satisfies Partial<ConsumerConfig['retry']>

/** Where a batch leaves in fewer pieces than its tasks would one by one. */
const BATCHING: readonly BenchBackend[] = ['postgres', 'redis']

export const signalbox: Contender = {
  async prepare(site, kind) {
    const config = backendConfig.parse({ kind, url: site.url })
    const backend = await createBackend(config, { namespace: site.name })
    await backend.connect()
    await backend.declare({ type: TYPE })
    await backend.close()
  },

  async publisher(site, kind) {
    const tasks = await start(site, kind, { producers: [{ type: TYPE, backend: 'main' }] })
    const publishBatch = async (payloads: readonly Payload[]) => {
      await tasks.publishBatch(payloads.map((payload) => ({ type: TYPE, payload })))
    }
    return {
      publish: async (payload) => void (await tasks.publish(TYPE, payload)),
      publishBatch: BATCHING.includes(kind) ? publishBatch : null,
      close: () => tasks.close(),
    }
  },

  async consumer(site, { workers, run }, kind) {
    const handler = { kind: 'function' } as const
    const tasks = await start(
      site,
      kind,
      { consumers: [{ type: TYPE, backend: 'main', workers, retry: RETRY, handler }] },
      { [TYPE]: (task) => run({ attempt: task.attempt, payload: () => task.payload as Payload }) },
    )
    const succeeded = () => tasks.report().consumers[0]?.succeeded ?? 0
    return {
      async settled(count) {
        while (succeeded() < count) await sleep(POLL_MS)
      },
      close: () => tasks.close(),
    }
  },
}
