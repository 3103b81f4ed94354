/** The library's front door. */
import { hostname } from 'node:os'
import { pino } from 'pino'
import { createBackend } from '../backends/registry.ts'
import type { TaskConfigInput } from '../config.ts'
import { TaskError } from '../errors.ts'
import { type CustomHandler, customHandlersByName } from '../handlers/custom/define-handler.ts'
import type { TaskHandlers } from '../handlers/function.ts'
import type { TaskModules } from '../handlers/module/module.ts'
import type { Logger } from '../logger.ts'
import type { Middleware } from '../middleware/middleware.ts'
import { newTaskId } from '../publish/new-task-id.ts'
import { createSecretResolver, type SecretResolver } from '../source/secrets.ts'
import { type ConfigSource, fromObject, isConfigSource } from '../source/source.ts'
import type { MakeBackend } from './backend-link.ts'
import { instanceId } from './instance-id.ts'
import { RunningTaskSystem, type TaskSystem } from './task-system.ts'
import { withinMs } from './within.ts'

export interface TaskSystemOptions {
  /** `fromControlPlane(...)`, `fromFile(path)`, or the configuration itself. */
  readonly config: ConfigSource | TaskConfigInput
  /** Functions that `function` handlers name; by task type where they name none. */
  readonly handlers?: TaskHandlers
  /** What `custom` handlers name; each made by `defineHandler`. */
  readonly customHandlers?: readonly CustomHandler[]
  /** Modules that `module` handlers run in threads, by the name under which configurations ask for them. */
  readonly modules?: TaskModules
  /** Functions around each publish and each execution; the first is the outermost. */
  readonly middleware?: Middleware
  /** Reads secret references; files and the usual variables of this process when left out. */
  readonly secrets?: SecretResolver
  readonly logger?: Logger
  /** Unique among the running instances; `<host>-<pid>-<random>` when left out. */
  readonly instance?: string
  /** How long the first configuration may take, in milliseconds (30,000). */
  readonly startTimeoutMs?: number
  /** How long a consumer that is taken away may finish what it runs, in milliseconds (30,000). */
  readonly drainMs?: number
  /** How long a publish waits for a backend that is not connected, in milliseconds (10,000). */
  readonly publishWaitMs?: number
  /** For tests. */
  readonly makeBackend?: (namespace: string) => MakeBackend
  readonly now?: () => Date
  readonly random?: () => number
}

/**
 * Resolves when the first configuration is applied: producers are ready, and each consumer has started or shows why
 * not.
 * @throws TaskError `config-invalid`, `control-plane-refused`, or `control-plane-unavailable` after `startTimeoutMs`
 */
export async function createTaskSystem(options: TaskSystemOptions): Promise<TaskSystem> {
  const { startTimeoutMs = 30_000 } = options
  const system = startTaskSystem(options)
  const inTime = await withinMs(startTimeoutMs, system.started)
  try {
    if (!inTime) throw notInTime(system, startTimeoutMs)
    await system.started
    return system
  } catch (error) {
    await system.close({ deadlineMs: 0 })
    throw error
  }
}

/** The same without waiting for a configuration: a worker starts, and reports, before it has one. */
export function startTaskSystem(options: TaskSystemOptions): RunningTaskSystem {
  const makeBackend = (namespace: string) => (config: Parameters<MakeBackend>[0]) =>
    createBackend(config, { namespace })
  return new RunningTaskSystem({
    instance: options.instance ?? instanceId(hostname(), process.pid),
    source: isConfigSource(options.config) ? options.config : fromObject(options.config),
    handlers: options.handlers ?? {},
    customHandlers: customHandlersByName(options.customHandlers ?? []),
    modules: options.modules ?? {},
    middleware: options.middleware ?? {},
    // biome-ignore lint/style/noProcessEnv: the library's edge; a secret is read only if its name is allowed
    secrets: options.secrets ?? createSecretResolver({ env: process.env }),
    makeBackend: options.makeBackend ?? makeBackend,
    logger: options.logger ?? pino({ name: 'signalbox', level: 'warn' }),
    now: options.now ?? (() => new Date()),
    random: options.random ?? Math.random,
    newId: newTaskId,
    drainMs: options.drainMs ?? 30_000,
    publishWaitMs: options.publishWaitMs ?? 10_000,
  })
}

function notInTime(system: RunningTaskSystem, waitedMs: number): TaskError {
  const why = system.configError?.message ?? 'the source is silent'
  return new TaskError('control-plane-unavailable', `No configuration within ${waitedMs} ms: ${why}`, {
    retryable: true,
    cause: system.configError ?? undefined,
  })
}
