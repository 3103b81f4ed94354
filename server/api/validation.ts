/** From a schema's issues to the fields of a problem: "expected x, got y" at a JSON Pointer or parameter. */
import type { z } from '@hono/zod-openapi'
import { type FieldError, invalid } from '../errors.ts'

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/** Of a body the values are not repeated: they may be secrets. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value
}

const valueAt = (root: unknown, path: Path): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | null | undefined)?.[key], root)

const pointerOf = (path: Path) =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

const UNITS: Record<string, string> = { string: ' characters', array: ' items' }

/** What was compared with a bound: a length, or the number itself (a string when it came as a parameter). */
function sizeOf(value: unknown, origin: string): string {
  if (origin in UNITS) return String((value as { length?: number } | null)?.length ?? kindOf(value))
  return ['number', 'bigint', 'string'].includes(typeof value) ? String(value) : kindOf(value)
}

function boundDetail(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig, value: unknown): string {
  const unit = UNITS[issue.origin] ?? ''
  const small = issue.code === 'too_small'
  const limit = String(small ? issue.minimum : issue.maximum)
  const strict = issue.inclusive === false && unit === ''
  const words = small ? (strict ? 'more than' : 'at least') : strict ? 'less than' : 'at most'
  const counted = limit === '1' ? unit.replace(/s$/, '') : unit
  return `expected ${words} ${limit}${counted}, got ${sizeOf(value, issue.origin)}`
}

/** Messages of our own schemas begin with "expected"; the library's are told from them by their beginnings. */
const isOwnMessage = (message: string) => !/^(Invalid|Too |Unrecognized|Input)/.test(message)

/** The values that tell a union's branches apart. */
function choiceOf(issue: Issue): string {
  const options: unknown = 'options' in issue ? issue.options : undefined
  if (!Array.isArray(options)) return 'another value'
  return `one of ${[...new Set(options)].map((one) => JSON.stringify(one)).join(', ')}`
}

function standardDetail(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${issue.expected}, got ${kindOf(value)}`
    case 'invalid_value':
      return `expected ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map((one) => JSON.stringify(one)).join(', ')}, got ${kindOf(value)}`
    case 'too_small':
    case 'too_big':
      return boundDetail(issue, value)
    case 'invalid_format':
      return `expected ${issue.format === 'regex' ? `text matching ${issue.pattern}` : `a valid ${issue.format}`}, got ${kindOf(value)}`
    case 'invalid_union':
      return `expected ${choiceOf(issue)}, got ${kindOf(value)}`
    case 'not_multiple_of':
      return `expected a multiple of ${issue.divisor}, got ${sizeOf(value, 'number')}`
    default:
      return `expected another value, got ${kindOf(value)}`
  }
}

function detailOf(issue: Issue, value: unknown): string {
  if (!isOwnMessage(issue.message)) return standardDetail(issue, value)
  if (/ got /.test(issue.message)) return issue.message
  if (issue.code === 'too_small' || issue.code === 'too_big')
    return `${issue.message}, got ${sizeOf(value, issue.origin)}`
  // Of a text that is only wrong in itself, its kind says nothing.
  return typeof value === 'string' ? issue.message : `${issue.message}, got ${kindOf(value)}`
}

interface Located {
  readonly path: Path
  readonly detail: string
}

/** Of a union's branches the one that the value fits best: what fails deepest, then what fails least. */
function bestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const depth = (issues: readonly Issue[]) => Math.max(...issues.map((issue) => issue.path.length))
  const [best] = [...branches].sort((a, b) => depth(b) - depth(a) || a.length - b.length)
  return best ?? []
}

function locate(issue: Issue, root: unknown, base: Path): Located[] {
  const path = [...base, ...issue.path]
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], detail: 'expected no such field' }))
  if (issue.code === 'invalid_union' && issue.errors.length > 0)
    return bestBranch(issue.errors).flatMap((inner) => locate(inner, root, path))
  if (issue.code === 'invalid_key' || issue.code === 'invalid_element')
    return issue.issues.map((inner) => ({ path, detail: detailOf(inner, path.at(-1)) }))
  return [{ path, detail: detailOf(issue, valueAt(root, path)) }]
}

/** A body's issues as field errors; for use cases that validate by themselves, too. */
export function fieldErrors(error: { readonly issues: readonly Issue[] }, body: unknown): FieldError[] {
  return error.issues
    .flatMap((issue) => locate(issue, body, []))
    .map(({ path, detail }) => ({ pointer: pointerOf(path), detail }))
}

function parameterErrors(error: { readonly issues: readonly Issue[] }, values: unknown): FieldError[] {
  return error.issues
    .flatMap((issue) => locate(issue, values, []))
    .map(({ path, detail }) => ({ parameter: String(path[0] ?? ''), detail }))
}

interface Validated {
  readonly success: boolean
  readonly target: string
  readonly data?: unknown
  readonly error?: { readonly issues: readonly Issue[] }
}

/** For `OpenAPIHono`'s `defaultHook`. @throws Refusal 422 */
export function refuseInvalid(result: Validated): undefined {
  if (result.success || result.error === undefined) return
  if (result.target === 'json' || result.target === 'form')
    throw invalid('The body is not valid.', fieldErrors(result.error, result.data))
  throw invalid('A parameter is not valid.', parameterErrors(result.error, result.data))
}
