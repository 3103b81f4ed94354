import { cx } from './cx'
import { bytes, compactNumber, duration, exactNumber } from './format'

export interface FigureValue {
  value: number | null
  quality: 'exact' | 'estimated' | 'unsupported'
}

interface FigureProps {
  /** A figure of the API, a plain number, or null and undefined for unknown. */
  value: FigureValue | number | null | undefined
  /** Why it is unknown; a sentence. */
  reason?: string
  as?: 'number' | 'bytes' | 'duration'
  /** Follows the number: "/s". */
  unit?: string
  /** Quiet when zero, so that the eye finds what is not. */
  quietZero?: boolean
  className?: string
}

const write = { number: compactNumber, bytes, duration }

/** A number with how it was obtained: compact, exact on hover, `≈` when estimated, `—` with a reason when unknown. */
export function Figure({ value, reason, as = 'number', unit = '', quietZero, className }: FigureProps) {
  const figure = asFigure(value)
  if (figure.value === null)
    return <Unknown reason={reason ?? unknownReason(figure.quality)} className={className} />
  const shown = write[as](figure.value)
  const exact =
    as === 'number'
      ? exactNumber(figure.value)
      : as === 'bytes'
        ? `${exactNumber(figure.value)} bytes`
        : `${exactNumber(figure.value)} ms`
  const estimated = figure.quality === 'estimated'
  const tip = `${exact}${unit}${estimated ? ', estimated' : ''}`
  return (
    <span
      data-tip={shown === exact && !estimated ? undefined : tip}
      className={cx(
        'whitespace-nowrap tabular-nums',
        quietZero && figure.value === 0 && 'text-muted',
        className,
      )}
    >
      {estimated && (
        <>
          <span aria-hidden className="text-muted">
            ≈
          </span>
          <span className="sr-only">about </span>
        </>
      )}
      {shown}
      {unit && (
        <span data-unit className="text-muted">
          {unit}
        </span>
      )}
    </span>
  )
}

function Unknown({ reason, className }: { reason: string; className?: string }) {
  return (
    <span data-tip={reason} className={cx('text-muted', className)}>
      <span aria-hidden>—</span>
      <span className="sr-only">unknown: {reason}</span>
    </span>
  )
}

function asFigure(value: FigureProps['value']): FigureValue {
  if (value === null || value === undefined) return { value: null, quality: 'exact' }
  return typeof value === 'number' ? { value, quality: 'exact' } : value
}

function unknownReason(quality: FigureValue['quality']): string {
  return quality === 'unsupported' ? 'This backend cannot tell' : 'Not sampled yet'
}
