/** For tests: a task system over a memory broker, and sources that a test plays. */
import { afterEach } from 'vitest'
import type { Backend } from '../backends/backend.ts'
import { createMemoryBackend, MemoryBroker } from '../backends/memory/memory-backend.ts'
import type { TaskConfigInput } from '../config.ts'
import type { TaskHandlers } from '../handlers/function.ts'
import { silentLogger } from '../logger.ts'
import type { ConfigSink, ConfigSource } from '../source/source.ts'
import { readDeadLetter } from '../wire/dead-letter.ts'
import { createTaskSystem } from './create-task-system.ts'

export const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

export const RETRY = { initialMs: 0, jitter: 0, maxMs: 0 }

/** A source that the test plays. */
export function manual() {
  let sink: ConfigSink | undefined
  let revision = 0
  const source: ConfigSource = {
    start: (given) => {
      sink = given
    },
    stop: async () => {},
  }
  return {
    source,
    apply: async (document: Partial<TaskConfigInput>) => {
      revision += 1
      await sink?.apply({
        document: { ...base(), revision, ...document },
        etag: `"${revision}"`,
        from: 'test',
      })
    },
  }
}

export const base = (): TaskConfigInput => ({
  project: 'mailer',
  backends: { main: { kind: 'memory' } },
  producers: [{ type: 'email.send', backend: 'main' }],
  consumers: [consumer()],
})

export const consumer = (more: object = {}) => ({
  type: 'email.send',
  backend: 'main',
  handler: { kind: 'function' as const },
  retry: { maxAttempts: 3, ...RETRY },
  ...more,
})

export async function start(
  handlers: TaskHandlers,
  config: TaskConfigInput | ConfigSource = base(),
  more: object = {},
) {
  const broker = new MemoryBroker()
  const options = {
    handlers,
    config,
    logger: silentLogger,
    makeBackend: () => async () => createMemoryBackend({ broker }),
  }
  const starting = createTaskSystem({ ...options, ...more })
  const system = { broker, starting }
  closing.push(() => starting.then((running) => running.close({ deadlineMs: 0 })).catch(() => {}))
  return system
}

export async function started(...args: Parameters<typeof start>) {
  const { broker, starting } = await start(...args)
  return { broker, system: await starting, backend: createMemoryBackend({ broker }) }
}

export const deadOf = async (backend: Backend, type = 'email.send') =>
  (await backend.peek({ type }, 'dead', 10)).map(({ envelope }) => ({
    ...readDeadLetter(envelope),
    envelope,
  }))

export const statsOf = async (backend: Backend, type = 'email.send') => {
  const [stats] = await backend.stats([{ type }])
  return { ready: stats?.ready.value, inFlight: stats?.inFlight.value, dead: stats?.dead.value }
}
