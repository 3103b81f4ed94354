import { Figure } from '@/components/ui/figure'
import { Link } from '@/components/ui/link'
import { SIGNAL_LABELS, Signal } from '@/components/ui/signal'
import type { Track } from './track'

const cell = 'px-2 py-1.5 first:pl-3.5 last:pr-3.5 whitespace-nowrap'
const figure = `${cell} text-right`

interface TrackTableProps {
  tracks: readonly Track[]
  /** Beside the diagram, for screen readers: nothing in it takes focus. */
  spoken?: boolean
}

/** The track diagram in words and figures. */
export function TrackTable({ tracks, spoken }: TrackTableProps) {
  return (
    <section
      aria-label="Tracks as a table"
      className={spoken ? undefined : 'overflow-x-auto'}
      tabIndex={spoken ? undefined : 0}
    >
      <table className="w-full">
        <thead>
          <tr className="border-b border-line text-left text-sm text-muted *:font-normal">
            <th className={cell}>Produced by</th>
            <th className={cell}>Queue</th>
            <th className={figure}>Waiting</th>
            <th className={figure}>Dead</th>
            <th className={figure}>In</th>
            <th className={figure}>Out</th>
            <th className={cell}>Consumed by</th>
          </tr>
        </thead>
        <tbody>
          {tracks.map((track) => (
            <tr key={track.type} className="border-b border-line last:border-0 hover:bg-sunk">
              <td className={cell}>
                {track.producers.join(', ') || <span className="text-muted">nobody</span>}
              </td>
              <th scope="row" className={`${cell} text-left font-normal`}>
                {spoken ? <Name track={track} /> : <NameLink track={track} />}
              </th>
              <td className={figure}>
                <Figure value={track.waiting} quietZero />
              </td>
              <td className={figure}>
                <Figure value={track.dead} quietZero />
              </td>
              <td className={figure}>
                <Figure value={track.inPerSecond} unit="/s" quietZero />
              </td>
              <td className={figure}>
                <Figure value={track.outPerSecond} unit="/s" quietZero />
              </td>
              <td className={cell}>
                <Consumers track={track} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Consumers({ track }: { track: Track }) {
  if (track.consumers.length === 0) return <span className="text-muted">nobody</span>
  return track.consumers.map((consumer, index) => (
    <span key={consumer.project}>
      {index > 0 && ', '}
      {consumer.project}{' '}
      <span className="text-muted">
        {consumer.workers} × {consumer.instances}
        {consumer.paused && ', paused'}
      </span>
    </span>
  ))
}

function Name({ track }: { track: Track }) {
  return (
    <span className="inline-flex items-center gap-2">
      <Signal state={track.state} label={SIGNAL_LABELS[track.state]} />
      <span className="font-mono text-sm">{track.type}</span>
    </span>
  )
}

function NameLink({ track }: { track: Track }) {
  return (
    <Link href={`/queues/${track.type}`} className="hover:underline">
      <Name track={track} />
    </Link>
  )
}
