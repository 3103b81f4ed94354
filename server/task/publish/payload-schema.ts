/** A task type's payload schema (JSON Schema, draft 2020-12 or 7), compiled once. */
import { createRequire } from 'node:module'
import type { Ajv, ErrorObject } from 'ajv'
import { TaskError } from '../errors.ts'

export interface PayloadProblem {
  /** JSON Pointer into the payload. */
  readonly path: string
  readonly message: string
}

/** Returns what breaks the schema; empty when nothing does. */
export type PayloadCheck = (payload: unknown) => PayloadProblem[]

type JsonSchema = Readonly<Record<string, unknown>>

const OPTIONS = {
  ...({ allErrors: true, strict: false, validateSchema: true } as const),
  // Of the options of handlers, whose schemas are checked here too: it says what the text is, and forbids none.
  formats: { 'secret-reference': true },
} as const
const MOST_PROBLEMS = 20

const require = createRequire(import.meta.url)

/** Loaded with the first schema: a worker whose types have none does without several megabytes. */
function compilerFor(schema: JsonSchema): Ajv {
  const isDraft7 = String(schema.$schema ?? '').includes('draft-07')
  const compiler: Ajv = isDraft7
    ? new (require('ajv') as typeof import('ajv')).Ajv(OPTIONS)
    : new (require('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js')).Ajv2020(OPTIONS)
  const addFormats = require('ajv-formats') as (ajv: Ajv) => void
  addFormats(compiler)
  return compiler
}

function problemOf(error: ErrorObject): PayloadProblem {
  const name = error.params?.additionalProperty ?? error.params?.unevaluatedProperty
  return {
    path: error.instancePath,
    message: `${error.message ?? error.keyword}${name === undefined ? '' : ` ("${name}")`}`,
  }
}

/**
 * One compiler per schema: a `$id` that two task types share, or a new version of it, cannot clash.
 * @throws TaskError `config-invalid` when `schema` is no usable JSON Schema
 */
export function compilePayloadSchema(schema: JsonSchema): PayloadCheck {
  try {
    const validate = compilerFor(schema).compile(schema)
    return (payload) =>
      validate(payload) ? [] : (validate.errors ?? []).slice(0, MOST_PROBLEMS).map(problemOf)
  } catch (cause) {
    throw new TaskError('config-invalid', `The payload schema is unusable: ${(cause as Error).message}`, {
      cause,
    })
  }
}

/** @returns the `payload-invalid` error of a payload that breaks its type's schema, or null */
export function payloadError(type: string, payload: unknown, check: PayloadCheck | null): TaskError | null {
  const problems = check?.(payload) ?? []
  if (problems.length === 0) return null
  const lines = problems.map(({ path, message }) => `${message} at ${path || '/'}`)
  return new TaskError('payload-invalid', `The payload of a ${type} is invalid: ${lines.join('; ')}`, {
    context: { type, problems },
  })
}
