import { cx } from './cx'

export type SignalState = 'clear' | 'caution' | 'danger' | 'unknown' | 'paused'

/** What each state is called, everywhere. */
export const SIGNAL_LABELS: Record<SignalState, string> = {
  clear: 'Clear',
  caution: 'Caution',
  danger: 'Danger',
  unknown: 'Unknown',
  paused: 'Paused',
}

export const SIGNAL_COLORS: Record<SignalState, string> = {
  clear: 'text-clear',
  caution: 'text-caution',
  danger: 'text-danger',
  unknown: 'text-unknown',
  paused: 'text-unknown',
}

/** Each state has its own shape in a box of 12, so that colour is never needed: disc, triangle, octagon, ring, bars. */
export function SignalShape({ state }: { state: SignalState }) {
  if (state === 'clear') return <circle cx="6" cy="6" r="3.6" fill="currentColor" />
  if (state === 'caution')
    return <path d="M6 1.2 11.2 10.6H.8Z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />
  if (state === 'danger') return <path d="M3.9.9h4.2l3 3v4.2l-3 3H3.9l-3-3V3.9Z" fill="currentColor" />
  if (state === 'paused') return <path d="M3.4 2.4h1.9v7.2H3.4Zm3.3 0h1.9v7.2H6.7Z" fill="currentColor" />
  return <circle cx="6" cy="6" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.7" />
}

interface SignalProps {
  state: SignalState
  /** Said instead of the state's name; null when the text beside it says it already. */
  label?: string | null
  className?: string
}

/** The state of a thing as a signal. */
export function Signal({ state, label = SIGNAL_LABELS[state], className }: SignalProps) {
  const accessible = label === null ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label }
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: named by aria-label, or hidden because the text beside it says it
    <svg
      viewBox="0 0 12 12"
      className={cx('size-3 shrink-0', SIGNAL_COLORS[state], className)}
      data-tip={label ?? undefined}
      {...accessible}
    >
      <SignalShape state={state} />
    </svg>
  )
}
