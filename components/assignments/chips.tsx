'use client'
import type { DragEvent } from 'react'
import { cx } from '@/components/ui/cx'
import { describeConsumer, shortHandler } from './describe'
import type { Cell, Change } from './lens'
import { PointsIcon } from './points-icon'

const changed: Record<Exclude<Change, null>, string> = {
  added: 'border-accent bg-accent text-on-accent',
  changed: 'border-accent bg-accent text-on-accent',
  removed: 'border-dashed border-line-strong bg-transparent text-muted line-through',
}
const spoken: Record<Exclude<Change, null>, string> = {
  added: 'to be added',
  changed: 'to be changed',
  removed: 'to be removed',
}

/** "P": the project produces the type. */
export function ProducerChip({ producer }: { producer: NonNullable<Cell['producer']> }) {
  const { change } = producer
  const said = `produces${change ? `, ${spoken[change]}` : ''}`
  return (
    <span
      role="img"
      aria-label={said}
      data-tip={said}
      className={cx(
        'inline-flex h-5 w-[1.125rem] shrink-0 items-center justify-center rounded-sm border font-mono text-xs',
        change ? changed[change] : 'border-line-strong bg-panel text-muted',
      )}
    >
      P
    </span>
  )
}

interface ConsumerChipProps {
  cell: Cell
  consumer: NonNullable<Cell['consumer']>
  onDragStart?: (event: DragEvent, cell: Cell) => void
  onDragEnd?: () => void
}

/** Workers per instance and the kind of handler; can be dragged to another project. */
export function ConsumerChip({ cell, consumer, onDragStart, onDragEnd }: ConsumerChipProps) {
  const { value, change } = consumer
  const said = `consumes: ${describeConsumer(value)}${change ? `, ${spoken[change]}` : ''}`
  return (
    <span
      role="img"
      aria-label={said}
      data-tip={said}
      draggable={onDragStart !== undefined && change !== 'removed'}
      onDragStart={(event) => onDragStart?.(event, cell)}
      onDragEnd={onDragEnd}
      className={cx(
        'inline-flex h-5.5 shrink-0 items-center gap-1.5 rounded-md border px-2 text-sm',
        onDragStart && change !== 'removed' && 'cursor-grab active:cursor-grabbing',
        change ? changed[change] : 'border-transparent bg-text text-panel',
      )}
    >
      {value.paused ? <PausedIcon /> : <PointsIcon />}
      <b className="font-semibold">{value.workers}</b>
      <span className="font-mono text-xs">{shortHandler(value.handler)}</span>
    </span>
  )
}

function PausedIcon() {
  return (
    <svg viewBox="0 0 12 12" aria-hidden className="size-3">
      <path d="M3.4 2.4h1.9v7.2H3.4Zm3.3 0h1.9v7.2H6.7Z" fill="currentColor" />
    </svg>
  )
}
