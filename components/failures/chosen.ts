/** What is selected: some tasks by their ids, or all that matched at one instant. Pure. */
import { exactNumber } from '../ui/format.ts'
import type { FailureFilter } from './query-times'
import type { Selection } from './use-failure-actions'
import type { Count } from './use-failures'

export type Chosen =
  | { readonly kind: 'some'; readonly ids: ReadonlySet<string> }
  | {
      readonly kind: 'all'
      readonly filter: FailureFilter
      /** What was stored later is left out. */
      readonly frozenAt: string
      /** As counted at that instant. */
      readonly count: Count
    }

export const nothing: Chosen = { kind: 'some', ids: new Set() }
/** The API takes so many ids at once; more are selected by what they have in common. */
export const MOST_IDS = 1_000

export const isChosen = (chosen: Chosen) => chosen.kind === 'all' || chosen.ids.size > 0

export const countOf = (chosen: Chosen): Count =>
  chosen.kind === 'all' ? chosen.count : { value: chosen.ids.size, capped: false }

export const selectionOf = (chosen: Chosen): Selection =>
  chosen.kind === 'all' ? { filter: chosen.filter, frozenAt: chosen.frozenAt } : { ids: [...chosen.ids] }

/** How many that match now are not among those that were selected; null when it cannot be told. */
export function leftOut(selected: Count, now: Count | undefined): number | null {
  if (now === undefined || selected.capped || now.capped) return null
  return Math.max(0, now.value - selected.value)
}

export const tasksInWords = ({ value, capped }: Count) =>
  `${exactNumber(value)}${capped ? ' or more' : ''} ${value === 1 && !capped ? 'task' : 'tasks'}`
