/** What can stand at the caret of the search: names of qualifiers, then values of the one that is being written. Pure. */
import { QUALIFIERS, type Qualifier, REASONS, STATUSES, type Token, tokensOf } from './query.ts'

export interface Suggestion {
  /** What is written in place of the token. */
  readonly insert: string
  readonly label: string
  /** What it means, or how many it matches. */
  readonly note: string
}
export interface Completion {
  /** The stretch that a suggestion replaces. */
  readonly from: number
  readonly to: number
  readonly suggestions: readonly Suggestion[]
}
export interface KnownValue {
  readonly value: string
  readonly note: string
}
export type KnownValues = Partial<Record<Qualifier, readonly KnownValue[]>>

const MEANINGS: Record<Qualifier, string> = {
  type: 'task type',
  project: 'whose worker it died in',
  reason: 'why it is dead',
  status: 'dead, replaying, replayed or archived',
  group: 'one cause',
  task: 'id of a task',
  replay: 'died again in this replay',
  after: 'failed at or after',
  before: 'failed before',
}
const ago = (value: string, note: string): KnownValue => ({ value, note })
const TIMES = [
  ago('-15m', 'the last 15 minutes'),
  ago('-1h', 'the last hour'),
  ago('-24h', 'the last 24 hours'),
  ago('-7d', 'the last 7 days'),
]
const EARLIER = [
  ago('-15m', 'up to 15 minutes ago'),
  ago('-1h', 'up to an hour ago'),
  ago('-24h', 'up to 24 hours ago'),
]
const plain = (values: readonly string[]) => values.map((value) => ({ value, note: '' }))
const FIXED: KnownValues = {
  reason: plain(REASONS),
  status: plain(STATUSES),
  after: TIMES,
  before: EARLIER,
}
const MOST = 8

function valuesOf(name: Qualifier, known: KnownValues): readonly KnownValue[] {
  const counted = known[name] ?? []
  const rest = (FIXED[name] ?? []).filter((one) => !counted.some(({ value }) => value === one.value))
  return [...counted, ...rest]
}

/** What begins with the text before what only contains it. */
function matching<T extends { value: string }>(items: readonly T[], text: string): T[] {
  const wanted = text.toLowerCase()
  const found = items.filter(({ value }) => value.toLowerCase().includes(wanted))
  const begins = (item: T) => Number(!item.value.toLowerCase().startsWith(wanted))
  return found.sort((a, b) => begins(a) - begins(b)).slice(0, MOST)
}

function valueSuggestions(name: Qualifier, value: string, known: KnownValues): Suggestion[] {
  return matching(valuesOf(name, known), value)
    .filter((item) => item.value !== value)
    .map((item) => ({ insert: `${name}:${item.value} `, label: item.value, note: item.note }))
}

const nameSuggestions = (text: string): Suggestion[] =>
  QUALIFIERS.filter((name) => name.startsWith(text.toLowerCase())).map((name) => ({
    insert: `${name}:`,
    label: `${name}:`,
    note: MEANINGS[name],
  }))

/** At the end of a word, or between words; within a word nothing is offered. */
export function completionAt(text: string, caret: number, known: KnownValues): Completion {
  const token: Token | undefined = tokensOf(text).find(({ from, to }) => from < caret && caret <= to)
  if (token === undefined) return { from: caret, to: caret, suggestions: nameSuggestions('') }
  const { from, to } = token
  if (caret < to) return { from, to, suggestions: [] }
  const name = QUALIFIERS.find((one) => one === token.name)
  if (name !== undefined) return { from, to, suggestions: valueSuggestions(name, token.value, known) }
  return { from, to, suggestions: token.name === null ? nameSuggestions(token.value) : [] }
}

/** The text with the suggestion in it, and where the caret then stands. */
export function completed(text: string, { from, to }: Completion, { insert }: Suggestion) {
  const rest = insert.endsWith(' ') ? text.slice(to).trimStart() : text.slice(to)
  const before = text.slice(0, from) + insert
  return { text: before + rest, caret: before.length }
}
