/** Assignments in words, and the difference of two sets of them. Pure. */
import {
  type Assignment,
  type ConsumerAssignment,
  find,
  type Handler,
  keyOf,
  sameAssignment,
} from './draft.ts'
import { splitKey } from './rebase.ts'

/** In full: "https://…, signed with env:NAME" or "function render". */
export function describeHandler(handler: Handler): string {
  if (handler.kind === 'http')
    return `${handler.url}${handler.secret ? `, signed with ${handler.secret}` : ''}`
  if (handler.kind === 'built-in') return `built-in ${handler.name}`
  if (handler.kind === 'custom') return `custom ${handler.name}`
  if (handler.kind === 'module') return handler.name ? `module ${handler.name}` : 'module'
  return handler.name ? `function ${handler.name}` : 'function'
}

/** In a word or two, where there is room for no more: "slack.message", "http". */
export const shortHandler = (handler: Handler): string =>
  handler.kind === 'built-in' || handler.kind === 'custom' ? handler.name : handler.kind

export const plural = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`

export function describeConsumer(consumer: ConsumerAssignment): string {
  return [
    plural(consumer.workers, 'worker'),
    describeHandler(consumer.handler),
    ...(consumer.rateLimit === null ? [] : [`at most ${consumer.rateLimit}/s`]),
    ...(consumer.paused ? ['paused'] : []),
  ].join(', ')
}

export function describeAssignment(assignment: Assignment): string {
  return assignment.role === 'producer'
    ? `produce ${assignment.type}`
    : `consume ${assignment.type}  ${describeConsumer(assignment)}`
}

export interface Difference {
  readonly role: Assignment['role']
  readonly type: string
  readonly before: Assignment | null
  readonly after: Assignment | null
}

/** What has to be done to `before` to get `after`, by type, producers first. */
export function differences(before: readonly Assignment[], after: readonly Assignment[]): Difference[] {
  const keys = new Set([...before, ...after].map((entry) => keyOf(entry.role, entry.type)))
  return [...keys]
    .map(splitKey)
    .map(({ role, type }) => ({
      role,
      type,
      before: find(before, role, type),
      after: find(after, role, type),
    }))
    .filter((entry) => !sameAssignment(entry.before, entry.after))
    .sort((a, b) => (a.type === b.type ? (a.role < b.role ? 1 : -1) : a.type < b.type ? -1 : 1))
}

export interface DiffLine {
  readonly sign: '+' | '-'
  readonly text: string
}

/** A removed line and an added line per difference, as in a patch. */
export function diffLines(difference: Pick<Difference, 'before' | 'after'>): DiffLine[] {
  const line = (sign: '+' | '-', value: Assignment | null): DiffLine[] =>
    value === null ? [] : [{ sign, text: describeAssignment(value) }]
  return [...line('-', difference.before), ...line('+', difference.after)]
}
