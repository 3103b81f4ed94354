/** What differs between two sets of assignments of one project, in words. Pure. */
import { isDeepStrictEqual } from 'node:util'
import {
  type Assignment,
  type ConsumerAssignment,
  type ProjectAssignment,
  sortAssignments,
} from '../store/assignments.ts'
import { builtInSecrets, type HandlerConfig } from '../task/index.ts'

export interface AssignmentDiff {
  readonly role: Assignment['role']
  readonly type: string
  readonly change: 'added' | 'removed' | 'changed'
  readonly before: Assignment | null
  readonly after: Assignment | null
  /** e.g. "consume email.send: workers 4 → 8" */
  readonly summary: string
}

const keyOf = (assignment: Assignment) => `${assignment.role} ${assignment.type}`
const byKey = (assignments: readonly Assignment[]) =>
  new Map(assignments.map((assignment) => [keyOf(assignment), assignment]))

/** Producers first, each by type; empty when both sets say the same, in whatever order. */
export function diffAssignments(
  before: readonly Assignment[],
  after: readonly Assignment[],
): AssignmentDiff[] {
  const was = byKey(before)
  const is = byKey(after)
  const all = sortAssignments([...new Map([...was, ...is]).values()])
  return all.flatMap((one) => diffOne(was.get(keyOf(one)) ?? null, is.get(keyOf(one)) ?? null) ?? [])
}

function diffOne(before: Assignment | null, after: Assignment | null): AssignmentDiff | null {
  const one = after ?? before
  if (one === null || isDeepStrictEqual(before, after)) return null
  const { role, type } = one
  const diff = { role, type, before, after }
  if (before === null) return { ...diff, change: 'added', summary: addedInWords(one) }
  if (after === null) return { ...diff, change: 'removed', summary: removedInWords(one) }
  return { ...diff, change: 'changed', summary: changedInWords(before, after) }
}

const verb = (role: Assignment['role']) => (role === 'producer' ? 'producing' : 'consuming')

function addedInWords(assignment: Assignment): string {
  return `start ${verb(assignment.role)} ${assignment.type}${detailsOf(assignment)}`
}

function removedInWords(assignment: Assignment): string {
  return `stop ${verb(assignment.role)} ${assignment.type}${detailsOf(assignment)}`
}

function detailsOf(assignment: Assignment): string {
  if (assignment.role === 'producer') return ''
  const workers = `${assignment.workers} ${assignment.workers === 1 ? 'worker' : 'workers'}`
  return ` (${workers}, ${assignment.handler.kind}${assignment.paused ? ', paused' : ''})`
}

function changedInWords(before: Assignment, after: Assignment): string {
  if (before.role === 'producer' || after.role === 'producer') return `produce ${after.type}`
  const changes = consumerChanges(before, after)
  return `consume ${after.type}: ${changes.join(', ') || 'the same, written differently'}`
}

function consumerChanges(before: ConsumerAssignment, after: ConsumerAssignment): string[] {
  const changes: string[] = []
  if (before.workers !== after.workers) changes.push(`workers ${before.workers} → ${after.workers}`)
  changes.push(...handlerChanges(before.handler, after.handler, after.type))
  if (before.paused !== after.paused) changes.push(after.paused ? 'paused' : 'resumed')
  if (before.rateLimit !== after.rateLimit)
    changes.push(`rate limit ${rateInWords(before.rateLimit)} → ${rateInWords(after.rateLimit)}`)
  return changes
}

const rateInWords = (rate: number | null) => (rate === null ? 'none' : `${rate}/s`)

function handlerChanges(before: HandlerConfig, after: HandlerConfig, type: string): string[] {
  const changes: string[] = []
  const [was, is] = [handlerInWords(before, type), handlerInWords(after, type)]
  if (was !== is) changes.push(`handler ${was} → ${is}`)
  const [secretWas, secretIs] = [signingSecretOf(before), signingSecretOf(after)]
  if (secretWas !== secretIs) changes.push(`signing secret ${secretWas ?? 'none'} → ${secretIs ?? 'none'}`)
  const options = changedOptions(before, after)
  if (options.length > 0) changes.push(`options ${options.join(', ')}`)
  return changes
}

/** Names of the options of a built-in or a custom handler that differ. */
function changedOptions(before: HandlerConfig, after: HandlerConfig): string[] {
  if (!('options' in before) || !('options' in after)) return []
  if (before.kind !== after.kind || before.name !== after.name) return []
  const [was, is] = [new Map(Object.entries(before.options)), new Map(Object.entries(after.options))]
  const names = [...new Set([...was.keys(), ...is.keys()])]
  return names.filter((name) => !isDeepStrictEqual(was.get(name), is.get(name))).sort()
}

/** e.g. "http https://mailer.internal/tasks" or "function send-email"; a function is named as its type by default. */
export function handlerInWords(handler: HandlerConfig, type: string): string {
  if (handler.kind === 'http') return `http ${handler.url}`
  if (handler.kind === 'built-in') return `built-in ${handler.name}`
  if (handler.kind === 'custom') return `custom ${handler.name}`
  return `function ${handler.name ?? type}`
}

function signingSecretOf(handler: HandlerConfig): string | undefined {
  return handler.kind === 'http' ? handler.secret : undefined
}

/** The references to secrets that a handler needs resolved where it runs. */
export function secretsOf(handler: HandlerConfig): readonly string[] {
  if (handler.kind === 'built-in') return builtInSecrets(handler)
  const secret = signingSecretOf(handler)
  return secret === undefined ? [] : [secret]
}

/** The rows to remove and to add so that `project` comes to its new set. */
export function rowsOfDiff(project: string, diff: readonly AssignmentDiff[]) {
  const rows = (side: 'before' | 'after'): ProjectAssignment[] =>
    diff.flatMap((one) => (one[side] === null ? [] : [{ project, assignment: one[side] }]))
  return { removed: rows('before'), added: rows('after') }
}
