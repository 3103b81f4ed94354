/** The settings of a task type: text as typed ↔ what the API takes. Pure. */
import type { Schemas } from '@/components/api/client'
import { numberOf } from './number-of.ts'
import { type RetryForm, readRetry, retryFormOf } from './retry-form.ts'

type TaskType = Schemas['TaskType']

export interface TypeForm extends RetryForm {
  readonly description: string
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
    ...retryFormOf(type.retry),
    timeoutMs: String(type.timeoutMs),
    rateLimit: type.rateLimit === null ? '' : String(type.rateLimit),
    order: type.order,
    redactPaths: type.redactPaths.join('\n'),
    schema: type.payloadSchema === null ? '' : JSON.stringify(type.payloadSchema, null, 2),
  }
}

type Errors = Partial<Record<keyof TypeForm, string>>

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
  const retry = readRetry(form, errors)
  const timeoutMs = numberOf(form.timeoutMs, { from: 100, to: 86_400_000, whole: true }, (error) => {
    errors.timeoutMs = error
  })
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
