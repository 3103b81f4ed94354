/**
 * Configurations from the control plane. Two loops run beside each other:
 *
 * 1. Poll: asks for a newer document, applies it, saves it, and says so at once with a heartbeat.
 * 2. Heartbeat: reports the instance, sooner when a consumer begins to fail or recovers, and obeys what it is told.
 *
 * The control plane may be away for any time: the last good document stays in force, and a process that starts
 * meanwhile takes it from its saved copy.
 */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { asError } from '../consume/verdict.ts'
import { isTaskError, TaskError } from '../errors.ts'
import { type ControlPlaneClient, createControlPlaneClient } from './control-plane-client.ts'
import { readSavedCopy, writeSavedCopy } from './saved-copy.ts'
import { parseServedConfig } from './served-config.ts'
import type { ConfigSink, ConfigSource } from './source.ts'
import { monitorVitals, type VitalsMonitor } from './vitals.ts'

export interface ControlPlaneOptions {
  /** Where the control plane is, e.g. `https://signalbox.internal`. */
  readonly url: string
  readonly project: string
  /** A token with the scope `worker`. `undefined`, as of a variable that is not set, is refused. */
  readonly token: string | undefined
  /** Keeps the last good configuration in `<stateDir>/<project>.json`; none is kept when left out. */
  readonly stateDir?: string
  readonly requestTimeoutMs?: number
  /** In [0, 1); spreads the polls of many instances. */
  readonly random?: () => number
}

const FIRST_INTERVAL_MS = 5_000
const FIRST_BACKOFF_MS = 500
const LONGEST_BACKOFF_MS = 30_000
const GOODBYE_MS = 2_000
/** Between two heartbeats, on average, when the second is urgent. */
const SOONEST_BEAT_MS = 2_000

/** @throws TaskError `config-invalid` without a token */
export function fromControlPlane(options: ControlPlaneOptions): ConfigSource {
  if (!options.token)
    throw new TaskError('config-invalid', 'token: expected a token with the scope "worker", got nothing')
  return new ControlPlaneSource({ ...options, token: options.token })
}

type WithToken = ControlPlaneOptions & { readonly token: string }

class ControlPlaneSource implements ConfigSource {
  readonly #options: WithToken
  readonly #random: () => number
  readonly #ending = new AbortController()
  #client: ControlPlaneClient
  #vitals: VitalsMonitor | null = null
  #sink: ConfigSink | null = null
  #etag: string | null = null
  #pollIntervalMs = FIRST_INTERVAL_MS
  #heartbeatIntervalMs = FIRST_INTERVAL_MS
  #pollNow = new AbortController()
  #beatNow = new AbortController()
  #beatSoon = new AbortController()
  #urgent = false
  #loops: Promise<unknown> = Promise.resolve()
  #complaint: string | null = null
  #obeyed = new Set<string>()

  constructor(options: WithToken) {
    this.#options = options
    this.#random = options.random ?? Math.random
    this.#client = this.#clientUntil(this.#ending.signal)
  }

  start(sink: ConfigSink): void {
    this.#sink = sink
    this.#vitals = monitorVitals()
    this.#loops = Promise.all([this.#pollLoop(sink), this.#heartbeatLoop(sink)])
  }

  reportSoon(): void {
    this.#urgent = true
    this.#beatSoon.abort()
  }

