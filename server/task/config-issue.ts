/** Says of a finding of zod what was expected and what came instead; the place is said beside it. */
import type { z } from 'zod'

type Issue = z.core.$ZodIssue

const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' entries', set: ' entries' }
const NUMBERS = new Set(['number', 'int', 'bigint'])

function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}

const NAMES: Readonly<Record<string, string>> = {
  object: 'an object',
  record: 'an object',
  array: 'a list',
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
}

function bound(
  word: 'at least' | 'at most',
  limit: number | bigint,
  origin: string,
  inclusive = true,
): string {
  const unit = NUMBERS.has(origin) ? '' : (UNITS[origin] ?? '')
  const strict = word === 'at least' ? 'more than' : 'less than'
  return `expected ${inclusive ? word : strict} ${limit}${unit}`
}

function expectation(issue: Issue): string | null {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${NAMES[issue.expected] ?? issue.expected}`
    case 'too_small':
      return bound('at least', issue.minimum, issue.origin, issue.inclusive)
    case 'too_big':
      return bound('at most', issue.maximum, issue.origin, issue.inclusive)
    case 'invalid_value':
      return `expected ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`
    default:
      return null
  }
}

/** The discriminator's value is not among the known ones. */
function unionExpectation(issue: Issue): string | null {
  if (issue.code !== 'invalid_union' || !('options' in issue) || !Array.isArray(issue.options)) return null
  return `expected ${issue.options
    .filter((value) => value !== undefined)
    .map((value) => JSON.stringify(value))
    .join(' or ')}`
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value === null || typeof value !== 'object' ? undefined : Reflect.get(value, key)),
    document,
  )
}

/** "expected x, got y" for one finding about `document`. */
export function explainIssue(issue: Issue, document: unknown): string {
  if (issue.code === 'unrecognized_keys')
    return `expected no ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}`
  const expected = expectation(issue) ?? unionExpectation(issue) ?? issue.message
  const complete = !expected.startsWith('expected') || expected.includes(', got ')
  return complete ? expected : `${expected}, got ${shown(valueAt(document, issue.path))}`
}
