'use client'
/** How failures are looked at. All of it is in the URL: the view, the search, the failure that is open, whether it is edited. */
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { useNow } from '@/components/ui/clock'
import { beyondGroups, everything, printQuery, type Query } from './query'
import { filterOf, movesWithTime } from './query-times'
import { readQuery } from './read-query'

export const VIEWS = ['groups', 'tasks', 'archived'] as const
export type View = (typeof VIEWS)[number]

const MINUTE_MS = 60_000

export function useFailuresView() {
  const [address, setAddress] = useQueryStates(
    {
      q: parseAsString.withDefault(''),
      view: parseAsStringLiteral(['groups', 'tasks'] as const),
      id: parseAsString.withDefault(''),
      edit: parseAsBoolean.withDefault(false),
    },
    { history: 'replace' },
  )
  const { query, problems } = useMemo(() => readQuery(address.q), [address.q])
  const minute = useMinute(movesWithTime(query))
  const filter = useMemo(() => filterOf(query, minute), [query, minute])
  // A link with a search leads to tasks, the bare screen to causes.
  const shown = address.view ?? (address.q === '' ? 'groups' : 'tasks')
  const view: View = shown === 'tasks' && query.status === 'archived' ? 'archived' : shown

  const setQuery = (next: Query) => void setAddress({ q: printQuery(next) || null, view: shown })
  function setView(next: View) {
    const status =
      next === 'archived' ? 'archived' : query.status === 'archived' ? everything.status : query.status
    void setAddress({
      q: printQuery({ ...query, status }) || null,
      view: next === 'groups' ? 'groups' : 'tasks',
      id: null,
      edit: null,
    })
  }
  return {
    view,
    setView,
    /** As typed. */
    text: address.q,
    setText(q: string) {
      const leaves = shown === 'groups' && beyondGroups(query).length === 0
      // What is searched for is shown: groups cannot be searched by it.
      const next = leaves && beyondGroups(readQuery(q).query).length > 0 ? 'tasks' : shown
      void setAddress({ q: q || null, view: next })
    },
    query,
    problems,
    setQuery,
    filter,
    open: address.id,
    editing: address.id !== '' && address.edit,
    setOpen: (id: string | null, edit = false) => void setAddress({ id, edit: edit || null }),
    /** To the tasks of one cause. */
    openGroup: (group: string) =>
      void setAddress({ q: printQuery({ ...query, group }), view: 'tasks', id: null, edit: null }),
  }
}
export type FailuresView = ReturnType<typeof useFailuresView>

/** The present minute, so that "the last hour" goes on without being asked anew every second; 0 where it does not matter. */
function useMinute(wanted: boolean): number {
  const now = useNow() ?? Date.now()
  return wanted ? Math.floor(now / MINUTE_MS) * MINUTE_MS : 0
}
