'use client'
/** How the assignments are looked at: all of it in the URL, so that it can be shared and survives every action. */
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'

export const LENSES = ['project', 'type', 'matrix'] as const
export const HEALTHS = ['clear', 'caution', 'danger', 'paused', 'unknown'] as const

const parsers = {
  lens: parseAsStringLiteral(LENSES).withDefault('matrix'),
  /** Patterns: "email.* order.*". */
  type: parseAsString.withDefault(''),
  project: parseAsString.withDefault(''),
  health: parseAsStringLiteral(HEALTHS),
  /** The selected cell: "project/type". */
  cell: parseAsString.withDefault(''),
  drawer: parseAsStringLiteral(['changes', 'rollout']),
  /** The change set whose roll-out is shown. */
  set: parseAsString.withDefault(''),
}

export function useView() {
  const [view, setView] = useQueryStates(parsers, { history: 'replace' })
  return { view, setView }
}
export type View = ReturnType<typeof useView>['view']
export type SetView = ReturnType<typeof useView>['setView']

export function readCell(text: string): { project: string; type: string } | null {
  const slash = text.indexOf('/')
  return slash < 1 ? null : { project: text.slice(0, slash), type: text.slice(slash + 1) }
}
