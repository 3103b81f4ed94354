/** What somebody is about to do to failures; a dialog says what that touches, then does it. Pure. */

import type { Selection } from './use-failure-actions'
import type { Count, FailureGroup, FailureSummary } from './use-failures'

export type Verb = 'replay' | 'archive' | 'restore'

export interface Wish {
  readonly verb: Verb
  readonly selection: Selection
  /** How many as far as the screen has shown. */
  readonly count: Count
  /** An edited payload, of exactly one. */
  readonly payload?: { readonly value: unknown }
  /** Set where it is one task: it is followed in place. */
  readonly one?: { readonly id: string; readonly type: string }
}

export const wishForOne = (verb: Verb, failure: Pick<FailureSummary, 'id' | 'type'>): Wish => ({
  verb,
  selection: { ids: [failure.id] },
  count: { value: 1, capped: false },
  one: { id: failure.id, type: failure.type },
})

/** All tasks of a cause that were there when they were counted, under what else narrows the list of groups. */
export const wishForGroup = (
  verb: Verb,
  group: FailureGroup,
  narrowed: Pick<Extract<Selection, { filter: unknown }>['filter'], 'type' | 'project' | 'reason'>,
  readAt: string | undefined,
): Wish => ({
  verb,
  selection: { filter: { ...narrowed, group: group.group }, ...(readAt ? { frozenAt: readAt } : {}) },
  count: { value: group.count, capped: false },
})
