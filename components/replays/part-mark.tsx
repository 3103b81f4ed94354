import { cx } from '@/components/ui/cx'
import { SignalShape } from '@/components/ui/signal'
import type { ReplayTaskState } from './use-replays'

/** How a part is filled in the bar. Stripes and dots tell parts apart that a colour alone would not. */
export const PART_FILLS: Record<ReplayTaskState, string> = {
  succeeded: 'bg-clear',
  'failed-again': 'bg-danger',
  unknown: 'text-unknown bg-[repeating-linear-gradient(90deg,currentColor_0_2px,transparent_2px_4px)]',
  sent: 'bg-accent',
  pending: '',
  skipped: 'text-faint bg-[repeating-linear-gradient(135deg,currentColor_0_1.5px,transparent_1.5px_5px)]',
  cancelled: 'text-faint bg-[radial-gradient(currentColor_1px,transparent_1.3px)] bg-[length:5px_5px]',
}

const COLORS: Record<ReplayTaskState, string> = {
  succeeded: 'text-clear',
  'failed-again': 'text-danger',
  unknown: 'text-unknown',
  sent: 'text-accent',
  pending: 'text-muted',
  skipped: 'text-muted',
  cancelled: 'text-muted',
}

/** What became of a task, as a shape: ended well, ended badly, not known, under way, to come, left out, put back. */
export function PartMark({ state, className }: { state: ReplayTaskState; className?: string }) {
  return (
    <svg viewBox="0 0 12 12" aria-hidden className={cx('size-3 shrink-0', COLORS[state], className)}>
      <Shape state={state} />
    </svg>
  )
}

function Shape({ state }: { state: ReplayTaskState }) {
  const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.6, strokeLinecap: 'round' as const }
  switch (state) {
    case 'succeeded':
      return <SignalShape state="clear" />
    case 'failed-again':
      return <SignalShape state="danger" />
    case 'unknown':
      return <SignalShape state="unknown" />
    case 'sent':
      return <path d="M3 1.8 10 6 3 10.2Z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />
    case 'pending':
      return <path d="M2.6 2.6h6.8v6.8H2.6Z" {...line} strokeWidth={1.3} />
    case 'skipped':
      return <path d="M2.4 9.6 9.6 2.4" {...line} />
    case 'cancelled':
      return (
        <path d="M9.8 8.6V7A2.4 2.4 0 0 0 7.4 4.6H2.4M4.8 2 2.2 4.6l2.6 2.6" {...line} strokeWidth={1.4} />
      )
  }
}
