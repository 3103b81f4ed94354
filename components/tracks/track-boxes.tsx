import Link from 'next/link'
import type { ReactNode } from 'react'
import { cx } from '@/components/ui/cx'
import { compactNumber } from '@/components/ui/format'
import { SIGNAL_LABELS, Signal, type SignalState } from '@/components/ui/signal'
import { BOX_HEIGHT, type Box, type ConsumerBox, type TrackLayout } from './layout'
import type { Track } from './track'

const BORDERS: Record<SignalState, string> = {
  danger: 'border-danger',
  caution: 'border-caution',
  clear: 'border-line-strong',
  unknown: 'border-line-strong border-dashed',
  paused: 'border-line-strong',
}

interface TrackBoxesProps {
  layout: TrackLayout
  onLight: (name: string | null) => void
}

/** Projects and queues of the diagram, each a link; pointing at one lights its tracks. */
export function TrackBoxes({ layout, onLight }: TrackBoxesProps) {
  return (
    <>
      {layout.producers.map((box) => (
        <BoxLink
          key={box.name}
          box={box}
          href={`/projects/${box.name}`}
          label={`${box.name}, produces`}
          onLight={onLight}
        >
          <span className="truncate font-medium">{box.name}</span>
        </BoxLink>
      ))}
      {layout.queues.map((box) => (
        <BoxLink
          key={box.name}
          box={box}
          href={`/queues/${box.name}`}
          label={queueLabel(box.track)}
          onLight={onLight}
          className={BORDERS[box.track.state]}
        >
          <Signal state={box.track.state} label={null} />
          <span className="min-w-0 flex-1 truncate font-mono text-sm">{box.name}</span>
          <Waiting track={box.track} />
        </BoxLink>
      ))}
      {layout.consumers.map((box) => (
        <BoxLink
          key={box.name}
          box={box}
          href={`/projects/${box.name}`}
          label={consumerLabel(box)}
          onLight={onLight}
        >
          <span className="min-w-0 flex-1 truncate font-medium">{box.name}</span>
          <span className="font-mono text-xs text-muted">{fleetText(box)}</span>
        </BoxLink>
      ))}
    </>
  )
}

function Waiting({ track }: { track: Track }) {
  if (track.state === 'danger' && (track.dead ?? 0) > (track.waiting ?? 0))
    return <span className="text-xs text-danger">{compactNumber(track.dead ?? 0)} dead</span>
  return (
    <span className="text-xs text-muted">{track.waiting === null ? '—' : compactNumber(track.waiting)}</span>
  )
}

function queueLabel(track: Track): string {
  const waiting = track.waiting === null ? 'waiting unknown' : `${track.waiting} waiting`
  const from = track.producers.length ? `produced by ${track.producers.join(', ')}` : 'no producer'
  const to = track.consumers.length
    ? `consumed by ${track.consumers.map((consumer) => consumer.project).join(', ')}`
    : 'no consumer'
  return `${track.type}: ${SIGNAL_LABELS[track.state]}, ${waiting}, ${from}, ${to}`
}

/** "2 × 8": instances × workers; several types in one project are only counted. */
function fleetText({ consumes }: ConsumerBox): string {
  const [only, another] = consumes
  if (!only || another) return `${consumes.length} types`
  return `${only.instances} × ${only.workers}`
}

function consumerLabel(box: ConsumerBox): string {
  const parts = box.consumes.map(
    (part) => `${part.instances} instances with ${part.workers} workers${part.paused ? ', paused' : ''}`,
  )
  return `${box.name}, consumes: ${parts.join('; ')}`
}

interface BoxLinkProps {
  box: Box
  href: string
  label: string
  onLight: (name: string | null) => void
  className?: string
  children: ReactNode
}

function BoxLink({ box, href, label, onLight, className, children }: BoxLinkProps) {
  return (
    <Link
      href={href}
      aria-label={label}
      onPointerEnter={() => onLight(box.name)}
      onPointerLeave={() => onLight(null)}
      onFocus={() => onLight(box.name)}
      onBlur={() => onLight(null)}
      className={cx(
        'absolute flex items-center gap-2 rounded-md border bg-panel px-2.5 hover:bg-sunk',
        className ?? 'border-line-strong',
      )}
      style={{ left: box.x, top: box.y - BOX_HEIGHT / 2, width: box.width, height: BOX_HEIGHT }}
    >
      {children}
    </Link>
  )
}
