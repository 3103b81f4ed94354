/** A consumer's circuit breaker at work: watches its runs, keeps the time of the probe, and says what it is in. */
import {
  afterAttempt,
  type Circuit,
  CLOSED,
  outageOf,
  probing,
  type Tripped,
  workersAllowed,
} from '../consume/circuit.ts'
import type { ConsumerSettings } from '../consume/consumer.ts'
import type { Run, Verdict } from '../consume/verdict.ts'
import type { Logger } from '../logger.ts'
import type { ConsumerReport } from '../source/heartbeat.ts'

export interface CircuitTools {
  readonly type: string
  readonly now: () => Date
  readonly random: () => number
  readonly logger: Logger
  readonly workers: () => number
  /** Called before the run's result is handed on, so that no further task begins in between. */
  readonly onChange: () => void
}

export class ConsumerCircuit {
  readonly #tools: CircuitTools
  #circuit: Circuit = CLOSED
  #timer: NodeJS.Timeout | undefined

  constructor(tools: CircuitTools) {
    this.#tools = tools
  }

  get tripped(): Tripped | null {
    return this.#circuit.kind === 'open' || this.#circuit.kind === 'probing' ? this.#circuit : null
  }

  /** The same run, with an eye on how it ends. */
  guard(run: Run): Run {
    return async (job) => {
      const verdict = await run(job)
      this.#ended(job.task.id, verdict)
      return verdict
    }
  }

  /** The settings that hold while the circuit is as it is. */
  limit(settings: ConsumerSettings): ConsumerSettings {
    const workers = workersAllowed(this.#circuit, settings.workers)
    return workers === 0
      ? { ...settings, paused: true }
      : { ...settings, workers: Math.min(workers, settings.workers) }
  }

  /** Of another target nothing is known; also at the end. */
  reset(): void {
    clearTimeout(this.#timer)
    this.#circuit = CLOSED
  }

  report(): ConsumerReport['circuit'] {
    const { tripped } = this
    if (tripped === null) return null
    const { kind, sinceMs, probeAtMs, outage, trips } = tripped
    return {
      since: new Date(sinceMs).toISOString(),
      nextProbeAt: kind === 'open' ? new Date(probeAtMs).toISOString() : null,
      probes: trips - 1,
      target: outage.target,
      status: outage.status,
      error: outage.error.slice(0, 500),
    }
  }

  #ended(taskId: string, verdict: Verdict): void {
    const outage = outageOf(verdict)
    if (outage === undefined) return
    const { now, random, workers } = this.#tools
    const attempt = { taskId, outage, nowMs: now().getTime(), random: random(), workers: workers() }
    this.#become(afterAttempt(this.#circuit, attempt))
  }

  #become(circuit: Circuit): void {
    const before = this.#circuit
    this.#circuit = circuit
    if (before === circuit || (before.kind === 'closed' && circuit.kind === 'closed')) return
    this.#say(before, circuit)
    clearTimeout(this.#timer)
    if (circuit.kind === 'open') this.#probeLater(circuit.probeAtMs)
    this.#tools.onChange()
  }

  #probeLater(atMs: number): void {
    const waitMs = Math.max(0, atMs - this.#tools.now().getTime())
    this.#timer = setTimeout(() => this.#become(probing(this.#circuit)), waitMs)
    this.#timer.unref()
  }

  #say(before: Circuit, { kind, ...after }: Circuit): void {
    const { type, logger } = this.#tools
    if (kind === 'open' && 'outage' in after) {
      const { outage, probeAtMs } = after
      const fields = { type, target: outage.target, error: outage.error, probeAt: new Date(probeAtMs) }
      logger.warn(fields, 'target is down, taking stopped')
    }
    if (kind === 'recovering' && before.kind === 'probing') logger.info({ type }, 'target answers again')
    if (kind === 'closed') logger.info({ type }, 'target has recovered, all workers take')
  }
}
