/**
 * The schema of retry policies. Three kinds tell how long to wait; `byCode` makes exceptions for some failures.
 *
 * Policies were saved before there were kinds: one without `kind` is exponential, and stays as it is.
 */
import { z } from 'zod'

const DAY_MS = 86_400_000
const WEEK_MS = 604_800_000

const common = {
  /** Attempts in all, the first included. */
  maxAttempts: z.int().min(1).max(100).default(10),
  /** Share by which a delay is spread: 0.2 means up to 20 % longer. Never shorter. */
  jitter: z.number().min(0).max(1).default(0.2),
}

const exponential = {
  kind: z.literal('exponential').optional(),
  ...common,
  initialMs: z.int().min(0).max(DAY_MS).default(1_000),
  factor: z.number().min(1).max(10).default(2),
  maxMs: z.int().min(0).max(WEEK_MS).default(3_600_000),
}

const fixed = {
  kind: z.literal('fixed'),
  ...common,
  /** The same before every attempt. */
  delayMs: z.int().min(0).max(WEEK_MS),
}

const list = {
  kind: z.literal('list'),
  ...common,
  /** One per retry; the last is repeated. */
  delaysMs: z.array(z.int().min(0).max(WEEK_MS)).min(1).max(100),
}

/** Without exceptions of its own. */
const plainPolicy = z.discriminatedUnion('kind', [
  z.strictObject(exponential),
  z.strictObject(fixed),
  z.strictObject(list),
])
export type PlainRetryPolicy = z.infer<typeof plainPolicy>

const code = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,100}$/, 'expected a code such as "http-503", "http-5xx" or "ECONNREFUSED"')

const exceptions = {
  /** By a failure's code: what holds instead, or `dead` for no retry at all. */
  byCode: z
    .record(code, z.union([z.literal('dead'), plainPolicy], { error: 'expected "dead" or a retry policy' }))
    .optional(),
}

export const retryPolicy = z.discriminatedUnion('kind', [
  z.strictObject({ ...exponential, ...exceptions }),
  z.strictObject({ ...fixed, ...exceptions }),
  z.strictObject({ ...list, ...exceptions }),
])
export type RetryPolicy = z.infer<typeof retryPolicy>
