import { cx } from '@/components/ui/cx'
import { exactNumber } from '@/components/ui/format'
import { PART_FILLS, PartMark } from './part-mark'
import { PART_LABELS, type Part, partsOf, sharesOf } from './replay-progress'
import type { Replay } from './use-replays'

interface ProgressBarProps {
  progress: Replay['progress']
  /** `line` for a row of a table. */
  size?: 'line' | 'bar'
}

/** The selection as one bar: what ended well, badly, unknown, what runs, what is to come, what was left out. */
export function ProgressBar({ progress, size = 'bar' }: ProgressBarProps) {
  const parts = partsOf(progress)
  const shares = sharesOf(parts)
  const shown = parts.filter((part) => part.count > 0)
  const said = shown.map((part) => `${exactNumber(part.count)} ${PART_LABELS[part.state]}`).join(', ')
  return (
    <span
      role="img"
      aria-label={said || 'Nothing is selected yet'}
      data-tip={size === 'line' ? said || undefined : undefined}
      className={cx(
        'flex w-full gap-px overflow-hidden bg-sunk',
        size === 'bar' ? 'h-3 rounded-md' : 'h-1.5 rounded-sm',
      )}
    >
      {parts.map((part, index) => (
        <span
          key={part.state}
          className={cx('h-full transition-[width] duration-500', PART_FILLS[part.state])}
          style={{ width: `${(shares[index] ?? 0) * 100}%` }}
          hidden={part.count === 0}
        />
      ))}
    </span>
  )
}

/** What the parts of the bar are; those that nobody is in are left out. */
export function ProgressLegend({ progress }: { progress: Replay['progress'] }) {
  const parts = partsOf(progress).filter((part) => part.count > 0)
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
      {parts.map((part) => (
        <Entry key={part.state} part={part} />
      ))}
    </ul>
  )
}

function Entry({ part }: { part: Part }) {
  return (
    <li className="flex items-center gap-1.5">
      <PartMark state={part.state} className="size-2.5" />
      <span>
        <span className="font-medium">{exactNumber(part.count)}</span>{' '}
        <span className="text-muted">{PART_LABELS[part.state]}</span>
      </span>
    </li>
  )
}
