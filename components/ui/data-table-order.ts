'use client'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useMemo, useRef } from 'react'
import type { DataTableProps } from './data-table-props'
import { type Sort, sortRows, steadyRows } from './table-order'

/** Rows as they are shown: sorted, or while frozen as they were. */
export function useOrderedRows<R>(props: DataTableProps<R>, frozen: boolean): readonly R[] {
  const { rows, columns, rowKey, sort } = props
  const shown = useRef<{ keys: readonly string[]; sort: Sort | null | undefined }>({ keys: [], sort: null })
  const ordered = useMemo(() => {
    if (!rows) return []
    const sameSort =
      shown.current.sort?.column === sort?.column && shown.current.sort?.descending === sort?.descending
    if (frozen && sameSort && shown.current.keys.length > 0)
      return steadyRows(rows, rowKey, shown.current.keys)
    const column = columns.find((candidate) => candidate.id === sort?.column)
    return sortRows(rows, column?.sortValue, sort?.descending ?? false)
  }, [rows, columns, rowKey, sort, frozen])
  useEffect(() => {
    shown.current = { keys: ordered.map(rowKey), sort }
  }, [ordered, rowKey, sort])
  return ordered
}

const ROW_HEIGHT = 33
const CARD_HEIGHT = 96
const HEADER_HEIGHT = 33

export function useRowVirtualizer<R>(
  props: DataTableProps<R>,
  rows: readonly R[],
  scroller: RefObject<HTMLDivElement | null>,
  narrow: boolean,
  activeIndex: number,
) {
  const { rowKey, onEnd, rowHeight = ROW_HEIGHT } = props
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (narrow ? CARD_HEIGHT : rowHeight),
    getItemKey: (index) => {
      const row = rows[index]
      return row === undefined ? index : rowKey(row)
    },
    overscan: 12,
    scrollPaddingStart: narrow ? 0 : HEADER_HEIGHT,
  })
  useEffect(() => {
    if (activeIndex >= 0) virtual.scrollToIndex(activeIndex, { align: 'auto' })
  }, [activeIndex, virtual])
  // Card and row heights differ; what was measured for one is wrong for the other.
  // biome-ignore lint/correctness/useExhaustiveDependencies: measures again when the layout changes
  useEffect(() => virtual.measure(), [narrow, virtual])
  const last = virtual.getVirtualItems().at(-1)?.index ?? -1
  useEffect(() => {
    if (last >= 0 && last >= rows.length - 1) onEnd?.()
  }, [last, rows.length, onEnd])
  return virtual
}
