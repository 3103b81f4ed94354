/**
 * The `module` handler: a function that a module exports, run in threads of its own, so that a task that computes for
 * minutes keeps no lease, heartbeat or other consumer waiting, and one that hangs or crashes can be ended.
 *
 * Receives a module that the process allows, by name; hands on what runs tasks in it. Threads come and go by need, as
 * many as the consumer has workers. A thread runs one task at a time:
 * 1. the task is copied into the thread, and its signal is passed on by message;
 * 2. what the handler asked for, or threw, comes back as a verdict;
 * 3. a handler that goes on after its signal is ended with its thread; a thread that dies fails its task's attempt.
 */
import { pathToFileURL } from 'node:url'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { Piscina } from 'piscina'
import type { moduleHandler } from '../../config.ts'
import { asError, type Job, type Run, type Verdict } from '../../consume/verdict.ts'
import { TaskError } from '../../errors.ts'
import type { Logger } from '../../logger.ts'
import { fromPlain, type PlainVerdict, type ThreadTask } from './thread-messages.ts'

/** Modules by the name under which configurations may ask for them. */
export type TaskModules = Readonly<Record<string, URL>>

export interface ModuleTools {
  readonly modules: TaskModules
  readonly logger: Logger
}

export interface ModuleOptions {
  /** Threads at most. */
  readonly workers: number
  readonly config: ReturnType<(typeof moduleHandler)['parse']>
}

/** How long a handler may take to heed its signal. */
const HEED_MS = 1_000
/** An idle thread ends after this. */
const IDLE_MS = 30_000
/** A handler has its own time limit; closing waits for it. */
const CLOSE_MS = 86_400_000

/**
 * @throws TaskError `handler-missing` when the process has no such module, or the module no such function
 */
export async function moduleRun(type: string, options: ModuleOptions, tools: ModuleTools): Promise<Run> {
  const name = options.config.name ?? type
  const url = urlOf(name, tools.modules)
  const pool = poolOf(options)
  // Without a task on its way, a thread's death has nobody else to tell.
  pool.on('error', (error) =>
    tools.logger.error({ module: name, error: asError(error).message }, 'thread died'),
  )
  const common = { url: url.href, exportName: options.config.export }
  try {
    await pool.run({ ...common, task: null, port: null } satisfies ThreadTask)
  } catch (thrown) {
    await pool.destroy()
    throw missing(`The module "${name}" cannot be used: ${asError(thrown).message}`, name, thrown)
  }
  return Object.assign((job: Job) => runInThread(pool, common, job), { close: () => pool.close() })
}

function urlOf(name: string, modules: TaskModules): URL {
  const url = Object.hasOwn(modules, name) ? modules[name] : undefined
  if (url !== undefined) return url
  const known = Object.keys(modules).join(', ') || 'none'
  throw missing(`This process has no module "${name}"; it has: ${known}.`, name)
}

function missing(message: string, name: string, cause?: unknown): TaskError {
  return new TaskError('handler-missing', message, { context: { name }, cause })
}

function poolOf({ workers, config }: ModuleOptions): Piscina<ThreadTask, PlainVerdict | null> {
  // Source and package differ in their files' endings.
  const file = import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js'
  return new Piscina({
    filename: new URL(file, import.meta.url).href,
    name: 'runTask',
    minThreads: 0,
    maxThreads: workers,
    idleTimeout: IDLE_MS,
    closeTimeout: CLOSE_MS,
    // Sleeping on shared memory between tasks would keep what a handler left running from going on.
    atomics: 'disabled',
    recordTiming: false,
    // Flags of the program (a test runner's, an inspector's) are not the threads'.
    execArgv: [],
    ...(config.memoryMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: config.memoryMb } }),
  })
}

type Pool = ReturnType<typeof poolOf>

async function runInThread(
  pool: Pool,
  common: Pick<ThreadTask, 'url' | 'exportName'>,
  { task, signal }: Job,
): Promise<Verdict> {
  const { port1, port2 } = new MessageChannel()
  const end = new AbortController()
  const forget = passOn(signal, port1, () => end.abort())
  try {
    const message = { ...common, task: { ...task, payload: task.payload }, port: port2 }
    const plain = await pool.run(message, { transferList: [port2], signal: end.signal })
    if (plain === null) throw new Error('The thread gave no result.')
    return fromPlain(plain)
  } catch (thrown) {
    return { kind: 'retry', failure: { error: asError(thrown) } }
  } finally {
    forget()
    port1.close()
  }
}

/** Tells the thread when the signal is aborted, and calls `end` when it has had its time to heed it. */
function passOn(signal: AbortSignal, port: MessagePort, end: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const abort = () => {
    port.postMessage(asError(signal.reason).message)
    timer = setTimeout(end, HEED_MS)
  }
  if (signal.aborted) abort()
  else signal.addEventListener('abort', abort, { once: true })
  return () => {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  }
}

/** Every file of a folder, by its name without the ending: what `signalbox worker --modules` offers. */
export function modulesIn(folder: string, files: readonly string[]): TaskModules {
  const base = pathToFileURL(`${folder}/`)
  const modules = files
    .filter((file) => /\.(mjs|cjs|js|mts|cts|ts)$/.test(file) && !/\.(d|test|spec)\.[mc]?ts$/.test(file))
    .map((file) => [file.replace(/\.[mc]?[jt]s$/, ''), new URL(encodeURIComponent(file), base)] as const)
  return Object.fromEntries(modules)
}
