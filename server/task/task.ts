/**
 * A task: the unit of work that one project publishes and another eventually runs.
 *
 * On the wire it is a CloudEvents 1.0 event (see `wire/`); here it is decoded.
 */

/** Task type names: dot- or dash-separated lower-case words, at most 100 characters. */
const TYPE_NAME = /^[a-z0-9]+([.-][a-z0-9]+)*$/
const RESERVED_SEGMENT = /(?<![^.])(dead|outcomes|retry[^.]*|delay[^.]*)(?![^.])/

export interface Task {
  /** Unique per task, kept through retries and replays. UUIDv7 when we generate it. */
  readonly id: string
  readonly type: string
  /** The decoded JSON value; for a content type other than JSON the bytes as they came. */
  readonly payload: unknown
  readonly contentType: string
  /** CloudEvents `source`: who published it, e.g. `/projects/checkout`. */
  readonly source: string
  /** When it was first published. */
  readonly time: Date
  /** 1 for the first attempt. */
  readonly attempt: number
  /** Overrides the retry policy's `maxAttempts` (replays use 1). */
  readonly maxAttempts?: number
  /** Tasks of one key run in order where the backend can. */
  readonly partitionKey?: string
  /** No second task of the type with this key was stored while this one waited or ran, where the backend can. */
  readonly uniqueKey?: string
  readonly notBefore?: Date
  /** Past this instant the task is not run but goes dead with reason `expired`. */
  readonly expiresAt?: Date
  readonly replayId?: string
  /** Its outcome is recorded durably before it is acknowledged. */
  readonly tracked: boolean
  readonly traceparent?: string
  readonly tracestate?: string
  /** Foreign CloudEvents attributes, kept as they came. */
  readonly extensions: Readonly<Record<string, string>>
}

/** What a publisher gives; the producer fills in the rest. */
export interface PublishOptions {
  readonly id?: string
  readonly partitionKey?: string
  /**
   * 1 to 200 characters. While a task of the type with this key waits or runs, no other one is stored: the answer then
   * names it as `duplicateOf`. Refused (`attribute-invalid`) where the type's backend cannot do that.
   */
  readonly uniqueKey?: string
  readonly notBefore?: Date
  readonly delayMs?: number
  readonly expiresAt?: Date
  readonly tracked?: boolean
  readonly source?: string
  readonly time?: Date
  readonly contentType?: string
  readonly replayId?: string
  readonly maxAttempts?: number
  readonly traceparent?: string
  readonly tracestate?: string
  readonly extensions?: Readonly<Record<string, string>>
}

/** One entry of a batch to publish. */
export interface NewTask extends PublishOptions {
  readonly type: string
  readonly payload: unknown
}

/** Why a task is dead (attribute `deadreason`). */
export const DEAD_REASONS = ['exhausted', 'rejected', 'timeout', 'expired', 'malformed', 'crashed'] as const
export type DeadReason = (typeof DEAD_REASONS)[number]

/** The JSON that a dead letter carries in `deadinfo` (base64, truncated to 16 KiB). */
export interface DeadInfo {
  readonly error: { readonly name: string; readonly message: string; readonly stack?: string }
  /** The answer of a proxy target, truncated. */
  readonly response?: { readonly status: number; readonly body: string }
  /** One entry per failed attempt, oldest first; ISO 8601 instants. */
  readonly attempts: readonly { readonly at: string; readonly error: string }[]
  readonly firstFailedAt: string
  readonly failedAt: string
  readonly project: string
  readonly instance: string
  readonly revision: number
}

/** How a tracked or replayed task ended; sent to the outcomes queue before the task is acknowledged. */
export interface Outcome {
  readonly taskId: string
  readonly type: string
  readonly replayId?: string
  readonly result: 'succeeded' | 'dead'
  readonly attempt: number
  readonly deadReason?: DeadReason
  readonly error?: string
  readonly startedAt: string
  readonly endedAt: string
  readonly project: string
  readonly instance: string
}

/** Returns why `name` cannot be a task type, or null when it can (contract, section 1). */
export function typeNameProblem(name: string): string | null {
  if (name.length > 100) return 'expected at most 100 characters'
  if (!TYPE_NAME.test(name)) return 'expected lower-case words joined by "." or "-", such as "email.send"'
  const reserved = RESERVED_SEGMENT.exec(name)?.[1]
  if (reserved !== undefined) return `the segment "${reserved}" is reserved for queues of Signalbox`
  return null
}
