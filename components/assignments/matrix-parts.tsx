// biome-ignore-all lint/a11y/useSemanticElements: virtual cells are placed freely, which table elements cannot be
'use client'
import { memo } from 'react'
import type { Queue } from '@/components/queues/use-queues'
import { cx } from '@/components/ui/cx'
import { Link } from '@/components/ui/link'
import { Signal } from '@/components/ui/signal'
import type { CellActions } from './cell-actions'
import { ConsumerChip, ProducerChip } from './chips'
import { plural } from './describe'
import type { Cell } from './lens'
import type { Drag } from './use-drag'

interface ColumnHeaderProps {
  project: string
  index: number
  left: number
  width: number
  instances: { live: number; stale: number } | undefined
  receiving: boolean
}

export function MatrixColumnHeader({ project, index, left, width, instances, receiving }: ColumnHeaderProps) {
  return (
    <div
      role="columnheader"
      aria-colindex={index + 2}
      tabIndex={-1}
      className={cx(
        'absolute top-0 flex h-full flex-col justify-center border-r border-line px-2.5',
        receiving && 'bg-accent-soft',
      )}
      style={{ left, width }}
    >
      <Link href={`/projects/${project}`} className="truncate font-semibold hover:underline">
        {project}
      </Link>
      <span className={cx('truncate text-sm', instances?.stale ? 'text-caution' : 'text-muted')}>
        {instances ? plural(instances.live, 'instance') : '—'}
        {instances?.stale ? `, ${instances.stale} stale` : ''}
      </span>
    </div>
  )
}

interface RowHeaderProps {
  type: string
  queue: Queue | undefined
  selected: boolean
}

export function MatrixRowHeader({ type, queue, selected }: RowHeaderProps) {
  return (
    <div
      role="rowheader"
      aria-colindex={1}
      tabIndex={-1}
      className={cx(
        'sticky left-0 z-10 flex h-full w-[252px] items-center gap-2 border-r border-line bg-panel px-3.5',
        selected && 'shadow-[inset_2px_0_0_var(--accent)]',
      )}
    >
      <Signal state={queue?.health.state ?? 'unknown'} />
      <Link href={`/queues/${type}`} className="truncate font-mono text-sm hover:underline">
        {type}
      </Link>
      <span className="truncate text-xs text-muted">
        {queue?.backends.map((part) => part.kind).join(', ')}
      </span>
    </div>
  )
}

interface MatrixCellProps {
  project: string
  type: string
  cell: Cell | undefined
  columnIndex: number
  left: number
  width: number
  selected: boolean
  tabbable: boolean
  onSelect: () => void
  actions: CellActions
  drag: Drag
}

export const MatrixCell = memo(function MatrixCell(props: MatrixCellProps) {
  const { project, type, cell, selected, drag } = props
  const receiving = drag.over === project && drag.dragged?.type === type
  const nothing = !cell?.producer && !cell?.consumer
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys of its cells
    <div
      role="gridcell"
      aria-colindex={props.columnIndex + 2}
      aria-selected={selected}
      aria-label={nothing ? `${type} in ${project}: nothing` : undefined}
      data-cell={`${project}/${type}`}
      tabIndex={props.tabbable ? 0 : -1}
      onClick={props.onSelect}
      onDoubleClick={() => props.actions.edit({ project, type })}
      {...drag.target(project, type)}
      className={cx(
        'absolute top-0 flex h-full cursor-pointer items-center gap-1.5 border-r border-line px-2 hover:bg-sunk focus-visible:-outline-offset-2',
        selected && 'bg-accent-soft shadow-[inset_0_0_0_2px_var(--accent)] hover:bg-accent-soft',
        receiving && 'bg-accent-soft',
      )}
      style={{ left: props.left, width: props.width }}
    >
      {cell?.producer && <ProducerChip producer={cell.producer} />}
      {cell?.consumer && (
        <ConsumerChip cell={cell} consumer={cell.consumer} onDragStart={drag.start} onDragEnd={drag.end} />
      )}
    </div>
  )
})
