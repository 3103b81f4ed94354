/**
 * The search of the failures screen: `type:email.send reason:timeout after:-2h connection refused`.
 *
 * Receives the text as somebody typed it, hands on what it asks for, what is wrong with it, and where. Printing a query
 * and reading it again gives the same query. Pure; instants are made of it in `query-times.ts`.
 */
import type { Schemas } from '@/components/api/client'

export type Reason = Schemas['DeadReason']
export type Status = Schemas['FailureStatus']

export const REASONS = ['exhausted', 'rejected', 'timeout', 'expired', 'malformed', 'crashed'] as const
export const STATUSES = ['dead', 'replaying', 'replayed', 'archived'] as const

/** Qualifiers that may stand more than once: any of their values is enough. */
export const MANY = ['type', 'project', 'reason'] as const
/** Qualifiers of which there is one. */
const ONE = ['status', 'group', 'task', 'replay', 'after', 'before'] as const
export type Many = (typeof MANY)[number]
export type One = (typeof ONE)[number]
export type Qualifier = Many | One
/** In the order in which they are printed and offered. */
export const QUALIFIERS: readonly Qualifier[] = [...MANY, ...ONE]

export interface Query {
  readonly type: readonly string[]
  readonly project: readonly string[]
  readonly reason: readonly Reason[]
  readonly status: Status
  /** A fingerprint of the cause. */
  readonly group: string | null
  /** Id of a task. */
  readonly task: string | null
  /** Id of the replay in which they died again. */
  readonly replay: string | null
  /** As typed: "-2h", "14:02", "2026-01-31". */
  readonly after: string | null
  readonly before: string | null
  /** What the error, the target's answer or the payload contains. */
  readonly text: string
}
export const everything: Query = {
  type: [],
  project: [],
  reason: [],
  status: 'dead',
  group: null,
  task: null,
  replay: null,
  after: null,
  before: null,
  text: '',
}

/** A stretch of the text, from `from` to before `to`. */
export interface Token {
  readonly from: number
  readonly to: number
  /** The qualifier's name as typed, in lower case; null for free text. */
  readonly name: string | null
  /** Without quotes. */
  readonly value: string
}

const QUALIFIED = /^([a-z][\w.-]*):/i
const TOKEN = /(?:[a-z][\w.-]*:)?"(?:[^"\\]|\\.)*"?|\S+/gi

const unquoted = (text: string) =>
  text.startsWith('"') ? text.slice(1).replace(/"$/, '').replaceAll(/\\(.)/g, '$1') : text

export function tokensOf(text: string): Token[] {
  return [...text.matchAll(TOKEN)].map((match) => {
    const [raw] = match
    const name = QUALIFIED.exec(raw)
    return {
      from: match.index,
      to: match.index + raw.length,
      name: name?.[1]?.toLowerCase() ?? null,
      value: unquoted(name ? raw.slice(name[0].length) : raw),
    }
  })
}

/** Plain where it reads back as itself, else in quotes. */
function quoted(text: string): string {
  const [only, ...more] = tokensOf(text)
  const plain = only !== undefined && more.length === 0 && only.name === null && only.value === text
  return plain ? text : `"${text.replaceAll(/["\\]/g, '\\$&')}"`
}

const quotedText = (text: string) => {
  const parts = text.split(' ')
  return parts.every((part) => part !== '' && quoted(part) === part) ? text : quoted(text)
}

/** The query as text. The status is left out where it is `dead`, which is what is meant without one. */
export function printQuery(query: Query): string {
  const parts: string[] = []
  for (const name of MANY) for (const value of query[name]) parts.push(`${name}:${quoted(value)}`)
  for (const name of ONE) {
    const value = query[name]
    if (value !== null && !(name === 'status' && value === everything.status))
      parts.push(`${name}:${quoted(value)}`)
  }
  if (query.text !== '') parts.push(quotedText(query.text))
  return parts.join(' ')
}

/** The same query with a value more, or without it where it has it. */
export function toggled(query: Query, name: Many, value: string): Query {
  const values: readonly string[] = query[name]
  const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value]
  return { ...query, [name]: next }
}

/** Whether it leaves anything out but by status. */
export const narrows = (query: Query) => printQuery({ ...query, status: everything.status }) !== ''

/** What groups cannot be narrowed by, as it is named on the screen: they are counted by type, project, reason and status. */
export const beyondGroups = (query: Query): string[] => [
  ...(query.text === '' ? [] : ['the text']),
  ...(['group', 'task', 'replay', 'after', 'before'] as const).flatMap((name) =>
    query[name] === null ? [] : [`${name}:`],
  ),
]
