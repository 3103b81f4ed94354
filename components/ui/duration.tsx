import { Figure, type FigureValue } from './figure'

interface DurationProps {
  /** Milliseconds. */
  ms: FigureValue | number | null | undefined
  reason?: string
  className?: string
}

/** A length of time: "214 ms", "31 s", "2 h 5 min". */
export function Duration({ ms, reason, className }: DurationProps) {
  return <Figure value={ms} as="duration" reason={reason} className={className} />
}
