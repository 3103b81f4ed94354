/**
 * The task system of a process: receives configurations from a source and keeps producers and consumers as the
 * newest one says, live, without dropping what runs. Hands back reports of what it does.
 */
import type { Agent } from 'undici'
import { type ConsumerConfig, parseConfig, type TaskConfig } from '../config.ts'
import { asError, type Job } from '../consume/verdict.ts'
import { isTaskError, TaskError } from '../errors.ts'
import { offeredBuiltIns } from '../handlers/built-in/catalog.ts'
import { createRun, type HandlerTools } from '../handlers/create-run.ts'
import type { CustomHandlers } from '../handlers/custom/define-handler.ts'
import type { TaskHandlers } from '../handlers/function.ts'
import type { TaskModules } from '../handlers/module/module.ts'
import type { Logger } from '../logger.ts'
import { executeThrough } from '../middleware/execute-through.ts'
import type { Middleware, PublishedTask } from '../middleware/middleware.ts'
import { publishThrough } from '../middleware/publish-through.ts'
import { withDuplicates } from '../publish/duplicates.ts'
import type { SecretResolver } from '../source/secrets.ts'
import type { ConfigSink, ConfigSource, FoundConfig, InstanceReport } from '../source/source.ts'
import type { NewTask, PublishOptions } from '../task.ts'
import type { BackendLink, MakeBackend } from './backend-link.ts'
import { BackendLinks } from './backend-links.ts'
import { Consumers } from './consumers.ts'
import { type LoopWatch, watchLoop } from './loop-watch.ts'
import { Producers } from './producers.ts'
import type { ConsumerAssignment } from './supervised-consumer.ts'
import { withinMs } from './within.ts'

export interface TaskSystem {
  readonly instance: string
  /**
   * Resolves when the broker has taken responsibility for the task.
   * @throws TaskError `type-not-produced`, `payload-invalid`, `payload-too-large`, `attribute-invalid`,
   *   `backend-unavailable`, `publish-failed` (a `PublishError`), `secret-unresolved` or `closed`
   */
  publish(type: string, payload: unknown, options?: PublishOptions): Promise<PublishedTask>
  /** All or, when the broker fails in between, those that the `PublishError` names. Errors as for `publish`. */
  publishBatch(tasks: readonly NewTask[]): Promise<PublishedTask[]>
  /** What runs, what failed, which configuration is applied. */
  report(): InstanceReport
  /** Takes nothing more and finishes what runs; publishing still works. */
  drain(): Promise<void>
  /**
   * Stops taking, finishes what runs within `deadlineMs` (25,000 when left out), gives back the rest, says goodbye
   * to the control plane and disconnects. Never rejects.
   */
  close(options?: { readonly deadlineMs?: number }): Promise<void>
  /** Resolves when it is closed, by `close` or by a command of the control plane. */
  readonly closed: Promise<void>
}

export interface TaskSystemParts {
  readonly instance: string
  readonly source: ConfigSource
  readonly handlers: TaskHandlers
  readonly customHandlers: CustomHandlers
  readonly modules: TaskModules
  readonly middleware: Middleware
  readonly secrets: SecretResolver
  readonly makeBackend: (namespace: string) => MakeBackend
  readonly logger: Logger
  readonly now: () => Date
  readonly random: () => number
  readonly newId: () => string
  readonly drainMs: number
  readonly publishWaitMs: number
}

/** How long a new configuration's consumers may take to start before it counts as applied all the same. */
const START_MS = 5_000
const TICK_MS = 1_000
const DISCONNECT_MS = 3_000

export class RunningTaskSystem implements TaskSystem, ConfigSink {
  readonly instance: string
  readonly logger: Logger
  readonly closed: Promise<void>
  readonly #parts: TaskSystemParts
  readonly #startedAt: Date
  readonly #producers: Producers
  readonly #consumers: Consumers
  readonly #links: BackendLinks
  readonly #first = Promise.withResolvers<void>()
  readonly #end = Promise.withResolvers<void>()
  readonly #ticker: NodeJS.Timeout
  readonly #loop: LoopWatch
  #agent: { key: string; agent: Promise<Agent> } | null = null
  #config: TaskConfig | null = null
  #etag: string | null = null
  #configError: Error | null = null
  #state: InstanceReport['state'] = 'starting'
  #closing: Promise<void> | null = null
  #turn: Promise<void> = Promise.resolve()
  /** Types that were alarmed at the last tick. */
  #alarmed = ''

