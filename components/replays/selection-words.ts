/** What a replay took, in words: "type invoice.render, reason exhausted" or "3 chosen tasks". Pure. */
import type { Replay } from './use-replays'

type Selection = Replay['selection']
type Filter = Extract<Selection, { filter: unknown }>['filter']

export interface SelectionPart {
  /** "type" */
  readonly name: string
  readonly value: string
  /** Set in mono: names and ids. */
  readonly mono: boolean
}

const momentFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})
const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const clockFormat = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

const moment = (at: string) => momentFormat.format(Date.parse(at))
const dayOf = (at: number) => new Date(at).toDateString()

/** "14:30:04" in the viewer's zone; of another day with its date. */
export function clockTime(at: string, now = Date.now()): string {
  const instant = Date.parse(at)
  const clock = clockFormat.format(instant)
  return dayOf(instant) === dayOf(now) ? clock : `${dayFormat.format(instant)}, ${clock}`
}
/** The API takes one value without its list. */
const oneOf = (values: string | readonly string[]) => [values].flat().join(' or ')
const SHORT_ID = 13

/** The conditions of a filter, all of which had to hold. */
export function filterParts(filter: Filter): SelectionPart[] {
  const part = (name: string, value: string | undefined, mono = true): SelectionPart[] =>
    value === undefined || value === '' ? [] : [{ name, value, mono }]
  const { type = [], project = [], reason = [], group, q, from, to, taskId, replay } = filter
  return [
    ...part('type', oneOf(type)),
    ...part('project', oneOf(project), false),
    ...part('reason', oneOf(reason), false),
    ...part('cause', group?.slice(0, SHORT_ID)),
    ...part('with the text', q && `“${q}”`, false),
    ...part('failed from', from && moment(from), false),
    ...part('failed before', to && moment(to), false),
    ...part('task', taskId),
    ...part('failed again in replay', replay?.slice(0, SHORT_ID)),
  ]
}

/** As parts to be set, or null for tasks that were chosen one by one. */
export const selectionParts = (selection: Selection): SelectionPart[] | null =>
  'ids' in selection ? null : filterParts(selection.filter)

const chosen = (ids: readonly string[]) =>
  ids.length === 1 ? '1 chosen task' : `${ids.length.toLocaleString('en')} chosen tasks`

/** In one line. */
export function selectionInWords(selection: Selection): string {
  if ('ids' in selection) return chosen(selection.ids)
  const parts = filterParts(selection.filter)
  return parts.length === 0
    ? 'every dead task'
    : parts.map(({ name, value }) => `${name} ${value}`).join(', ')
}
