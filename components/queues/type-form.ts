/** The settings of a task type: text as typed ↔ what the API takes. Pure. */
import type { Schemas } from '@/components/api/client'

type TaskType = Schemas['TaskType']
type Retry = TaskType['retry']

export interface TypeForm {
  readonly description: string
  readonly maxAttempts: string
  readonly initialMs: string
  readonly factor: string
  readonly maxMs: string
  /** Per cent. */
  readonly jitter: string
  readonly timeoutMs: string
  readonly rateLimit: string
  readonly order: TaskType['order']
  /** One pointer per line. */
  readonly redactPaths: string
  /** JSON text; empty: any payload. */
  readonly schema: string
}
export type TypePatch = Schemas['TaskTypePatch']
export type TypeReading =
  | { readonly ok: true; readonly patch: TypePatch }
  | { readonly ok: false; readonly errors: Partial<Record<keyof TypeForm, string>> }

export function typeFormOf(type: TaskType): TypeForm {
  return {
    description: type.description,
    maxAttempts: String(type.retry.maxAttempts),
    initialMs: String(type.retry.initialMs),
    factor: String(type.retry.factor),
    maxMs: String(type.retry.maxMs),
    jitter: String(Math.round(type.retry.jitter * 100)),
    timeoutMs: String(type.timeoutMs),
    rateLimit: type.rateLimit === null ? '' : String(type.rateLimit),
    order: type.order,
    redactPaths: type.redactPaths.join('\n'),
    schema: type.payloadSchema === null ? '' : JSON.stringify(type.payloadSchema, null, 2),
  }
}

type Errors = Partial<Record<keyof TypeForm, string>>

function number(
  text: string,
  field: keyof TypeForm,
  from: number,
  to: number,
  whole: boolean,
  errors: Errors,
) {
  const value = Number(text)
  if (text.trim() === '' || !(value >= from && value <= to) || (whole && !Number.isInteger(value)))
    errors[field] =
      `expected a ${whole ? 'whole ' : ''}number from ${from.toLocaleString('en')} to ${to.toLocaleString('en')}`
  return value
}

function schemaOf(text: string, errors: Errors): TypePatch['payloadSchema'] {
  if (text.trim() === '') return null
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>
    errors.schema = 'expected a JSON Schema, which is an object'
  } catch (cause) {
    errors.schema = `expected JSON: ${cause instanceof Error ? cause.message : String(cause)}`
  }
  return null
}

export function readType(form: TypeForm): TypeReading {
  const errors: Errors = {}
  const retry: Retry = {
    maxAttempts: number(form.maxAttempts, 'maxAttempts', 1, 100, true, errors),
    initialMs: number(form.initialMs, 'initialMs', 0, 86_400_000, true, errors),
    factor: number(form.factor, 'factor', 1, 10, false, errors),
    maxMs: number(form.maxMs, 'maxMs', 0, 604_800_000, true, errors),
    jitter: number(form.jitter, 'jitter', 0, 100, false, errors) / 100,
  }
  const timeoutMs = number(form.timeoutMs, 'timeoutMs', 100, 86_400_000, true, errors)
  const rateLimit = form.rateLimit.trim() === '' ? null : Number(form.rateLimit)
  if (rateLimit !== null && !(rateLimit > 0)) errors.rateLimit = 'expected a number above 0, or nothing'
  const redactPaths = form.redactPaths.split(/\s+/).filter((line) => line !== '')
  const wrong = redactPaths.find((path) => !/^(\/[^/]*)+$/.test(path))
  if (wrong !== undefined)
    errors.redactPaths = `expected JSON Pointers such as "/customer/email", got "${wrong}"`
  const payloadSchema = schemaOf(form.schema, errors)
  if (Object.keys(errors).length > 0) return { ok: false, errors }
  const { order } = form
  const description = form.description.trim()
  return { ok: true, patch: { description, retry, timeoutMs, rateLimit, order, redactPaths, payloadSchema } }
}

const short = (ms: number) => {
  if (ms < 1_000) return `${ms} ms`
  if (ms < 60_000) return `${ms / 1_000} s`
  return ms < 3_600_000 ? `${Math.round(ms / 6_000) / 10} min` : `${Math.round(ms / 360_000) / 10} h`
}

/** "10 attempts, 1 s × 2, at most 1 h apart, up to 20 % longer". */
export function describeRetry({ maxAttempts, initialMs, factor, maxMs, jitter }: Retry): string {
  if (maxAttempts === 1) return 'no retry: 1 attempt'
  const spread = jitter > 0 ? `, up to ${Math.round(jitter * 100)} % longer` : ''
  return `${maxAttempts} attempts, ${short(initialMs)} × ${factor}, at most ${short(maxMs)} apart${spread}`
}
