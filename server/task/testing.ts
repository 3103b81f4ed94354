/**
 * `signalbox/testing`: a project's own handlers under test, in memory, without a broker. Tasks live as they do elsewhere
 * (attempts, retries, deaths), and the test waits until all have run.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Backend, QueueSpec } from './backends/backend.ts'
import { createMemoryBackend } from './backends/memory/memory-backend.ts'
import { TaskError } from './errors.ts'
import type { TaskHandlers } from './handlers/function.ts'
import { silentLogger } from './logger.ts'
import { createTaskSystem } from './system/create-task-system.ts'
import type { TaskSystem } from './system/task-system.ts'
import type { DeadReason, Task } from './task.ts'
import { readDeadLetter } from './wire/dead-letter.ts'
import { decodeTask } from './wire/envelope.ts'

export interface TestTasksOptions {
  /** By task type. Each may be published and is run. */
  readonly handlers?: TaskHandlers
  /** Types that may be published too; their tasks are kept and not run. */
  readonly producesOnly?: readonly string[]
  /** Attempts before a task is dead (1). Retries follow at once, `ctx.retry({ afterMs })` apart. */
  readonly maxAttempts?: number
  /** Tasks of one type that run at once (1: one after the other, in the order in which they were published). */
  readonly workers?: number
}

export interface DeadTestTask {
  readonly task: Task
  readonly reason: DeadReason
  /** Message of the last attempt's error. */
  readonly error: string
}

export interface TestTasks extends TaskSystem {
  /** What was published, oldest first, by the test and by handlers; of one type where one is given. */
  published(type?: string): readonly Task[]
  /**
   * Resolves when every task that has a handler and is due has run, with those that its handlers published.
   * A task for a later instant is not waited for.
   * @throws TaskError `handler-timeout` after `timeoutMs` (5,000), naming the types that still have tasks
   */
  settled(options?: { readonly timeoutMs?: number }): Promise<void>
  /** The tasks that are dead, oldest first. */
  dead(): Promise<readonly DeadTestTask[]>
}

const EVERYTHING = 100_000

/**
 * A task system in memory that records what is published. Close it after each test.
 * @throws TaskError `config-invalid` when a name cannot be a task type
 */
export async function createTestTasks(options: TestTasksOptions = {}): Promise<TestTasks> {
  const { handlers = {}, producesOnly = [], maxAttempts = 1, workers = 1 } = options
  const published: Task[] = []
  const backend = recording(createMemoryBackend(), published)
  const run = Object.keys(handlers)
  const system = await createTaskSystem({
    config: {
      project: 'test',
      backends: { main: { kind: 'memory' } },
      producers: [...new Set([...run, ...producesOnly])].map((type) => ({ type, backend: 'main' })),
      consumers: run.map((type) => ({
        ...{ type, backend: 'main', workers, handler: { kind: 'function' as const } },
        retry: { maxAttempts, initialMs: 0, maxMs: 0, jitter: 0 },
      })),
    },
    handlers,
    logger: silentLogger,
    makeBackend: () => async () => backend,
  })
  const queues = run.map((type) => ({ type }))
  return Object.assign(system, {
    published: (type?: string) => published.filter((task) => type === undefined || task.type === type),
    settled: ({ timeoutMs = 5_000 } = {}) => settle(backend, queues, timeoutMs),
    dead: async () => (await Promise.all(queues.map((queue) => deadOf(backend, queue)))).flat(),
  })
}

/** Retries and dead letters take another way; outcomes are ours, not the project's. */
function recording(backend: Backend, published: Task[]): Backend {
  const publish = backend.publish.bind(backend)
  backend.publish = async (batch) => {
    const duplicates = await publish(batch)
    const refused = new Set(duplicates.map(({ id }) => id))
    for (const { queue, envelope } of batch)
      if (queue.type !== 'outcomes' && !refused.has(envelope.attributes.id ?? ''))
        published.push(taskOf(envelope, queue.type))
    return duplicates
  }
  return backend
}

const taskOf = (envelope: Parameters<typeof decodeTask>[0], type: string) =>
  decodeTask(envelope, { type, id: '', now: new Date() })

async function settle(backend: Backend, queues: readonly QueueSpec[], timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const stats = await backend.stats(queues)
    const busy = queues.filter((_queue, index) => {
      const { ready, inFlight } = stats[index] ?? {}
      return (ready?.value ?? 0) + (inFlight?.value ?? 0) > 0
    })
    if (busy.length === 0) return
    if (performance.now() > deadline) throw unsettled(busy, timeoutMs)
    await nextTurn()
  }
}

function unsettled(busy: readonly QueueSpec[], timeoutMs: number): TaskError {
  const types = busy.map(({ type }) => type)
  return new TaskError(
    'handler-timeout',
    `After ${timeoutMs} ms tasks still wait or run: ${types.join(', ')}`,
    {
      context: { types, timeoutMs },
    },
  )
}

async function deadOf(backend: Backend, queue: QueueSpec): Promise<DeadTestTask[]> {
  const letters = await backend.peek(queue, 'dead', EVERYTHING)
  return letters.map(({ envelope }) => {
    const { original, reason, info } = readDeadLetter(envelope)
    return { task: taskOf(original, queue.type), reason, error: info?.error.message ?? '' }
  })
}
