'use client'
import { useNow } from '@/components/ui/clock'
import { cx } from '@/components/ui/cx'
import { Signal, type SignalState } from '@/components/ui/signal'
import { ProgressBar, ProgressLegend } from './progress-bar'
import { ReplayActions } from './replay-actions'
import { headlineOf } from './replay-words'
import type { Replay } from './use-replays'

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
        <ReplayActions replay={replay} />
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
