// biome-ignore-all lint/a11y/useSemanticElements: virtual rows are placed freely, which table elements cannot be
'use client'
import { useId, useRef, useState } from 'react'
import { cx } from './cx'
import { CardList } from './data-table-cards'
import { useRowKeys } from './data-table-keys'
import { useOrderedRows, useRowVirtualizer } from './data-table-order'
import type { DataTableProps } from './data-table-props'
import { HeaderRow, Row, SkeletonRows } from './data-table-rows'
import type { ShownTable } from './data-table-shown'
import { NARROW, useMediaQuery } from './media-query'

export type { Column } from './data-table-props'

const CHECK_WIDTH = 40

/**
 * A live table: virtual rows, a header that stays, `j` `k` to move, `x` to select, Enter to open, cards on a
 * narrow screen. While something is selected or the pointer is over it, rows change but do not move.
 */
export function DataTable<R>(props: DataTableProps<R>) {
  const narrow = useMediaQuery(NARROW)
  const scroller = useRef<HTMLDivElement>(null)
  const [hovered, setHovered] = useState(false)
  const id = useId()
  const frozen = hovered || (props.selected?.size ?? 0) > 0
  const rows = useOrderedRows(props, frozen)
  const keys = useRowKeys(props, rows)
  const virtual = useRowVirtualizer(props, rows, scroller, narrow, keys.activeIndex)
  const interactive = Boolean(props.onOpen || props.onSelectedChange)
  const shown = { ...props, id, orderedRows: rows, keys, virtual }

  if (props.rows?.length === 0) return <>{props.empty}</>
  const fill = props.fill ?? true
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it has a role, chosen at run time
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: every role it can have supports them
    <div
      ref={scroller}
      role={narrow ? 'list' : interactive ? 'grid' : 'table'}
      aria-label={props.label}
      aria-rowcount={narrow ? undefined : (props.rows?.length ?? 0) + 1}
      aria-multiselectable={!narrow && props.onSelectedChange ? true : undefined}
      aria-activedescendant={
        !narrow && interactive && keys.activeKey ? `${id}-${keys.activeIndex}` : undefined
      }
      aria-busy={props.rows === undefined}
      tabIndex={0}
      onKeyDown={keys.onKeyDown}
      onFocus={keys.onFocus}
      onPointerEnter={(event) => event.pointerType === 'mouse' && setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      className={cx(
        'group/table min-w-0 overflow-auto text-base',
        interactive && !narrow ? 'outline-none' : 'focus-visible:-outline-offset-2',
        fill && 'min-h-0 flex-1',
      )}
    >
      {narrow ? <CardList {...shown} /> : <Grid {...shown} />}
      {props.footer && props.rows && (
        <div className="sticky left-0 px-4 py-3 text-sm text-muted">{props.footer}</div>
      )}
    </div>
  )
}

function Grid<R>(table: ShownTable<R>) {
  const { columns, orderedRows, virtual } = table
  const check = table.onSelectedChange ? [`${CHECK_WIDTH}px`] : []
  const template = [
    ...check,
    ...columns.map((c) => `minmax(${c.width}px, ${c.grow ? `${c.grow}fr` : `${c.width}px`})`),
  ]
  const minWidth = columns.reduce((sum, column) => sum + column.width, check.length * CHECK_WIDTH)
  const style = { gridTemplateColumns: template.join(' ') }
  return (
    <div style={{ minWidth }}>
      <HeaderRow table={table} gridStyle={style} />
      {table.rows === undefined ? (
        <SkeletonRows table={table} gridStyle={style} />
      ) : (
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = orderedRows[item.index]
            if (row === undefined) return null
            return <Row key={item.key} table={table} row={row} item={item} gridStyle={style} />
          })}
        </div>
      )}
    </div>
  )
}
