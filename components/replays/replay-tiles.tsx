import type { ReactNode } from 'react'
import { compactNumber, exactNumber } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { failuresOfReplay } from './failure-links'
import { clockTime } from './selection-words'
import type { Replay } from './use-replays'

interface TileText {
  label: string
  value: number | null
  note: ReactNode
  /** What the figure counts. */
  meaning: string
  alarming?: boolean
}

function tilesOf({ id, progress, frozenAt, state }: Replay): TileText[] {
  const { selected, sent, resent, succeeded, failedAgain, running, pending, skipped, cancelled, unknown } =
    progress
  return [
    {
      label: 'Selected',
      value: selected,
      note: `frozen at ${clockTime(frozenAt)}`,
      meaning: 'Dead tasks that were on the list at that moment. What died later is not part of this replay.',
    },
    {
      label: 'Sent',
      value: sent,
      note: resent > 0 ? `${compactNumber(resent)} of them twice` : 'taken by the broker',
      meaning:
        'The broker has taken them. Sent is not succeeded: each still has to run. Tasks are sent a second time when a crash left open whether the broker had taken them.',
    },
    {
      label: 'Succeeded',
      value: succeeded,
      note: sent > 0 ? `${shareOf(succeeded, sent)} of the sent` : '\u00a0',
      meaning: 'Their handler ran to its end without an error.',
    },
    {
      label: 'Failed again',
      value: failedAgain,
      note:
        failedAgain > 0 ? (
          <Link href={failuresOfReplay(id)} className="text-accent hover:underline">
            Show them
          </Link>
        ) : (
          'none'
        ),
      meaning: 'They are dead again, each as a new failure that names this replay.',
      alarming: failedAgain > 0,
    },
    {
      label: 'Running',
      value: running,
      note: 'sent, not ended',
      meaning: 'They wait in their queue, run, or wait for another attempt.',
    },
    state === 'cancelled'
      ? {
          label: 'Not sent',
          // A long list is given back in parts.
          value: cancelled + pending,
          note: 'dead again as before',
          meaning: 'The replay was cancelled before their turn. They are in the archive as they were.',
        }
      : {
          label: 'Pending',
          value: pending,
          note: 'not sent yet',
          meaning: 'They are on the list and their turn has not come.',
        },
    {
      label: 'Skipped',
      value: skipped,
      note: skipped > 0 ? 'left as they are' : 'none',
      meaning: 'They could not be sent; each says why in the table. They are dead as before.',
    },
    {
      label: 'Unknown',
      value: unknown,
      note: unknown > 0 ? 'no word of their end' : 'none',
      meaning:
        'They were sent, and nothing will tell how they ended; for instance because their worker cannot report.',
    },
  ]
}

function shareOf(part: number, whole: number): string {
  const percent = (part / whole) * 100
  // 99.97 % is not all of them.
  return part < whole && percent > 99.9 ? '> 99.9 %' : `${exactNumber(Math.floor(percent * 10) / 10)} %`
}

/** The figures of a replay, each with what it counts. */
export function ReplayTiles({ replay }: { replay: Replay }) {
  return (
    <dl className="grid grid-cols-2 overflow-clip rounded-lg border border-line bg-panel sm:grid-cols-4 min-[87rem]:grid-cols-8">
      {tilesOf(replay).map((tile) => (
        <Tile key={tile.label} {...tile} />
      ))}
    </dl>
  )
}

function Tile({ label, value, note, meaning, alarming }: TileText) {
  return (
    <div
      data-tip={meaning}
      className="-mr-px -mb-px flex flex-col gap-0.5 border-r border-b border-line px-3.5 py-2.5"
    >
      <dt className="text-sm text-muted">
        {label}
        <span className="sr-only">: {meaning}</span>
      </dt>
      <dd className={`text-2xl font-semibold tracking-tight ${alarming ? 'text-danger' : ''}`}>
        {value === null ? (
          <span className="text-muted">
            <span aria-hidden>—</span>
            <span className="sr-only">not known yet</span>
          </span>
        ) : (
          <span className={value === 0 ? 'text-muted' : undefined}>{exactNumber(value)}</span>
        )}
      </dd>
      <dd className="truncate text-xs text-muted">{note}</dd>
    </div>
  )
}
