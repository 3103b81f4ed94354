// biome-ignore-all lint/a11y/useSemanticElements: virtual cards are placed freely; the scroller is the list
'use client'
import { Checkbox } from './checkbox'
import { cx } from './cx'
import type { ShownTable } from './data-table-shown'
import { Skeleton } from './skeleton'

/** A table on a narrow screen: one card per row, its first column the heading. */
export function CardList<R>(table: ShownTable<R>) {
  const { orderedRows, virtual } = table
  if (table.rows === undefined)
    return (
      <div aria-hidden className="flex flex-col gap-4 p-4">
        <Skeleton className="h-16 w-full" />
        <Skeleton className="h-16 w-full" />
        <Skeleton className="h-16 w-full" />
      </div>
    )
  return (
    <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map((item) => {
        const row = orderedRows[item.index]
        if (row === undefined) return null
        return (
          <div
            key={item.key}
            role="listitem"
            ref={virtual.measureElement}
            data-index={item.index}
            className="absolute inset-x-0 border-b border-line"
            style={{ transform: `translateY(${item.start}px)` }}
          >
            <Card table={table} row={row} />
          </div>
        )
      })}
    </div>
  )
}

function Card<R>({ table, row }: { table: ShownTable<R>; row: R }) {
  const { columns, rowKey, selected, onSelectedChange, onOpen, keys } = table
  const key = rowKey(row)
  const named = columns.some((column) => column.card === 'title')
  const titles = columns.filter((column, index) => (named ? column.card === 'title' : index === 0))
  const asides = columns.filter((column) => column.card === 'aside')
  const fields = columns.filter(
    (column) => !titles.includes(column) && (column.card === undefined || column.card === 'field'),
  )
  const label = table.rowLabel?.(row) ?? key
  return (
    <div className={cx('flex flex-col gap-2 px-4 py-3', selected?.has(key) && 'bg-accent-soft')}>
      <div className="flex min-w-0 items-center gap-2.5">
        {onSelectedChange && (
          <Checkbox
            checked={selected?.has(key) ?? false}
            onCheckedChange={() => keys.toggle(row)}
            ariaLabel={`Select ${label}`}
          />
        )}
        <div className="flex min-w-0 flex-1 items-center gap-2 truncate">
          {titles.map((column) => (
            // A signal before a long text keeps its shape.
            <span
              key={column.id}
              className={titles.length > 1 && !column.grow ? 'shrink-0' : 'min-w-0 truncate'}
            >
              {column.cell(row)}
            </span>
          ))}
        </div>
        {asides.map((column) => (
          <span key={column.id}>{column.cell(row)}</span>
        ))}
        {onOpen && (
          <button
            type="button"
            aria-label={`Open ${label}`}
            onClick={() => onOpen(row)}
            className="h-7 cursor-pointer rounded-md border border-line-strong px-2.5 text-sm font-medium"
          >
            Open
          </button>
        )}
      </div>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-1">
        {fields.map((column) => (
          <div key={column.id} className="flex min-w-0 items-baseline justify-between gap-2">
            <dt className="shrink-0 text-sm text-muted">{column.header}</dt>
            <dd className="min-w-0 truncate">{column.cell(row)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
