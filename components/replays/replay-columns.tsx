import type { Column } from '@/components/ui/data-table'
import { compactNumber, exactNumber } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { Signal } from '@/components/ui/signal'
import { Time } from '@/components/ui/time'
import { ProgressBar } from './progress-bar'
import { signalOf, stateWord } from './replay-words'
import { SelectionText } from './selection-text'
import { clockTime } from './selection-words'
import type { Replay } from './use-replays'

export const replayColumns: readonly Column<Replay>[] = [
  {
    id: 'state',
    header: 'State',
    width: 124,
    card: 'aside',
    cell: (replay) => (
      <span className="inline-flex items-center gap-2" data-tip={replay.waiting ?? undefined}>
        <Signal state={signalOf(replay)} label={null} />
        {stateWord(replay)}
      </span>
    ),
  },
  {
    id: 'selection',
    header: 'What',
    width: 240,
    grow: 3,
    card: 'title',
    cell: (replay) => (
      <span className="flex min-w-0 flex-col">
        <Link href={`/replays/${replay.id}`} className="truncate hover:underline">
          <SelectionText selection={replay.selection} />
        </Link>
        <span className="truncate text-sm text-muted">
          frozen at {clockTime(replay.frozenAt)}
          {replay.edited && ', edited payload'}
          {replay.reason && `, “${replay.reason}”`}
        </span>
      </span>
    ),
  },
  {
    id: 'progress',
    header: 'Progress',
    width: 180,
    grow: 1,
    cell: ({ progress }) => (
      <span className="flex flex-col gap-1">
        <ProgressBar progress={progress} size="line" />
        <span className="truncate text-sm text-muted">
          {progress.selected === null
            ? 'selecting'
            : `${compactNumber(progress.sent)} of ${compactNumber(progress.selected)} sent`}
        </span>
      </span>
    ),
  },
  figure('succeeded', 'Succeeded', ({ progress }) => progress.succeeded),
  figure('failed-again', 'Failed again', ({ progress }) => progress.failedAgain, 'text-danger'),
  figure('running', 'Running', ({ progress }) => progress.running),
  {
    id: 'author',
    header: 'By',
    width: 130,
    cell: ({ author }) => author,
  },
  {
    id: 'when',
    header: 'Begun',
    width: 116,
    align: 'end',
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
]

function figure(id: string, header: string, of: (replay: Replay) => number, tone?: string): Column<Replay> {
  return {
    id,
    header,
    width: 96,
    align: 'end',
    cell: (replay) => {
      const count = of(replay)
      return (
        <span data-tip={exactNumber(count)} className={count === 0 ? 'text-muted' : tone}>
          {compactNumber(count)}
        </span>
      )
    },
  }
}
