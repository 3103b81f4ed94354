'use client'
import { buttonClass } from '@/components/ui/button'
import { useNow } from '@/components/ui/clock'
import { cx } from '@/components/ui/cx'
import { exactNumber } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { Signal, type SignalState } from '@/components/ui/signal'
import { failuresOfReplay } from './failure-links'
import { ProgressBar, ProgressLegend } from './progress-bar'
import { ReplayActions } from './replay-actions'
import { headlineOf } from './replay-words'
import { hasEnded, type Replay } from './use-replays'

const looks: Record<SignalState, string> = {
  danger: 'border-danger bg-danger-soft',
  caution: 'border-line bg-panel',
  clear: 'border-line bg-panel',
  paused: 'border-line-strong bg-panel',
  unknown: 'border-line bg-panel',
}

interface HeadlineProps {
  replay: Replay
  /** Tasks sent per second as seen lately. */
  measured: number | null
}

/** In five seconds: what it does, how far it is, how it goes, and what can be done about it. */
export function ReplayHeadline({ replay, measured }: HeadlineProps) {
  const now = useNow()
  const { state, title, text } = headlineOf(replay, now ?? Date.now(), measured)
  const holding = replay.state === 'holding'
  return (
    <section
      aria-label="Progress"
      className={cx(
        'flex flex-col gap-3 rounded-lg border px-3.5 py-3',
        holding ? 'border-accent bg-accent-soft' : looks[state],
      )}
    >
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2.5">
        <div className="flex min-w-0 flex-1 basis-72 items-start gap-3">
          <Signal state={state} label={null} className="mt-1.5" />
          {/* The sentence changes every second: only a new state is told. */}
          <p className="text-lg text-pretty">
            <b className="font-semibold">
              <span role="status">{title}</span>:
            </b>{' '}
            {text}.
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <ReplayActions replay={replay} />
          {hasEnded(replay.state) && replay.progress.failedAgain > 0 && (
            <Link className={buttonClass('secondary')} href={failuresOfReplay(replay.id)}>
              Show {exactNumber(replay.progress.failedAgain)} failed again
            </Link>
          )}
        </div>
      </div>
      {replay.state !== 'selecting' && (
        <>
          <ProgressBar progress={replay.progress} />
          <ProgressLegend progress={replay.progress} />
        </>
      )}
    </section>
  )
}
