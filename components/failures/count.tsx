import { compactNumber, exactNumber } from '@/components/ui/format'
import type { Count } from './use-failures'

/** "41,218", or "10,000 or more" where counting stopped. */
export const countInWords = ({ value, capped }: Count) => `${exactNumber(value)}${capped ? ' or more' : ''}`

/** A count that may have been stopped: "41.2k", "10k+"; "—" while it is not known. */
export function CountFigure({ count, className }: { count: Count | undefined; className?: string }) {
  if (count === undefined)
    return (
      <span className={className}>
        <span aria-hidden>—</span>
        <span className="sr-only">not known</span>
      </span>
    )
  const shown = compactNumber(count.value) + (count.capped ? '+' : '')
  const exact = countInWords(count)
  return (
    <span
      className={`whitespace-nowrap tabular-nums ${className ?? ''}`}
      data-tip={exact === shown ? undefined : exact}
    >
      {shown}
    </span>
  )
}
