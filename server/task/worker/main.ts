/**
 * The stand-alone worker. Receives its options, makes a task system of them and keeps it until it is told to end:
 * the first SIGTERM or SIGINT drains (no new tasks, what runs is finished, a last heartbeat says goodbye), the
 * second ends at once; what was running then comes back by the backend's guarantee.
 */
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseConfig } from '../config.ts'
import { asError } from '../consume/verdict.ts'
import { TaskError } from '../errors.ts'
import { loadHandlers } from '../handlers/custom/load-handlers.ts'
import { modulesIn, type TaskModules } from '../handlers/module/module.ts'
import { fromControlPlane } from '../source/control-plane.ts'
import { fromFile, readConfigFile } from '../source/file.ts'
import type { ConfigSource } from '../source/source.ts'
import { startTaskSystem } from '../system/create-task-system.ts'
import { connectionFrom, readConnectionFile, secretsFrom, type WorkerEnvironment } from './environment.ts'
import { createWorkerLog, type LogOutput } from './log.ts'

export interface WorkerOptions {
  readonly project?: string
  /** A configuration file; the control plane is then not asked. */
  readonly config?: string
  readonly url?: string
  readonly token?: string
  /** Where the last good configuration is kept; `<data dir>/workers` when left out. */
  readonly stateDir?: string
  readonly instance?: string
  /** Folder whose files are modules that `module` handlers may name. */
  readonly modules?: string
  /** Packages and local modules with custom handlers. */
  readonly handlers?: readonly string[]
  /** How long running tasks may go on after the first signal, in seconds. */
  readonly drainSeconds?: number
}

/** What a worker uses of its process. */
export interface WorkerProcess {
  on(event: 'SIGTERM' | 'SIGINT', listener: () => void): unknown
  off(event: 'SIGTERM' | 'SIGINT', listener: () => void): unknown
  exit(code: number): void
  readonly stdout: LogOutput
}

const DRAIN_SECONDS = 25
const ENDED_AT_ONCE = 130

/**
 * Runs until it is told to end.
 * @throws TaskError `config-invalid` when it cannot begin
 */
export async function runWorker(
  options: WorkerOptions,
  environment: WorkerEnvironment,
  host: WorkerProcess,
): Promise<void> {
  const file = await readConnectionFile(environment.dataDir)
  const modules = await readModules(options.modules ?? environment.modules)
  const customHandlers = await loadHandlers(options.handlers ?? environment.handlers, process.cwd())
  const source = await sourceOf(options, environment, file)
  const logger = createWorkerLog(environment.logLevel, host.stdout)
  const system = startTaskSystem({
    config: source,
    logger,
    modules,
    customHandlers,
    secrets: secretsFrom(environment, file),
    ...(options.instance === undefined ? {} : { instance: options.instance }),
  })
  logger.info({ instance: system.instance, project: options.project }, 'worker started')
  const onSignal = endOnSignal(host, () => {
    logger.info({}, 'draining; once more ends at once')
    void system.close({ deadlineMs: (options.drainSeconds ?? DRAIN_SECONDS) * 1_000 })
  })
  await system.closed
  onSignal.forget()
  logger.info({ instance: system.instance }, 'worker stopped')
}

async function sourceOf(
  options: WorkerOptions,
  environment: WorkerEnvironment,
  file: Awaited<ReturnType<typeof readConnectionFile>>,
): Promise<ConfigSource> {
  if (options.config !== undefined) {
    await checkFile(options.config, options.project)
    return fromFile(options.config)
  }
  if (options.project === undefined)
    throw new TaskError('config-invalid', 'Expected --project, or a configuration file with --config.')
  return fromControlPlane({
    ...connectionFrom(options, environment, file),
    project: options.project,
    stateDir: options.stateDir ?? join(environment.dataDir, 'workers'),
  })
}

async function readModules(folder: string | undefined): Promise<TaskModules> {
  if (folder === undefined) return {}
  const path = resolve(folder)
  try {
    return modulesIn(path, await readdir(path))
  } catch (cause) {
    throw new TaskError(
      'config-invalid',
      `expected a folder of modules, got ${path}: ${asError(cause).message}`,
    )
  }
}

/** A file that is wrong from the start ends the worker; one that becomes wrong later does not. */
async function checkFile(path: string, project: string | undefined): Promise<void> {
  const { document } = await readConfigFile(path)
  const config = parseConfig(document)
  if (project !== undefined && project !== config.project)
    throw new TaskError(
      'config-invalid',
      `expected the project "${project}", got "${config.project}" at /project`,
    )
}

function endOnSignal(host: WorkerProcess, drain: () => void): { forget(): void } {
  let asked = false
  const listener = () => {
    if (asked) host.exit(ENDED_AT_ONCE)
    asked = true
    drain()
  }
  host.on('SIGTERM', listener)
  host.on('SIGINT', listener)
  return {
    forget() {
      host.off('SIGTERM', listener)
      host.off('SIGINT', listener)
    },
  }
}
