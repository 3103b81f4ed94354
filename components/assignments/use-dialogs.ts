'use client'
import { useMemo, useState } from 'react'
import type { CellActions, Place } from './cell-actions'
import { assignmentsOf, type ConsumerAssignment, type Draft, find, type Role, type Sets } from './draft'
import { editDraft } from './draft-store'

export type Dialog =
  | { readonly kind: 'consumer'; readonly place: Place }
  | { readonly kind: 'move'; readonly place: Place }
  | { readonly kind: 'add'; readonly project?: string; readonly type?: string }
  | { readonly kind: 'type' }
  | { readonly kind: 'project' }

/** Which dialog is open, and every edit that a cell, a dialog or a drag can make. `onEdited` shows the change set, and the place that an edit went to. */
export function useDialogs(sets: Sets, draft: Draft, onEdited: (place: Place | null) => void) {
  const [dialog, open] = useState<Dialog | null>(null)
  const close = () => open(null)
  const consumerAt = ({ project, type }: Place): ConsumerAssignment | null =>
    find(assignmentsOf(draft, sets, project), 'consumer', type)

  const edits = useMemo(() => {
    const edited = (...parts: Parameters<typeof editDraft>) => {
      editDraft(...parts)
      onEdited(null)
    }
    return {
      moveTo: (type: string, from: string, to: string) => {
        editDraft(sets, { kind: 'move', type, from, to })
        onEdited({ project: to, type })
      },
      put: (project: string, consumer: ConsumerAssignment) =>
        edited(sets, { kind: 'consume', project, consumer }),
      produce: (project: string, type: string) => edited(sets, { kind: 'produce', project, type }),
      actions: {
        edit: (place) => open({ kind: 'consumer', place }),
        move: (place) => open({ kind: 'move', place }),
        toggleProducer: ({ project, type }, produces) =>
          edited(sets, { kind: produces ? 'produce' : 'stop-producing', project, type }),
        stopConsuming: ({ project, type }) => edited(sets, { kind: 'stop-consuming', project, type }),
        revert: ({ project, type }) =>
          edited(
            sets,
            ...(['producer', 'consumer'] as const).map((role: Role) => ({
              kind: 'revert' as const,
              project,
              role,
              type,
            })),
          ),
      } satisfies CellActions as CellActions,
    }
  }, [sets, onEdited])
  return { dialog, open, close, consumerAt, ...edits }
}
export type DialogState = ReturnType<typeof useDialogs>
