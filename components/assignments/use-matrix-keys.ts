'use client'
import type { Virtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react'
import { actionsOf } from './cell-actions'
import type { MatrixProps } from './matrix-props'
import { readCell } from './use-view'

type Axis = Virtualizer<HTMLDivElement, Element>
const STEPS: Record<string, readonly [row: number, column: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  k: [-1, 0],
  j: [1, 0],
  PageUp: [-12, 0],
  PageDown: [12, 0],
}
const within = (value: number, count: number) => Math.max(0, Math.min(count - 1, value))

/** Keyboard of the matrix: one cell is in the tab order; arrows move it, the cell's actions have their keys. */
export function useMatrixKeys(
  props: MatrixProps,
  scroller: RefObject<HTMLDivElement | null>,
  rows: Axis,
  columns: Axis,
) {
  const { types, projects, selected, onSelect, actions, cells } = props
  const place = readCell(selected)
  const row = place ? types.indexOf(place.type) : -1
  const column = place ? projects.indexOf(place.project) : -1
  const onGrid = row >= 0 && column >= 0
  const tabbable = onGrid ? selected : `${projects[0]}/${types[0]}`
  const [focusWanted, setFocusWanted] = useState(false)

  useEffect(() => {
    if (!focusWanted || !onGrid) return
    rows.scrollToIndex(row, { align: 'auto' })
    columns.scrollToIndex(column, { align: 'auto' })
    const frame = requestAnimationFrame(() => {
      scroller.current
        ?.querySelector<HTMLElement>(`[data-cell="${selected}"]`)
        ?.focus({ preventScroll: true })
      setFocusWanted(false)
    })
    return () => cancelAnimationFrame(frame)
  }, [focusWanted, onGrid, row, column, rows, columns, scroller, selected])

  const room = columns.scrollRect?.width
  // What is selected stays in sight: after a link, an edit, or when a drawer takes room.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `room` is a reason to scroll, not a value that is read
  useEffect(() => {
    if (!onGrid) return
    rows.scrollToIndex(row, { align: 'auto' })
    columns.scrollToIndex(column, { align: 'auto' })
  }, [onGrid, row, column, rows, columns, room])

  function moveTo(nextRow: number, nextColumn: number) {
    const type = types[within(nextRow, types.length)]
    const project = projects[within(nextColumn, projects.length)]
    if (type === undefined || project === undefined) return
    onSelect(`${project}/${type}`)
    setFocusWanted(true)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.metaKey || event.ctrlKey || event.altKey) return
    if (!(event.target instanceof Element) || !event.target.matches('[role=gridcell]')) return
    const step = STEPS[event.key]
    const target = readCell(event.target.getAttribute('data-cell') ?? '')
    if (!target) return
    const from = [types.indexOf(target.type), projects.indexOf(target.project)] as const
    const key =
      event.key === 'Backspace' ? 'Delete' : event.key.length === 1 ? event.key.toLowerCase() : event.key
    const action = actionsOf(target, cells.get(target.project)?.get(target.type), actions).find(
      (entry) => entry.key === key,
    )
    if (step) moveTo(from[0] + step[0], from[1] + step[1])
    else if (event.key === 'Home') moveTo(from[0], 0)
    else if (event.key === 'End') moveTo(from[0], projects.length - 1)
    else if (event.key === ' ') onSelect(`${target.project}/${target.type}`)
    else if (action) {
      onSelect(`${target.project}/${target.type}`)
      action.run()
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  return { tabbable, onKeyDown }
}
