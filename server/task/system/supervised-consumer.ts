/**
 * Keeps one consumer running: starts it, starts it again with backoff when it crashed, and passes on what changes.
 *
 *   starting ─► running ⇄ paused          any ─► draining ─► stopped
 *      ▲  └──────► crashed ◄──┘ (cannot start, or its subscription broke)
 *      └───────────── after a while, or when its configuration changes
 */
import type { ConsumerConfig } from '../config.ts'
import type { Failing } from '../consume/attempt-record.ts'
import { Consumer, type ConsumerSettings } from '../consume/consumer.ts'
import type { ConsumerStats } from '../consume/consumer-stats.ts'
import type { Identity } from '../consume/settle.ts'
import { asError, type Run } from '../consume/verdict.ts'
import type { WorkerSlots } from '../consume/worker-slots.ts'
import { isTaskError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import { compilePayloadSchema, type PayloadCheck } from '../publish/payload-schema.ts'
import type { ConsumerReport } from '../source/heartbeat.ts'
import type { BackendLink } from './backend-link.ts'
import { backoffMs } from './backoff.ts'
import { ConsumerCircuit } from './consumer-circuit.ts'

export interface ConsumerAssignment {
  readonly config: ConsumerConfig
  readonly link: BackendLink
  /** Makes what runs the tasks. Rejects while it cannot be made (secret, function or permission missing). */
  readonly makeRun: () => Promise<Run>
  /** Two assignments with the same key have the same handler. */
  readonly runKey: string
}

export interface SupervisorTools {
  readonly identity: () => Identity
  readonly now: () => Date
  readonly random: () => number
  readonly newId: () => string
  readonly logger: Logger
  readonly stats: ConsumerStats
  /** Shared by the consumers of one type. */
  readonly slots: WorkerSlots
}

type State = ConsumerReport['state']

/** A consumer that ran this long has recovered: the next crash waits briefly again. */
const STABLE_MS = 60_000
const MOST_SHOWN = 20

export class SupervisedConsumer {
  readonly #tools: SupervisorTools
  readonly #firstTry = Promise.withResolvers<void>()
  readonly #supervision: Promise<void>
  #assignment: ConsumerAssignment
  readonly #circuit: ConsumerCircuit
  #consumer: Consumer | null = null
  /** As configured; what holds may be less while the circuit breaker says so. */
  #full: ConsumerSettings | null = null
  #made: { key: string; run: Run } | null = null
  #compiled: { schema: string; check: PayloadCheck | null } | null = null
  #state: State = 'starting'
  #error: Error | null = null
  #broken: Error | null = null
  #failures = 0
  #restarts = 0
  #wake = () => {}
  #changed = false

  constructor(assignment: ConsumerAssignment, tools: SupervisorTools) {
    this.#assignment = assignment
    this.#tools = tools
    this.#circuit = new ConsumerCircuit({
      ...tools,
      type: assignment.config.type,
      workers: () => this.#assignment.config.workers,
      onChange: () => this.#limitTaking(),
    })
    this.#supervision = this.#supervise()
  }

  get assignment(): ConsumerAssignment {
    return this.#assignment
  }

  /** Resolves when it runs, or has failed to for the first time. */
  get firstTry(): Promise<void> {
    return this.#firstTry.promise
  }

  get slots(): WorkerSlots {
    return this.#tools.slots
  }

  get error(): Error | null {
    return this.#error
  }

  /** Backend and queue stay what they are; anything else may differ. */
  apply(assignment: ConsumerAssignment): void {
    this.#assignment = assignment
    this.#changed = true
    this.#wake()
  }

  /** Takes nothing more, finishes what runs within `deadlineMs`. Never rejects. */
  async stop(deadlineMs: number): Promise<void> {
    if (this.#state === 'stopped') return
    this.#state = 'draining'
    this.#wake()
    await this.#consumer?.stop(deadlineMs)
    await this.#supervision
    // A consumer may have come to be while supervision ended.
    await this.#consumer?.stop(0)
    this.#circuit.reset()
    this.#made?.run.close?.().catch((error) => this.#warn(error, 'threads did not end'))
    this.#state = 'stopped'
  }

  tick(): void {
    this.#consumer?.tick()
  }

  /** Whether a task of it ran at or after that instant. */
  ranSince(sinceMs: number): boolean {
    return (this.#consumer?.runningCount ?? 0) > 0 || this.#tools.stats.lastRunMs >= sinceMs
  }

  /** It crashed or tripped, or its handler fails: what an operator should hear of before the next heartbeat is due. */
  get alarmed(): boolean {
    if (this.#circuit.tripped !== null) return true
    return this.#state === 'crashed' || this.#tools.stats.failing(this.#tools.now().getTime()) !== null
  }

  report(): ConsumerReport {
    const { config, link } = this.#assignment
    const running = this.#consumer?.runningTasks() ?? []
    const nowMs = this.#tools.now().getTime()
    return {
      type: config.type,
      state: this.#state === 'running' && this.#circuit.tripped !== null ? 'tripped' : this.#state,
      workers: config.workers,
      running: running
        .slice(0, MOST_SHOWN)
        .map(({ startedAt, ...task }) => ({ ...task, startedAt: startedAt.toISOString() })),
      runningCount: this.#consumer?.runningCount ?? 0,
      ...this.#tools.stats.counts(),
      latencyMs: this.#tools.stats.latency(nowMs),
      lastMinute: this.#tools.stats.lastMinute(nowMs),
      failing: failingReport(this.#tools.stats.failing(nowMs)),
      circuit: this.#circuit.report(),
      lost: this.#tools.stats.lostCount,
      error: (this.#error ?? link.problem)?.message ?? null,
      errorCode: codeOf(this.#error ?? link.problem),
      restarts: this.#restarts,
    }
  }

  get #ending(): boolean {
    return this.#state === 'draining' || this.#state === 'stopped'
  }

  async #supervise(): Promise<void> {
    while (!this.#ending) {
      this.#changed = false
      this.#broken = null
      try {
        await this.#begin()
        if (this.#ending) break
        await this.#running()
      } catch (thrown) {
        await this.#crashed(asError(thrown))
      }
    }
    this.#firstTry.resolve()
  }

  /** Starts it, or gives what runs already its new settings. */
  async #begin(): Promise<void> {
    this.#full = await this.#settings()
    const settings = this.#circuit.limit(this.#full)
    const backend = await this.#assignment.link.ready()
    if (this.#ending) return
    const existing = this.#consumer
    this.#consumer ??= new Consumer({
      queue: queueOf(this.#assignment.config),
      settings,
      slots: this.#tools.slots,
      tools: { ...this.#tools, backend },
      onBroken: (error) => {
        this.#broken = error
        this.#wake()
      },
    })
    if (existing !== null) await existing.update(this.#circuit.limit(this.#full))
    await this.#consumer.open()
  }

  /** The circuit breaker opened or closed: what it allows holds at once, without a restart. */
  #limitTaking(): void {
    if (this.#full === null || this.#consumer === null || this.#ending) return
    this.#consumer.update(this.#circuit.limit(this.#full)).catch((thrown) => {
      this.#broken = asError(thrown)
      this.#wake()
    })
  }

  /** Until its configuration changes, it stops, or its subscription breaks (which it throws). */
  async #running(): Promise<void> {
    this.#state = this.#assignment.config.paused ? 'paused' : 'running'
    this.#error = null
    this.#firstTry.resolve()
    const sinceMs = this.#tools.now().getTime()
    await this.#nextEvent()
    if (this.#tools.now().getTime() - sinceMs > STABLE_MS) this.#failures = 0
    if (this.#broken !== null) throw this.#broken
  }

  async #crashed(error: Error): Promise<void> {
    if (this.#ending) return
    this.#state = 'crashed'
    this.#failures += 1
    const waitMs = Math.ceil(backoffMs(this.#failures) * (0.75 + this.#tools.random() / 2))
    const { type } = this.#assignment.config
    if (this.#error?.message !== error.message)
      this.#tools.logger.error({ type, error: error.message, waitMs }, 'consumer crashed')
    this.#error = error
    this.#firstTry.resolve()
    await this.#consumer?.suspend().catch(() => {})
    await this.#nextEvent(waitMs)
    this.#restarts += 1
    if (!this.#ending) this.#state = 'starting'
  }

  /** Resolves at a change, a break or the end, or after `limitMs`. */
  #nextEvent(limitMs?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = limitMs === undefined ? undefined : setTimeout(resolve, limitMs)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
      const happened = this.#changed || this.#ending || (limitMs === undefined && this.#broken !== null)
      if (happened) this.#wake()
    })
  }

  async #settings(): Promise<ConsumerSettings> {
    const { config, runKey, makeRun } = this.#assignment
    if (this.#made?.key !== runKey) {
      const run = await makeRun()
      if (this.#made !== null) this.#handlerChanged(this.#made.run)
      const guarded = breaks(config.handler) ? this.#circuit.guard(run) : run
      this.#made = { key: runKey, run: guarded }
    }
    const { type, workers, paused, rateLimit, timeoutMs, retry, order } = config
    const check = this.#check(config)
    const orderByKey = order === 'key'
    return { type, workers, paused, rateLimit, timeoutMs, retry, orderByKey, check, run: this.#made.run }
  }

  #handlerChanged(before: Run): void {
    this.#tools.stats.handlerChanged()
    this.#circuit.reset()
    // What it runs still, it finishes.
    before.close?.().catch((error) => this.#warn(error, 'threads did not end'))
  }

  #warn(thrown: unknown, message: string): void {
    this.#tools.logger.warn({ type: this.#assignment.config.type, error: asError(thrown).message }, message)
  }

  #check({ payloadSchema }: ConsumerConfig): PayloadCheck | null {
    const schema = JSON.stringify(payloadSchema ?? null)
    if (this.#compiled?.schema !== schema)
      this.#compiled = {
        schema,
        check: payloadSchema === undefined ? null : compilePayloadSchema(payloadSchema),
      }
    return this.#compiled.check
  }
}

function failingReport(failing: Failing | null): ConsumerReport['failing'] {
  if (failing === null) return null
  const { sinceMs, atMs, ...rest } = failing
  return { since: new Date(sinceMs).toISOString(), at: new Date(atMs).toISOString(), ...rest }
}

/** Code of the process has no target that could be away. */
function breaks(handler: ConsumerConfig['handler']): boolean {
  if (handler.kind === 'function' || handler.kind === 'module') return false
  return handler.kind !== 'http' || handler.circuitBreaker !== false
}

function codeOf(error: Error | null): string | null {
  return isTaskError(error) ? error.code : null
}

function queueOf({ type, queueName }: ConsumerConfig) {
  return { type, ...(queueName === undefined ? {} : { queueName }) }
}
