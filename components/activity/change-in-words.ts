/** An entry of the audit as a sentence without its subject: "moved email.send from monolith to mailer". Pure. */
import { type ChangePart, mono, named, words } from './change-parts'
import { stepsInWords } from './edits-in-words'
import type { AuditEntry } from './use-audit'

type Told = Pick<AuditEntry, 'action' | 'target' | 'before' | 'after'>

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const stringsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : []
const numberOf = (value: unknown, name: string): number | null =>
  isRecord(value) && typeof value[name] === 'number' ? value[name] : null
const textOf = (value: unknown, name: string): string | null =>
  isRecord(value) && typeof value[name] === 'string' ? value[name] : null

const counted = (count: number, one: string) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : `${one}s`}`

/** Per project: its diff, as a change set stores it. */
function diffsOfChangeSet(after: unknown) {
  if (!isRecord(after)) return []
  return Object.entries(after).map(([project, one]) => ({
    project,
    summaries: stringsOf(isRecord(one) ? one.diff : undefined),
  }))
}

const diffsOfProject = ({ target, after }: Told) => [
  { project: target.name, summaries: stringsOf(isRecord(after) ? after.diff : undefined) },
]

const timeFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })

/** Sentences that need more of the entry than its target's name. */
const SENTENCES: Record<string, (entry: Told) => ChangePart[]> = {
  'change-set.create': ({ after }) => orElse(stepsInWords(diffsOfChangeSet(after)), 'applied a change set'),
  'change-set.rollback': ({ after }) => {
    const steps = stepsInWords(diffsOfChangeSet(after))
    return [words(`rolled back a change set${steps.length > 0 ? ': ' : ''}`), ...steps]
  },
  'assignments.save': (entry) => {
    const steps = stepsInWords(diffsOfProject(entry))
    return steps.length > 0 ? steps : [words('changed the assignments of '), named(entry.target.name)]
  },
  'assignments.rollback': (entry) => {
    const steps = stepsInWords(diffsOfProject(entry))
    return [
      words('rolled back '),
      named(entry.target.name),
      ...(steps.length > 0 ? [words(': '), ...steps] : []),
    ]
  },
  'queue.pause': ({ target, after }) => {
    const until = textOf(after, 'until')
    return [
      words('paused '),
      mono(target.name),
      ...(until ? [words(` until ${timeFormat.format(Date.parse(until))}`)] : []),
    ]
  },
  'queue.purged': ({ target, after }) => {
    const removed = numberOf(after, 'removed')
    return [
      words(removed === null ? 'purged ' : `removed ${counted(removed, 'waiting task')} of `),
      mono(target.name),
    ]
  },
  'replay.create': ({ after }) => [words('replays '), ...failuresOf(after)],
  'replay.selected': ({ target, after }) => [
    words(`selected ${counted(numberOf(after, 'selected') ?? 0, 'dead task')} for the replay `),
    mono(shortOf(target.name)),
  ],
  'replay.pause': ({ target }) => [words('paused the replay '), mono(shortOf(target.name))],
  'replay.resume': ({ target, before }) => [
    words(textOf(before, 'state') === 'holding' ? 'began at once the replay ' : 'resumed the replay '),
    mono(shortOf(target.name)),
  ],
  'replay.cancel': ({ target }) => [words('cancelled the replay '), mono(shortOf(target.name))],
  'failure.archive': ({ after }) => [words('archived '), ...failuresOf(after)],
  'failure.restore': ({ after }) => [words('restored '), ...failuresOf(after)],
}

const orElse = (parts: ChangePart[], otherwise: string) => (parts.length > 0 ? parts : [words(otherwise)])

/** As on the replay's page: ids made in one moment begin alike. */
const shortOf = (id: string) => id.slice(-8)

/** "312 dead tasks of invoice.render", as far as the entry tells. */
function failuresOf(after: unknown): ChangePart[] {
  const ids = selectionOf(after).ids
  const count = numberOf(after, 'changed') ?? (Array.isArray(ids) ? ids.length : null)
  const types = typesOf(after)
  return [
    words(count === null ? 'dead tasks' : counted(count, 'dead task')),
    ...(types.length > 0 ? [words(' of '), mono(types.join(', '))] : []),
  ]
}

const selectionOf = (value: unknown): Record<string, unknown> =>
  isRecord(value) && isRecord(value.selection) ? value.selection : {}

/** Types that the entry names: its own, or those of the filter that selected. */
function typesOf(value: unknown): string[] {
  const own = isRecord(value) ? stringsOf(value.types) : []
  if (own.length > 0) return own
  const { filter } = selectionOf(value)
  if (!isRecord(filter)) return []
  return typeof filter.type === 'string' ? [filter.type] : stringsOf(filter.type)
}

/** Actions whose target's name says the rest. */
const VERBS: Record<string, string> = {
  'queue.resume': 'resumed',
  'queue.purge': 'began to purge',
  'handler.test': 'tested the handler',
  'task.cancel': 'began to cancel the task',
  'task.cancelled': 'cancelled the task',
  'task-type.stop-draining': 'stopped draining a former queue of',
  'person.invite': 'invited',
  'person.create': 'created the account of',
  'person.remove': 'removed the account of',
  'person.change-password': 'changed the password of',
  'instance.command': 'sent a command to',
}
const ACTIONS: Record<string, string> = {
  create: 'created',
  change: 'changed',
  delete: 'removed',
  revoke: 'revoked',
}

/** In the past tense; an action that is not known is shown as it is. */
export function verbOf(action: string): string {
  const known = VERBS[action]
  if (known) return known
  const [kind = '', verb = ''] = action.split('.')
  const past = ACTIONS[verb]
  return past ? `${past} ${kind.replace('-', ' ')}` : action
}

export function changeInWords(entry: Told): ChangePart[] {
  const sentence = SENTENCES[entry.action]
  return sentence ? sentence(entry) : [words(`${verbOf(entry.action)} `), mono(entry.target.name)]
}

/** Coming and going is in the activity, but changes nothing. */
export const isChange = (action: string) => !action.startsWith('session.')
