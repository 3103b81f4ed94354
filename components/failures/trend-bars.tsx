import { SIGNAL_COLORS, type SignalState } from '@/components/ui/signal'

interface TrendBarsProps {
  /** Per hour, oldest first. */
  values: readonly number[]
  state: SignalState
  /** For screen readers. */
  label: string
}

const BAR = 3
const STEP = 4
const HEIGHT = 20

/** A small bar per hour; an hour without a death keeps a dot, so that the place of the others can be told. */
export function TrendBars({ values, state, label }: TrendBarsProps) {
  const most = Math.max(1, ...values)
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${values.length * STEP} ${HEIGHT}`}
      className={`h-5 w-24 ${SIGNAL_COLORS[state]}`}
    >
      {values.map((value, index) => {
        const height = value === 0 ? 1 : Math.max(2.5, (value / most) * HEIGHT)
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its place
            key={index}
            x={index * STEP}
            y={HEIGHT - height}
            width={BAR}
            height={height}
            rx={0.75}
            fill="currentColor"
            opacity={value === 0 ? 0.45 : 1}
          />
        )
      })}
    </svg>
  )
}