  async stop(): Promise<void> {
    this.#ending.abort()
    await this.#loops
    const sink = this.#sink
    if (sink !== null)
      await this.#beat(sink, this.#clientUntil(AbortSignal.timeout(GOODBYE_MS))).catch((error) =>
        sink.logger.warn({ error: asError(error).message }, 'the control plane did not hear the goodbye'),
      )
    this.#vitals?.stop()
  }

  #clientUntil(signal: AbortSignal): ControlPlaneClient {
    return createControlPlaneClient({ requestTimeoutMs: 10_000, ...this.#options, signal })
  }

  get #copyPath(): string | null {
    const { stateDir, project } = this.#options
    return stateDir === undefined ? null : join(stateDir, `${project}.json`)
  }

  async #pollLoop(sink: ConfigSink): Promise<void> {
    let failures = 0
    let hasConfig = false
    while (!this.#ending.signal.aborted) {
      const found = await this.#poll(sink)
      failures = found ? 0 : failures + 1
      if (!found && !hasConfig) await this.#startFromCopy(sink)
      hasConfig = true
      const backoffMs = Math.min(FIRST_BACKOFF_MS * 2 ** Math.min(failures - 1, 10), LONGEST_BACKOFF_MS)
      const waitMs = found ? this.#pollIntervalMs : Math.max(backoffMs, FIRST_BACKOFF_MS)
      this.#pollNow = new AbortController()
      await this.#pause(waitMs * (0.9 + 0.2 * this.#random()), this.#pollNow.signal)
    }
  }

  /** @returns whether the control plane answered, with a document or with "nothing new" */
  async #poll(sink: ConfigSink): Promise<boolean> {
    try {
      const found = await this.#client.fetchConfig(this.#etag)
      if (found === null) sink.upToDate()
      else await this.#accept(sink, found)
      if (this.#complaint !== null) sink.logger.info({}, 'the control plane answers again')
      this.#complaint = null
      return true
    } catch (thrown) {
      if (!this.#ending.signal.aborted) this.#complain(sink, thrown)
      return false
    }
  }

  async #accept(sink: ConfigSink, found: { document: unknown; etag: string | null }): Promise<void> {
    await this.#apply(sink, found.document, found.etag, 'the control plane')
    this.#beatNow.abort()
    const path = this.#copyPath
    if (path === null) return
    const copy = { savedAt: new Date().toISOString(), url: this.#options.url, ...found }
    await writeSavedCopy(path, copy).catch((error) =>
      sink.logger.error({ path, error: asError(error).message }, 'the configuration could not be saved'),
    )
  }

  async #apply(sink: ConfigSink, document: unknown, etag: string | null, from: string): Promise<void> {
    const config = parseServedConfig(document)
    if (config.project !== this.#options.project)
      throw new TaskError(
        'config-invalid',
        `expected the project "${this.#options.project}", got "${config.project}" at /project`,
      )
    await sink.apply({ document, etag, from })
    this.#etag = etag
    this.#pollIntervalMs = config.pollIntervalMs
    this.#heartbeatIntervalMs = config.heartbeatIntervalMs
  }

  async #startFromCopy(sink: ConfigSink): Promise<void> {
    const path = this.#copyPath
    const copy = path === null ? null : await readSavedCopy(path)
    if (copy === null || copy.url !== this.#options.url || this.#ending.signal.aborted) return
    sink.logger.warn({ savedAt: copy.savedAt }, 'starting from the saved copy of the configuration')
    try {
      await this.#apply(sink, copy.document, copy.etag, 'the saved copy')
    } catch (error) {
      sink.logger.error({ path, error: asError(error).message }, 'the saved copy is unusable')
    }
  }

  #complain(sink: ConfigSink, thrown: unknown): void {
    const error = isTaskError(thrown)
      ? thrown
      : new TaskError('control-plane-unavailable', asError(thrown).message, {
          retryable: true,
          cause: thrown,
        })
    if (this.#complaint !== error.message)
      sink.logger.error({ code: error.code }, `${error.message} The last good configuration stays in force.`)
    this.#complaint = error.message
    sink.failed(error)
  }

  async #heartbeatLoop(sink: ConfigSink): Promise<void> {
    let heard = true
    while (!this.#ending.signal.aborted) {
      this.#beatNow = new AbortController()
      const beat = await this.#beat(sink, this.#client).then(
        () => null,
        (error) => asError(error),
      )
      if (beat !== null && heard && !this.#ending.signal.aborted)
        sink.logger.warn({ error: beat.message }, 'the control plane does not hear the heartbeats')
      heard = beat === null
      await this.#untilNextBeat()
    }
  }

  /**
   * A heartbeat interval; less when something is urgent. Not at once then, and not at the same instant everywhere: a
   * target that goes down alarms thousands of instances together, and one that comes and goes must not flood.
   */
  async #untilNextBeat(): Promise<void> {
    const soonestMs = SOONEST_BEAT_MS * (0.5 + this.#random())
    await this.#pause(Math.min(soonestMs, this.#heartbeatIntervalMs), this.#beatNow.signal)
    if (this.#beatNow.signal.aborted || soonestMs >= this.#heartbeatIntervalMs) return
    this.#beatSoon = new AbortController()
    if (this.#urgent) this.#beatSoon.abort()
    const early = AbortSignal.any([this.#beatNow.signal, this.#beatSoon.signal])
    await this.#pause(this.#heartbeatIntervalMs - soonestMs, early)
  }

  async #beat(sink: ConfigSink, client: ControlPlaneClient): Promise<void> {
    const vitals = this.#vitals?.read()
    if (vitals === undefined) return
    this.#urgent = false
    const report = { ...sink.report(), project: this.#options.project }
    const answer = await client.sendHeartbeat(sink.instance, { ...report, ...vitals })
    if (answer.desiredRevision > report.appliedRevision) this.#pollNow.abort()
    for (const command of answer.commands) this.#obey(sink, command)
  }

  /** A command comes with every heartbeat until the state shows that it was heard. */
  #obey(sink: ConfigSink, command: 'drain' | 'stop'): void {
    if (this.#obeyed.has(command) || this.#ending.signal.aborted) return
    this.#obeyed.add(command)
    sink.command(command)
    this.#beatNow.abort()
  }

  /** Waits, unless `early` or the end comes first. */
  async #pause(waitMs: number, early: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([early, this.#ending.signal])
    await sleep(waitMs, undefined, { signal }).catch(() => {})
  }
}
