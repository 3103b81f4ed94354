/**
 * The circuit breaker of a consumer: decides from how its attempts end whether its target is down for everybody, so
 * that tasks wait in their queue instead of using up their attempts. Pure; time and chance are passed in.
 *
 *   closed ─► open ─► probing ─► recovering ─► closed
 *               ▲        │            │
 *               └────────┴────────────┘ the target is still, or again, away
 *
 * closed: tasks run; failures in a row are counted. open: nothing is taken. probing: one task is taken. recovering:
 * with every answer twice as many run at once, until all workers do.
 *
 * Down means that nobody answers (refused, unknown host, no answer in time), or a proxy before the target answers for it
 * (502, 503, 504). A 500 is an answer of the target about a task. A short failure does not open it: a task's retries
 * are made for that.
 */
import { isTaskError } from '../errors.ts'
import type { Verdict } from './verdict.ts'

/** In a row, over at least so long, and of at least so many tasks: one bad task is no target that is down. */
const FAILURES = 10
const LASTING_MS = 10_000
const TASKS = 3

const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 60_000

const AWAY = new Set([502, 503, 504])

/** How a target showed that it is down. */
export interface Outage {
  /** Scheme, host and port of the target; null where the handler does not tell. */
  readonly target: string | null
  /** HTTP status; null when there was no answer. */
  readonly status: number | null
  readonly error: string
}

export type Circuit =
  | { readonly kind: 'closed'; readonly row: FailedRow | null }
  | Tripped
  | { readonly kind: 'recovering'; readonly workers: number; readonly trips: number }

export interface Tripped {
  readonly kind: 'open' | 'probing'
  /** Of the first failure in a row. */
  readonly sinceMs: number
  readonly outage: Outage
  /** When the next task is (or was) let through. */
  readonly probeAtMs: number
  /** Times that it has opened without having closed. */
  readonly trips: number
}

interface FailedRow {
  readonly sinceMs: number
  readonly failures: number
  /** The first few of them. */
  readonly taskIds: readonly string[]
}

export const CLOSED: Circuit = { kind: 'closed', row: null }

/** One attempt's end: an outage, an answer of whatever kind, or (undefined) nothing that tells of the target. */
export function outageOf(verdict: Verdict): Outage | null | undefined {
  if (verdict.kind !== 'retry') return null
  const { error, response } = verdict.failure
  if (!isTaskError(error)) return null
  if (error.code === 'handler-timeout') return { target: null, status: null, error: error.message }
  if (error.code !== 'target-failed') return undefined
  const status = response?.status ?? (error.context.status as number | undefined) ?? null
  if (status !== null && !AWAY.has(status)) return null
  return { target: originOf(error.context.url), status, error: error.message }
}

/** A URL's path and query may hold what is nobody's business. */
function originOf(url: unknown): string | null {
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).origin : null
}

export interface Attempt {
  readonly taskId: string
  readonly outage: Outage | null
  readonly nowMs: number
  /** 0 to 1. */
  readonly random: number
  /** As configured. */
  readonly workers: number
}

/** The circuit after one attempt has ended. */
export function afterAttempt(circuit: Circuit, attempt: Attempt): Circuit {
  // What began before it opened tells nothing new.
  if (circuit.kind === 'open') return circuit
  if (circuit.kind === 'closed') return afterClosed(circuit.row, attempt)
  if (attempt.outage !== null) {
    const sinceMs = circuit.kind === 'recovering' ? attempt.nowMs : circuit.sinceMs
    return opened(attempt, attempt.outage, sinceMs, circuit.trips + 1)
  }
  const workers = circuit.kind === 'recovering' ? circuit.workers * 2 : 1
  return workers >= attempt.workers ? CLOSED : { kind: 'recovering', workers, trips: circuit.trips }
}

function afterClosed(row: FailedRow | null, attempt: Attempt): Circuit {
  const { outage, taskId, nowMs } = attempt
  if (outage === null) return CLOSED
  const known = row?.taskIds ?? []
  const taskIds = known.length < TASKS && !known.includes(taskId) ? [...known, taskId] : known
  const next = { sinceMs: row?.sinceMs ?? nowMs, failures: (row?.failures ?? 0) + 1, taskIds }
  const down = next.failures >= FAILURES && taskIds.length >= TASKS && nowMs - next.sinceMs >= LASTING_MS
  return down ? opened(attempt, outage, next.sinceMs, 1) : { kind: 'closed', row: next }
}

function opened({ nowMs, random }: Attempt, outage: Outage, sinceMs: number, trips: number): Tripped {
  const waitMs = Math.min(FIRST_WAIT_MS * 2 ** Math.min(trips - 1, 10), LONGEST_WAIT_MS)
  // Not every instance at the same instant.
  const probeAtMs = nowMs + Math.round(waitMs * (0.75 + random / 2))
  return { kind: 'open', sinceMs, outage, probeAtMs, trips }
}

/** The circuit when the time to probe has come. */
export function probing(circuit: Circuit): Circuit {
  return circuit.kind === 'open' ? { ...circuit, kind: 'probing' } : circuit
}

/** How many tasks may run at once: 0 to `workers`. */
export function workersAllowed(circuit: Circuit, workers: number): number {
  if (circuit.kind === 'open') return 0
  if (circuit.kind === 'probing') return 1
  return circuit.kind === 'recovering' ? Math.min(circuit.workers, workers) : workers
}
