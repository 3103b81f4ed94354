// biome-ignore-all lint/a11y/useSemanticElements: virtual cells are placed freely, which table elements cannot be
'use client'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import { type Cell, columnWidth } from './lens'
import { MatrixCell, MatrixColumnHeader, MatrixRowHeader } from './matrix-parts'
import type { MatrixProps } from './matrix-props'
import { useMatrixKeys } from './use-matrix-keys'

export const ROW_HEIGHT = 39
export const HEADER_HEIGHT = 52
export const NAME_WIDTH = 252

const noCells: ReadonlyMap<string, Cell> = new Map()

/** Types × projects. Both ways virtual, so that 2,000 × 500 stay quick; arrows move, Enter edits. */
export function Matrix(props: MatrixProps) {
  const { types, projects, cells, actions, drag } = props
  const scroller = useRef<HTMLDivElement>(null)
  const widths = useMemo(
    () => projects.map((project) => columnWidth(project, (cells.get(project) ?? noCells).values())),
    [projects, cells],
  )
  const rows = useVirtualizer({
    count: types.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    // The header and the names stand inside the scrolled area and stay over it.
    scrollMargin: HEADER_HEIGHT,
    scrollPaddingStart: HEADER_HEIGHT,
  })
  const columns = useVirtualizer({
    horizontal: true,
    count: projects.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => widths[index] ?? 112,
    overscan: 3,
    scrollMargin: NAME_WIDTH,
    scrollPaddingStart: NAME_WIDTH,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: new widths must be measured again
  useEffect(() => columns.measure(), [widths, columns])
  const keys = useMatrixKeys(props, scroller, rows, columns)
  const shownColumns = columns.getVirtualItems()

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label="Assignments: task types by projects"
      aria-rowcount={types.length + 1}
      aria-colcount={projects.length + 1}
      onKeyDown={keys.onKeyDown}
      className="min-h-0 flex-1 overflow-auto"
    >
      <div
        role="presentation"
        className="relative"
        style={{ width: NAME_WIDTH + columns.getTotalSize(), height: HEADER_HEIGHT + rows.getTotalSize() }}
      >
        <div
          role="row"
          aria-rowindex={1}
          tabIndex={-1}
          className="sticky top-0 z-20 border-b border-line bg-panel"
          style={{ height: HEADER_HEIGHT }}
        >
          <div
            role="columnheader"
            tabIndex={-1}
            className="sticky left-0 z-10 flex h-full items-center border-r border-line bg-panel px-2.5 text-sm text-muted"
            style={{ width: NAME_WIDTH }}
          >
            {props.note}
          </div>
          {shownColumns.map((column) => (
            <MatrixColumnHeader
              key={column.key}
              project={projects[column.index] ?? ''}
              index={column.index}
              left={column.start}
              width={column.size}
              instances={props.instances.get(projects[column.index] ?? '')}
              receiving={drag.over === projects[column.index]}
            />
          ))}
        </div>
        {rows.getVirtualItems().map((row) => {
          const type = types[row.index]
          if (type === undefined) return null
          const selectedRow = props.selected.endsWith(`/${type}`)
          return (
            <div
              key={row.key}
              role="row"
              aria-rowindex={row.index + 2}
              tabIndex={-1}
              className="absolute left-0 w-full border-b border-line"
              style={{ height: ROW_HEIGHT, top: row.start }}
            >
              <MatrixRowHeader type={type} queue={props.queues.get(type)} selected={selectedRow} />
              {shownColumns.map((column) => {
                const project = projects[column.index]
                if (project === undefined) return null
                const key = `${project}/${type}`
                return (
                  <MatrixCell
                    key={key}
                    project={project}
                    type={type}
                    cell={cells.get(project)?.get(type)}
                    columnIndex={column.index}
                    left={column.start}
                    width={column.size}
                    selected={props.selected === key}
                    tabbable={keys.tabbable === key}
                    onSelect={() => props.onSelect(key)}
                    actions={actions}
                    drag={drag}
                  />
                )
              })}
            </div>
          )
        })}
      </div>
    </div>
  )
}
