// biome-ignore-all lint/a11y/useSemanticElements: virtual rows are placed freely, which table elements cannot be
'use client'
import type { VirtualItem } from '@tanstack/react-virtual'
import ArrowDown from 'lucide-react/icons/arrow-down'
import ArrowUp from 'lucide-react/icons/arrow-up'
import type { CSSProperties, MouseEvent } from 'react'
import { Checkbox } from './checkbox'
import { cx } from './cx'
import type { Column } from './data-table-props'
import type { ShownTable } from './data-table-shown'
import { Skeleton } from './skeleton'
import { nextSort } from './table-order'

const rowClass = 'grid items-center border-b border-line'
const cellClass = (align: 'start' | 'end' | undefined) =>
  cx('min-w-0 truncate px-2 first:pl-4 last:pr-4', align === 'end' && 'text-right')

interface Part<R> {
  table: ShownTable<R>
  gridStyle: CSSProperties
}

export function HeaderRow<R>({ table, gridStyle }: Part<R>) {
  const { columns, selected, onSelectedChange, orderedRows, keys } = table
  const all = orderedRows.length > 0 && selected?.size === orderedRows.length
  return (
    <div role="rowgroup" className="sticky top-0 z-10 bg-panel">
      <div
        role="row"
        aria-rowindex={1}
        tabIndex={-1}
        className={cx(rowClass, 'h-[33px] text-sm text-muted')}
        style={gridStyle}
      >
        {onSelectedChange && (
          <div role="columnheader" className="flex items-center pl-4" tabIndex={-1}>
            <Checkbox
              checked={all}
              indeterminate={!all && (selected?.size ?? 0) > 0}
              onCheckedChange={keys.toggleAll}
              ariaLabel={all ? 'Deselect all rows' : 'Select all rows shown'}
            />
          </div>
        )}
        {columns.map((column) => (
          <HeaderCell key={column.id} column={column} table={table} />
        ))}
      </div>
    </div>
  )
}

function HeaderCell<R>({ column, table }: { column: Column<R>; table: ShownTable<R> }) {
  const { sort = null, onSortChange } = table
  const sorted = sort?.column === column.id
  const Arrow = sort?.descending ? ArrowDown : ArrowUp
  const sortable = column.sortValue && onSortChange
  return (
    <div
      role="columnheader"
      tabIndex={-1}
      aria-sort={sortable ? (sorted ? (sort?.descending ? 'descending' : 'ascending') : 'none') : undefined}
      className={cellClass(column.align)}
    >
      {sortable ? (
        <button
          type="button"
          onClick={() => onSortChange(nextSort(sort, column.id, column.align === 'end'))}
          className={cx(
            'inline-flex max-w-full cursor-pointer items-center gap-1 hover:text-text',
            sorted && 'font-medium text-text',
          )}
        >
          <span className="truncate">{column.header}</span>
          {sorted && <Arrow aria-hidden className="size-3 shrink-0" />}
        </button>
      ) : (
        column.header
      )}
    </div>
  )
}

interface RowPart<R> extends Part<R> {
  row: R
  item: VirtualItem
}

export function Row<R>({ table, row, item, gridStyle }: RowPart<R>) {
  const { columns, rowKey, selected, onSelectedChange, onOpen, openKey, keys, rowHeight = 33 } = table
  const key = rowKey(row)
  const isSelected = selected?.has(key) ?? false
  const isOpen = openKey === key
  const isActive = keys.activeKey === key
  function onClick(event: MouseEvent) {
    keys.setActiveKey(key)
    // A control or a selection of text inside the row is not a click on the row.
    if (event.target instanceof Element && event.target.closest('a,button,input,label,[role=checkbox]'))
      return
    if (window.getSelection()?.type === 'Range') return
    onOpen?.(row)
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles keys for its active row
    <div
      id={`${table.id}-${item.index}`}
      role="row"
      tabIndex={-1}
      aria-rowindex={item.index + 2}
      aria-selected={onSelectedChange ? isSelected : undefined}
      onClick={onOpen || onSelectedChange ? onClick : undefined}
      className={cx(
        rowClass,
        'absolute inset-x-0',
        onOpen && 'cursor-pointer',
        isSelected || isOpen ? 'bg-accent-soft' : onOpen && 'hover:bg-sunk',
        isOpen && 'shadow-[inset_2px_0_0_var(--accent)]',
        // The grid has the focus, this row is where it stands.
        isActive &&
          'group-focus-visible/table:outline-2 group-focus-visible/table:outline-solid group-focus-visible/table:-outline-offset-2 group-focus-visible/table:outline-accent',
      )}
      style={{ ...gridStyle, height: rowHeight, transform: `translateY(${item.start}px)` }}
    >
      {onSelectedChange && (
        <div role={cellRole(table)} className="flex items-center pl-4">
          <Checkbox
            checked={isSelected}
            onCheckedChange={() => keys.toggle(row)}
            ariaLabel={`Select ${table.rowLabel?.(row) ?? key}`}
          />
        </div>
      )}
      {columns.map((column) => (
        <div key={column.id} role={cellRole(table)} className={cellClass(column.align)}>
          {column.cell(row)}
        </div>
      ))}
    </div>
  )
}

const cellRole = <R,>(table: ShownTable<R>) => (table.onOpen || table.onSelectedChange ? 'gridcell' : 'cell')

const SKELETON_ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

export function SkeletonRows<R>({ table, gridStyle }: Part<R>) {
  return (
    <div aria-hidden>
      {SKELETON_ROWS.map((name) => (
        <div key={name} className={rowClass} style={{ ...gridStyle, height: table.rowHeight ?? 33 }}>
          {table.onSelectedChange && <span />}
          {table.columns.map((column, index) => (
            <div
              key={column.id}
              className={cx(cellClass(column.align), 'flex', column.align === 'end' && 'justify-end')}
            >
              <Skeleton className={cx('h-3', index === 0 ? 'w-32' : 'w-10')} />
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}
