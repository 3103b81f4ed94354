'use client'
/** How the table of queues is looked at: filters and sort in the URL. */
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'

export const HEALTHS = ['danger', 'caution', 'paused', 'unknown', 'clear'] as const

export function useQueuesView() {
  const [view, setView] = useQueryStates(
    {
      prefix: parseAsString.withDefault(''),
      backend: parseAsString.withDefault(''),
      project: parseAsString.withDefault(''),
      health: parseAsStringLiteral(HEALTHS),
      /** Only queues with dead tasks. */
      dead: parseAsBoolean.withDefault(false),
      sort: parseAsString.withDefault(''),
      descending: parseAsBoolean.withDefault(false),
    },
    { history: 'replace' },
  )
  const filter = {
    ...(view.prefix ? { prefix: view.prefix.trim() } : {}),
    ...(view.backend ? { backend: view.backend } : {}),
    ...(view.project ? { project: view.project } : {}),
    ...(view.health ? { health: view.health } : {}),
  }
  return { view, setView, filter, filtered: view.dead || Object.keys(filter).length > 0 }
}
export type QueuesView = ReturnType<typeof useQueuesView>
