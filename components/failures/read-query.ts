/** Reads the search text: what it asks for, and what is wrong where. What is wrong is left out of the query, never guessed. Pure. */
import { everything, MANY, QUALIFIERS, type Query, REASONS, STATUSES, type Token, tokensOf } from './query.ts'
import { readInstant } from './query-times.ts'

export interface QueryProblem {
  readonly from: number
  readonly to: number
  readonly message: string
}
export interface ReadQuery {
  readonly query: Query
  readonly problems: readonly QueryProblem[]
}

const LONGEST_TEXT = 200
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const list = (names: readonly string[]) => names.join(', ')

/** Why a value cannot be that of the qualifier; null when it can. */
function valueProblem(name: string, value: string): string | null {
  if (value === '') return `“${name}:” expects a value`
  if (name === 'reason' && !REASONS.some((known) => known === value))
    return `“reason:” expects one of ${list(REASONS)}, got “${value}”`
  if (name === 'status' && !STATUSES.some((known) => known === value))
    return `“status:” expects one of ${list(STATUSES)}, got “${value}”`
  if (name === 'replay' && !UUID.test(value)) return `“replay:” expects the id of a replay, got “${value}”`
  if ((name === 'after' || name === 'before') && readInstant(value, 0) === null)
    return `“${name}:” expects -2h, 14:02 or 2026-01-31, got “${value}”`
  return null
}

function tokenProblem({ name, value }: Token, seen: ReadonlySet<string>): string | null {
  if (name === null) return null
  if (!QUALIFIERS.some((known) => known === name))
    return `There is no qualifier “${name}:”; there are ${list(QUALIFIERS)}. Put it in quotes to search for it as text`
  if (seen.has(name) && !MANY.some((many) => many === name)) return `“${name}:” is given twice`
  return valueProblem(name, value)
}

export function readQuery(text: string): ReadQuery {
  const parts: Record<string, unknown> = {}
  const words: string[] = []
  const problems: QueryProblem[] = []
  const seen = new Set<string>()
  for (const token of tokensOf(text)) {
    const message = tokenProblem(token, seen)
    if (message !== null) problems.push({ from: token.from, to: token.to, message })
    else if (token.name === null) words.push(token.value)
    else {
      const given = parts[token.name]
      const many = MANY.some((name) => name === token.name)
      parts[token.name] = many
        ? [...new Set([...(Array.isArray(given) ? given : []), token.value])]
        : token.value
    }
    if (token.name !== null) seen.add(token.name)
  }
  const free = words.join(' ').trim()
  if (free.length > LONGEST_TEXT)
    problems.push({
      from: 0,
      to: text.length,
      message: `Text expects at most ${LONGEST_TEXT} characters, got ${free.length}`,
    })
  return { query: { ...everything, ...parts, text: free.slice(0, LONGEST_TEXT) }, problems }
}