  constructor(parts: TaskSystemParts) {
    this.#parts = parts
    this.instance = parts.instance
    this.logger = parts.logger
    this.#startedAt = parts.now()
    this.closed = this.#end.promise
    this.#links = new BackendLinks(parts)
    this.#producers = new Producers(parts)
    this.#consumers = new Consumers({ ...parts, identity: () => this.#identity() })
    this.#ticker = setInterval(() => this.#tick(), TICK_MS)
    this.#ticker.unref()
    this.#loop = watchLoop({
      ...parts,
      ranSince: (sinceMs) => this.#consumers.ranSince(sinceMs),
      onBlock: () => parts.source.reportSoon?.(),
    })
    // Nobody may be waiting for the first configuration; then its failure is in the report alone.
    this.#first.promise.catch(() => {})
    parts.source.start(this)
  }

  /** Resolves when the first configuration is applied; rejects with why none could be had. */
  get started(): Promise<void> {
    return this.#first.promise
  }

  /** Why there is no newer configuration; null when there is none to complain of. */
  get configError(): Error | null {
    return this.#configError
  }

  apply(found: FoundConfig): Promise<void> {
    const turn = this.#turn.then(() => this.#apply(found))
    this.#turn = turn.catch(() => {})
    return turn
  }

  failed(error: TaskError): void {
    this.#configError = error
    if (!error.retryable) this.#first.reject(error)
  }

  upToDate(): void {
    this.#configError = null
  }

  command(command: 'drain' | 'stop'): void {
    this.logger.info({ command }, 'told by the control plane')
    if (command === 'stop') void this.close()
    else void this.drain()
  }

  async publish(type: string, payload: unknown, options?: PublishOptions): Promise<PublishedTask> {
    const task = options === undefined ? { type, payload } : { ...options, type, payload }
    const [published] = await this.publishBatch([task])
    return published as PublishedTask
  }

  publishBatch(tasks: readonly NewTask[]): Promise<PublishedTask[]> {
    const { publish = [] } = this.#parts.middleware
    if (publish.length === 0) return this.#publishBatch(tasks)
    return publishThrough(publish, tasks, (batch) => this.#publishBatch(batch))
  }

  async #publishBatch(tasks: readonly NewTask[]): Promise<PublishedTask[]> {
    if (this.#state === 'stopped') throw new TaskError('closed', 'The task system is closed.')
    if (this.#config === null)
      throw this.#configError ?? new TaskError('control-plane-unavailable', 'No configuration has come yet.')
    const { prepared, duplicates } = await this.#producers.publish(tasks)
    const published = prepared.map(({ task: { id, type } }) => ({ id, type }))
    return duplicates.length === 0 ? published : withDuplicates(published, duplicates)
  }

  report(): InstanceReport {
    return {
      project: this.#config?.project ?? 'unknown',
      startedAt: this.#startedAt.toISOString(),
      appliedRevision: this.#config?.revision ?? 0,
      appliedEtag: this.#etag,
      state: this.#state,
      consumers: this.#consumers.report(),
      producers: this.#producers.report(),
      unresolvedSecrets: this.#unresolvedSecrets(),
      functions: Object.keys(this.#parts.handlers),
      modules: Object.keys(this.#parts.modules),
      loopBlock: this.#loop.longest(),
      builtIns: offeredBuiltIns(),
      customHandlers: [...this.#parts.customHandlers.keys()],
      configError: this.#configError?.message ?? null,
    }
  }

  async drain(): Promise<void> {
    if (this.#state === 'stopped') return
    this.#state = 'draining'
    await this.#consumers.drain(this.#parts.drainMs)
  }

  close({ deadlineMs = 25_000 }: { readonly deadlineMs?: number } = {}): Promise<void> {
    this.#closing ??= this.#close(deadlineMs).finally(this.#end.resolve)
    return this.#closing
  }

  async #apply({ document, etag, from }: FoundConfig): Promise<void> {
    if (this.#state === 'draining' || this.#state === 'stopped') return
    try {
      const config = parseConfig(document)
      const before = this.#config
      this.#config = config
      this.#etag = etag
      this.#rebuild(before, config)
      this.#configError = null
      this.logger.info({ project: config.project, revision: config.revision, from }, 'configuration applied')
    } catch (thrown) {
      this.#configError = asError(thrown)
      this.#first.reject(thrown)
      this.logger.error({ from, error: this.#configError.message }, 'configuration refused')
      throw thrown
    }
    await withinMs(START_MS, this.#consumers.tried())
    if (this.#state === 'starting') this.#state = 'running'
    this.#first.resolve()
  }

  #rebuild(before: TaskConfig | null, config: TaskConfig): void {
    const linkOf = (name: string) => this.#links.of(config, name)
    this.#producers.configure(config, linkOf)
    this.#consumers.configure(before, config, (consumer) =>
      this.#assignment(consumer, linkOf(consumer.backend), config),
    )
    for (const link of this.#producers.links()) link.ready().catch(() => {})
    void this.#closeUnusedLinks()
  }

  #assignment(consumer: ConsumerConfig, link: BackendLink, { allowTargets }: TaskConfig): ConsumerAssignment {
    const agent = () => this.#targetAgent(allowTargets)
    const tools: HandlerTools = { ...this.#parts, allowTargets, agent }
    return {
      config: consumer,
      link,
      makeRun: async () => {
        const run = await createRun(consumer, tools)
        const through = executeThrough(this.#parts.middleware.execute ?? [], run)
        const { close } = run
        return close === undefined ? through : Object.assign((job: Job) => through(job), { close })
      },
      runKey: runKeyOf(consumer, allowTargets),
    }
  }

  /** A connection goes when the last consumer that used it has finished and no publish is under way. */
  async #closeUnusedLinks(): Promise<void> {
    await this.#consumers.left()
    await this.#producers.idle()
    await this.#links.keepOnly([...this.#producers.links(), ...this.#consumers.links()])
  }

  /** Connections to targets are kept as long as the target rules stay the same. */
  #targetAgent(allowTargets: readonly string[]): Promise<Agent> {
    const key = JSON.stringify(allowTargets)
    if (this.#agent?.key === key) return this.#agent.agent
    // The old one finishes its requests by itself.
    this.#withAgent((agent) => agent.close())
    this.#agent = { key, agent: makeTargetAgent(allowTargets) }
    return this.#agent.agent
  }

  #withAgent(end: (agent: Agent) => Promise<void>): Promise<void> {
    return this.#agent?.agent.then(end).catch(() => {}) ?? Promise.resolve()
  }

  #identity() {
    return {
      project: this.#config?.project ?? 'unknown',
      instance: this.instance,
      revision: this.#config?.revision ?? 0,
    }
  }

  #unresolvedSecrets(): string[] {
    const problems = [...this.#consumers.errors(), ...this.#links.problems()]
    const names = problems
      .filter(isTaskError)
      .filter((error) => error.code === 'secret-unresolved')
      .map((error) => String(error.context.reference))
    return [...new Set(names)].sort()
  }

  #tick(): void {
    this.#consumers.tick()
    this.#links.tick()
    const alarmed = this.#consumers.alarmed().join(' ')
    if (alarmed !== this.#alarmed) this.#parts.source.reportSoon?.()
    this.#alarmed = alarmed
  }

  async #close(deadlineMs: number): Promise<void> {
    if (this.#state !== 'stopped') this.#state = 'draining'
    // Handlers that finish may still publish.
    await withinMs(deadlineMs + DISCONNECT_MS, this.#consumers.drain(deadlineMs))
    await withinMs(DISCONNECT_MS, this.#producers.idle())
    this.#state = 'stopped'
    clearInterval(this.#ticker)
    this.#loop.stop()
    this.#first.reject(new TaskError('closed', 'The task system is closed.'))
    await this.#parts.source.stop()
    await withinMs(DISCONNECT_MS, this.#links.keepOnly([]))
    await this.#withAgent((agent) => agent.destroy())
  }
}

/** A module has a thread for each worker, so their number makes it another handler. */
function runKeyOf({ handler, workers }: ConsumerConfig, allowTargets: readonly string[]): string {
  return JSON.stringify([handler, handler.kind === 'module' ? workers : allowTargets])
}

/** Its HTTP client takes 30 MB, which a worker that calls nobody need not have. */
async function makeTargetAgent(allowTargets: readonly string[]): Promise<Agent> {
  const { createTargetAgent } = await import('../handlers/target-agent.ts')
  return createTargetAgent(allowTargets)
}
