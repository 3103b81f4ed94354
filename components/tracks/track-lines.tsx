import { cx } from '@/components/ui/cx'
import { compactNumber } from '@/components/ui/format'
import { type Line, type QueueBox, STUB, type TrackLayout, weightOf } from './layout'

/** Only what needs a person is coloured; the rest is plain track. */
const STUB_COLORS = {
  danger: 'text-danger',
  caution: 'text-caution',
  clear: 'text-track',
  unknown: 'text-track',
  paused: 'text-track',
}

interface TrackLinesProps {
  layout: TrackLayout
  width: number
  /** The project or type that is pointed at. */
  lit: string | null
}

/** The rails of the diagram. Everything they show is also in the boxes' names and in the table. */
export function TrackLines({ layout, width, lit }: TrackLinesProps) {
  const busiest = Math.max(
    0,
    ...layout.queues.flatMap(({ track }) => [track.inPerSecond ?? 0, track.outPerSecond ?? 0]),
  )
  return (
    <svg width={width} height={layout.height} aria-hidden className="absolute inset-0">
      {layout.lines.map((line) => (
        <Rail key={line.id} line={line} dim={lit !== null && !line.joins.includes(lit)} />
      ))}
      {layout.queues.map((queue) => (
        <Stubs key={queue.name} queue={queue} busiest={busiest} />
      ))}
    </svg>
  )
}

function Rail({ line, dim }: { line: Line; dim: boolean }) {
  const alarmed = line.state === 'danger' && line.side === 'out'
  return (
    <path
      d={line.path}
      fill="none"
      stroke="currentColor"
      strokeWidth={line.weight}
      strokeDasharray={line.paused ? '2 6' : undefined}
      className={cx(
        'transition-[stroke-width,opacity] duration-300',
        alarmed ? 'text-danger' : 'text-track',
        dim ? 'opacity-20' : alarmed ? 'opacity-60' : 'opacity-90',
      )}
    />
  )
}

function Stubs({ queue, busiest }: { queue: QueueBox; busiest: number }) {
  const { track, x, y, width } = queue
  const end = x + width
  const color = STUB_COLORS[track.state]
  return (
    <g className={color}>
      {track.producers.length > 0 && (
        <line
          x1={x - STUB}
          x2={x}
          y1={y}
          y2={y}
          stroke="currentColor"
          strokeLinecap="round"
          strokeWidth={Math.max(3, weightOf(track.inPerSecond, busiest))}
        />
      )}
      {track.consumers.length === 0 ? (
        // A buffer stop: the track ends here.
        <path
          d={`M${end} ${y}h26M${end + 27} ${y - 9}v18`}
          stroke="currentColor"
          strokeWidth="2.5"
          strokeLinecap="round"
          fill="none"
        />
      ) : (
        <text x={end + 12} y={y - 11} className="fill-muted text-xs">
          {track.outPerSecond === null ? '—' : `${compactNumber(track.outPerSecond)}/s`}
        </text>
      )}
      {track.consumers.length === 0 && (
        <text x={end + 38} y={y + 4} className="fill-current text-sm">
          no consumer
        </text>
      )}
    </g>
  )
}
