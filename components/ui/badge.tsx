import type { ReactNode } from 'react'
import { cx } from './cx'

export type BadgeTone = 'neutral' | 'accent' | 'clear' | 'caution' | 'danger'

const tones: Record<BadgeTone, string> = {
  neutral: 'border-line text-muted',
  accent: 'border-transparent bg-accent-soft text-accent',
  clear: 'border-transparent bg-clear-soft text-clear',
  caution: 'border-transparent bg-caution-soft text-caution',
  danger: 'border-transparent bg-danger-soft text-danger',
}

interface BadgeProps {
  /** `accent` for what the reader chose or changed; signal tones for state only. */
  tone?: BadgeTone
  mono?: boolean
  children: ReactNode
}

/** A short fact about a thing: its kind, its revision, a count of edits. */
export function Badge({ tone = 'neutral', mono, children }: BadgeProps) {
  return (
    <span
      className={cx(
        'inline-flex h-[1.125rem] shrink-0 items-center gap-1 rounded-sm border px-1.5 text-xs whitespace-nowrap',
        tones[tone],
        tone !== 'neutral' && 'font-medium',
        mono && 'font-mono',
      )}
    >
      {children}
    </span>
  )
}
