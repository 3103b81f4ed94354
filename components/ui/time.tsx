'use client'
import { useNow } from './clock'
import { duration, exactTime, relativeTime } from './format'

interface TimeProps {
  /** RFC 3339; null shows `—`. */
  at: string | null
  /** Why there is none. */
  reason?: string
  /** `ago`: "28 min ago"; `since`: "28 min", how long it lasts. */
  as?: 'ago' | 'since'
  className?: string
}

/** A time, relative and live, exact on hover in the viewer's zone. */
export function Time({ at, reason = 'never', as = 'ago', className }: TimeProps) {
  const now = useNow()
  if (at === null)
    return (
      <span data-tip={reason} className={className}>
        <span aria-hidden>—</span>
        <span className="sr-only">{reason}</span>
      </span>
    )
  const instant = Date.parse(at)
  const text =
    now === null
      ? at
      : as === 'ago'
        ? relativeTime(instant, now)
        : duration(Math.max(0, Math.floor((now - instant) / 1_000) * 1_000))
  return (
    <time
      dateTime={at}
      data-tip={now === null ? at : exactTime(instant)}
      className={className ?? 'whitespace-nowrap tabular-nums'}
    >
      {text === '0 ms' ? 'now' : text}
    </time>
  )
}
