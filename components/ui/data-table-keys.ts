'use client'
import { type FocusEvent, type KeyboardEvent, useState } from 'react'
import type { DataTableProps } from './data-table-props'

/** Keyboard of a table: j/k or arrows move, Home/End, x or Space select, Enter opens, Escape deselects. */
export function useRowKeys<R>(props: DataTableProps<R>, rows: readonly R[]) {
  const { rowKey, onOpen, selected, onSelectedChange } = props
  const [activeKey, setActiveKey] = useState<string | null>(null)
  const activeIndex = activeKey === null ? -1 : rows.findIndex((row) => rowKey(row) === activeKey)

  function moveTo(index: number) {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))]
    if (row !== undefined) setActiveKey(rowKey(row))
  }
  function toggle(row: R) {
    if (!onSelectedChange) return
    const next = new Set(selected)
    const key = rowKey(row)
    if (!next.delete(key)) next.add(key)
    onSelectedChange(next)
  }
  function toggleAll() {
    onSelectedChange?.(selected?.size ? new Set() : new Set(rows.map(rowKey)))
  }

  const active = rows[activeIndex]
  /** What a key does here; undefined leaves it to the browser. */
  function actionOf(key: string): (() => void) | undefined {
    if (key === 'j' || key === 'ArrowDown') return () => moveTo(activeIndex + 1)
    if (key === 'k' || key === 'ArrowUp') return () => moveTo(activeIndex - 1)
    if (key === 'Home') return () => moveTo(0)
    if (key === 'End') return () => moveTo(rows.length - 1)
    if (key === 'Escape' && selected?.size) return () => onSelectedChange?.(new Set())
    if (active === undefined) return undefined
    if ((key === 'x' || key === ' ') && onSelectedChange) return () => toggle(active)
    if (key === 'Enter' && onOpen) return () => onOpen(active)
    const action = props.actions?.[key]
    if (action) return () => action(active)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.metaKey || event.ctrlKey || event.altKey) return
    const inside = event.target !== event.currentTarget
    // A control inside keeps its own keys; letters still move.
    if (inside && (event.key === 'Enter' || event.key === ' ')) return
    if (event.target instanceof HTMLInputElement && event.target.type !== 'checkbox') return
    const action = actionOf(event.key)
    if (!action) return
    event.preventDefault()
    event.stopPropagation()
    action()
  }
  /** Arriving by keyboard: the first row is where it stands. */
  function onFocus(event: FocusEvent) {
    if (event.target !== event.currentTarget || activeIndex >= 0) return
    if (event.currentTarget.matches(':focus-visible')) moveTo(0)
  }
  return { onFocus, activeKey, activeIndex, setActiveKey, toggle, toggleAll, onKeyDown }
}
