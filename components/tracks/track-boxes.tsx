import type { ReactNode } from 'react'
import { cx } from '@/components/ui/cx'
import { compactNumber } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
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

/** Projects and queues of the diagram, each a link; pointing at one lights its tracks. Who is joined to whom is in the table. */
export function TrackBoxes({ layout, onLight }: TrackBoxesProps) {
  return (
    <>
      {layout.producers.map((box) => (
        <BoxLink key={box.name} box={box} href={`/projects/${box.name}`} onLight={onLight}>
          <span className="truncate font-medium">{box.name}</span>
          <span className="sr-only">, produces</span>
        </BoxLink>
      ))}
      {layout.queues.map((box) => (
        <BoxLink
          key={box.name}
          box={box}
          href={`/queues/${box.name}`}
          onLight={onLight}
          className={BORDERS[box.track.state]}
        >
          <Signal state={box.track.state} label={null} />
          <span className="min-w-0 flex-1 truncate font-mono text-sm">{box.name}</span>
          <span className="sr-only">{SIGNAL_LABELS[box.track.state]}</span>
          <Waiting track={box.track} />
        </BoxLink>
      ))}
      {layout.consumers.map((box) => (
        <BoxLink key={box.name} box={box} href={`/projects/${box.name}`} onLight={onLight}>
          <span className="min-w-0 flex-1 truncate font-medium">{box.name}</span>
          <span className="sr-only">consumes</span>
          <span className="font-mono text-xs text-muted" data-tip={fleetTip(box)}>
            {fleetText(box)}
          </span>
        </BoxLink>
      ))}
    </>
  )
}

/** What counts most: how many wait; where a queue is dying, how many are dead. */
function Waiting({ track: { state, dead, waiting } }: { track: Track }) {
  if (state === 'danger' && dead > (waiting ?? 0))
    return <span className="text-xs text-danger">{compactNumber(dead)} dead</span>
  return (
    <span className="text-xs whitespace-nowrap text-muted">
      {dead > 0 && <span data-tip="In the failure archive">{compactNumber(dead)} dead · </span>}
      {waiting === null ? '—' : compactNumber(waiting)}
      <span className="sr-only"> waiting</span>
    </span>
  )
}

/** "8 × 2": workers × instances, as in the queues table; several types in one project are only counted. */
function fleetText({ consumes }: ConsumerBox): string {
  const [only, another] = consumes
  if (!only || another) return `${consumes.length} types`
  return `${only.workers} × ${only.instances}`
}

const fleetTip = ({ consumes }: ConsumerBox) =>
  consumes.map((part) => `${part.workers} workers in each of ${part.instances} instances`).join('\n')

interface BoxLinkProps {
  box: Box
  href: string
  onLight: (name: string | null) => void
  className?: string
  children: ReactNode
}

function BoxLink({ box, href, onLight, className, children }: BoxLinkProps) {
  return (
    <Link
      href={href}
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
