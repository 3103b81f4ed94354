import { cx } from './cx'
import { sparklinePath } from './sparkline-path'

interface SparklineProps {
  /** Oldest first; null is a gap, not a zero. */
  values: readonly (number | null)[]
  /** What the line shows, for screen readers. */
  label: string
  tone?: 'neutral' | 'clear' | 'caution' | 'danger'
  className?: string
}

const tones = { neutral: 'text-unknown', clear: 'text-clear', caution: 'text-caution', danger: 'text-danger' }

/** The shape of the last samples, from zero to their maximum. */
export function Sparkline({ values, label, tone = 'neutral', className }: SparklineProps) {
  const { line, area } = sparklinePath(values, 100, 24)
  return (
    <svg
      role="img"
      aria-label={line ? label : `${label}: no samples yet`}
      viewBox="0 0 100 24"
      preserveAspectRatio="none"
      className={cx('h-6 w-18', tones[tone], className)}
    >
      <path d={area} fill="currentColor" opacity="0.14" />
      <path
        d={line}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.25"
        vectorEffect="non-scaling-stroke"
        strokeLinejoin="round"
      />
    </svg>
  )
}
