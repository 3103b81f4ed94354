// biome-ignore-all lint/a11y/useSemanticElements: virtual rows are placed freely; the scroller is the list
'use client'
import { useVirtualizer } from '@tanstack/react-virtual'
import Ellipsis from 'lucide-react/icons/ellipsis'
import Plus from 'lucide-react/icons/plus'
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import type { Queue } from '@/components/queues/use-queues'
import { cx } from '@/components/ui/cx'
import { IconButton } from '@/components/ui/icon-button'
import { Link } from '@/components/ui/link'
import { Menu } from '@/components/ui/menu'
import { Signal } from '@/components/ui/signal'
import { actionsOf, type CellActions, keyName } from './cell-actions'
import { ConsumerChip, ProducerChip } from './chips'
import { plural } from './describe'
import type { Cell, Row } from './lens'
import type { Drag } from './use-drag'

export interface LensListProps {
  lens: 'project' | 'type'
  rows: readonly Row[]
  queues: ReadonlyMap<string, Queue>
  instances: ReadonlyMap<string, { live: number; stale: number }>
  selected: string
  onSelect: (cell: string) => void
  /** Adds an assignment to the project, or of the type. */
  onAdd: (name: string) => void
  actions: CellActions
  drag: Drag
}

const HEIGHTS = { header: 44, cell: 40, none: 36 }

/** Assignments under their project, or under their type. */
export function LensList(props: LensListProps) {
  const { rows, lens } = props
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => HEIGHTS[rows[index]?.kind ?? 'cell'],
    overscan: 12,
  })
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
      <div
        role="list"
        aria-label={lens === 'project' ? 'Assignments by project' : 'Assignments by task type'}
        className="relative"
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index]
          if (!row) return null
          return (
            <div
              key={item.key}
              role="listitem"
              className="absolute inset-x-0 border-b border-line"
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              <ListRow row={row} {...props} />
            </div>
          )
        })}
      </div>
    </div>
  )
}

function ListRow({ row, ...props }: LensListProps & { row: Row }) {
  if (row.kind === 'header') return <HeaderRow {...props} name={row.name} count={row.count} />
  if (row.kind === 'cell') return <CellRow {...props} cell={row.cell} />
  return (
    <Target {...props} project={row.name} className="flex h-full items-center px-10 text-muted">
      {props.lens === 'project' ? 'Nothing assigned that matches' : 'No project produces or consumes it'}
    </Target>
  )
}

interface TargetProps extends LensListProps {
  project: string
  className: string
  children: ReactNode
}

/** In the lens by project every row of a project receives a consumer that is dropped on it. */
function Target({ lens, drag, project, className, children }: TargetProps) {
  if (lens !== 'project') return <div className={className}>{children}</div>
  return (
    <div
      role="presentation"
      className={cx(className, drag.over === project && 'bg-accent-soft')}
      {...drag.target(project)}
    >
      {children}
    </div>
  )
}

function HeaderRow(props: LensListProps & { name: string; count: number }) {
  const { lens, name, queues, instances } = props
  const queue = lens === 'type' ? queues.get(name) : undefined
  const running = instances.get(name)
  return (
    <Target {...props} project={name} className="flex h-full items-center gap-2 bg-sunk px-4">
      {lens === 'type' && <Signal state={queue?.health.state ?? 'unknown'} />}
      <Link
        href={lens === 'project' ? `/projects/${name}` : `/queues/${name}`}
        className={cx('truncate font-semibold hover:underline', lens === 'type' && 'font-mono text-sm')}
      >
        {name}
      </Link>
      <span className={cx('truncate text-sm', running?.stale ? 'text-caution' : 'text-muted')}>
        {lens === 'type'
          ? queue?.backends.map((part) => part.kind).join(', ')
          : running &&
            `${plural(running.live, 'instance')}${running.stale ? `, ${running.stale} stale` : ''}`}
      </span>
      <IconButton
        size="sm"
        className="ml-auto"
        label={lens === 'project' ? `Assign a task type to ${name}` : `Assign ${name} to a project`}
        icon={<Plus aria-hidden />}
        onClick={() => props.onAdd(name)}
      />
    </Target>
  )
}

function CellRow(props: LensListProps & { cell: Cell }) {
  const { cell, lens, selected, onSelect, actions, drag, queues } = props
  const key = `${cell.project}/${cell.type}`
  const own = actionsOf(cell, cell, actions)
  const name = lens === 'project' ? cell.type : cell.project
  function onKeyDown(event: KeyboardEvent) {
    if (event.metaKey || event.ctrlKey || event.altKey) return
    const pressed = event.key === 'Backspace' ? 'Delete' : event.key.toLowerCase()
    const action = own.find(
      (entry) => entry.key !== 'Enter' && entry.key.toLowerCase() === pressed.toLowerCase(),
    )
    if (!action) return
    event.preventDefault()
    action.run()
  }
  return (
    <Target
      {...props}
      project={cell.project}
      className={cx(
        'flex h-full items-center gap-2 pr-2 pl-4 hover:bg-sunk',
        selected === key && 'bg-accent-soft shadow-[inset_2px_0_0_var(--accent)]',
      )}
    >
      {lens === 'project' && <Signal state={queues.get(cell.type)?.health.state ?? 'unknown'} />}
      <button
        type="button"
        onClick={() => {
          onSelect(key)
          actions.edit(cell)
        }}
        onFocus={() => onSelect(key)}
        onKeyDown={onKeyDown}
        aria-label={`${cell.type} in ${cell.project}`}
        className={cx(
          'min-w-0 flex-1 cursor-pointer truncate text-left hover:underline sm:w-72 sm:flex-none',
          lens === 'project' && 'font-mono text-sm',
        )}
      >
        {name}
      </button>
      {cell.producer && <ProducerChip producer={cell.producer} />}
      {cell.consumer && (
        <ConsumerChip cell={cell} consumer={cell.consumer} onDragStart={drag.start} onDragEnd={drag.end} />
      )}
      {cell.consumer?.value.handler.kind === 'http' && (
        <span className="hidden min-w-0 truncate font-mono text-xs text-muted lg:inline">
          {cell.consumer.value.handler.url}
        </span>
      )}
      <span className="ml-auto">
        <Menu
          trigger={
            <IconButton
              size="sm"
              label={`Actions: ${cell.type} in ${cell.project}`}
              icon={<Ellipsis aria-hidden />}
            />
          }
          items={own.map((action) => ({
            label: action.label,
            keys: keyName(action.key),
            danger: action.danger,
            onSelect: action.run,
          }))}
        />
      </span>
    </Target>
  )
}
