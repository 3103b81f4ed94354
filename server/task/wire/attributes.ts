/** The CloudEvents attributes that a task bears on the wire (contract, section 1), and what a value may hold. */

/** Attributes that `Task` has a field for; no foreign extension may take one of these names. */
export const TASK_ATTRIBUTES = [
  'id',
  'type',
  'source',
  'specversion',
  'time',
  'datacontenttype',
  'partitionkey',
  'uniquekey',
  'notbefore',
  'expirytime',
  'attempt',
  'maxattempts',
  'replayid',
  'tracked',
  'traceparent',
  'tracestate',
] as const

/** Attributes that only a dead letter bears. They describe a death, so a replayed task must not inherit them. */
export const DEAD_ATTRIBUTES = ['deadid', 'deadreason', 'deadinfo'] as const

/**
 * Earlier failed attempts, carried from retry to retry so that a dead letter can tell the whole story.
 * Base64 of JSON, see `consume/failure-history.ts`.
 */
export const FAILURES_ATTRIBUTE = 'failures'

const OWN = new Set<string>([...TASK_ATTRIBUTES, ...DEAD_ATTRIBUTES, FAILURES_ATTRIBUTE])

/** CloudEvents 1.0, "Naming conventions". */
const NAME = /^[a-z0-9]+$/
/** CloudEvents 1.0, type system, "String": neither C0 nor C1 control characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/

export function isOwnAttribute(name: string): boolean {
  return OWN.has(name)
}

export function isAttributeName(name: string): boolean {
  return NAME.test(name)
}

/** Nearly all values; one look at them suffices. */
const PRINTABLE_ASCII = /^[ -~]*$/

/** Why the wire cannot carry this attribute, or null when it can. */
export function attributeProblem(name: string, value: string): string | null {
  if (!NAME.test(name))
    return `attribute "${name}": expected a name of lower-case letters and digits (CloudEvents 1.0)`
  return valueProblem(name, value)
}

/** The same for an attribute whose name is known to be one. */
export function valueProblem(name: string, value: string): string | null {
  if (typeof value !== 'string') return `attribute "${name}": expected a string, got ${typeof value}`
  if (PRINTABLE_ASCII.test(value)) return null
  if (CONTROL.test(value)) return `attribute "${name}": expected a value without control characters`
  if (!value.isWellFormed()) return `attribute "${name}": expected well-formed Unicode, got a lone surrogate`
  return null
}

/** RFC 3339 with a zone, as CloudEvents timestamps are; null when it is none. */
export function parseTimestamp(value: string | undefined): Date | null {
  if (value === undefined || !/^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d/.test(value)) return null
  const date = new Date(value)
  return Number.isNaN(date.getTime()) ? null : date
}

/** A positive integer, or null: what a newer version may write there is not ours to crash on. */
export function parseCount(value: string | undefined): number | null {
  if (value === undefined || !/^[1-9]\d{0,8}$/.test(value)) return null
  return Number(value)
}

/** Headers that are understood without a binding's prefix, too: tracing libraries and foreign publishers write them so. */
export const PLAIN_HEADERS = [
  'traceparent',
  'tracestate',
  'partitionkey',
  'notbefore',
  'expirytime',
  'attempt',
  'maxattempts',
  'replayid',
  'tracked',
] as const
