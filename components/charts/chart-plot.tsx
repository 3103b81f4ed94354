import { areaPath, type ChartArea, linePath, timeTicks, xAt, yAt } from './chart-scale'
import { type TimeChartProps, TONES } from './chart-series'

const LABEL_HEIGHT = 26
const TICK_WIDTH = 110
const DAY_MS = 86_400_000

interface PlotProps extends TimeChartProps {
  area: ChartArea
  /** The sample under the cursor; -1 for none. */
  index: number
  /** The value at the top line. */
  top: string
}

/** The drawing of a time chart: hairlines, areas, lines, marks, cursor. */
export function ChartPlot({ times, series, annotations = [], area, index, top }: PlotProps) {
  const { width, height } = area
  const cursorAt = times[index]
  const inside = annotations.filter((mark) => mark.at >= area.from && mark.at <= area.to)
  return (
    <svg width={width} height={height + LABEL_HEIGHT} aria-hidden className="block overflow-visible">
      {[0, 0.5, 1].map((part) => (
        <line
          key={part}
          x2={width}
          y1={height * part + 0.5}
          y2={height * part + 0.5}
          className="stroke-line"
        />
      ))}
      {series.map((line) => (
        <g key={line.name} className={TONES[line.tone ?? 'neutral']}>
          {line.area && <path d={areaPath(times, line.values, area)} fill="currentColor" opacity="0.12" />}
          <path
            d={linePath(times, line.values, area)}
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
            strokeLinejoin="round"
            strokeLinecap="round"
          />
        </g>
      ))}
      <text x="0" y="11" className="fill-muted text-xs">
        {top}
      </text>
      {inside.map((mark) => (
        <g key={`${mark.at} ${mark.label}`} data-tip={mark.label} className="text-accent">
          <line
            x1={xAt(mark.at, area)}
            x2={xAt(mark.at, area)}
            y2={height}
            stroke="currentColor"
            strokeDasharray="3 3"
          />
          <rect x={xAt(mark.at, area) - 5} width="10" height={height} fill="transparent" />
        </g>
      ))}
      {cursorAt !== undefined && (
        <g>
          <line x1={xAt(cursorAt, area)} x2={xAt(cursorAt, area)} y2={height} className="stroke-muted" />
          {series.map((line) => {
            const value = line.values[index]
            if (value === null || value === undefined) return null
            return (
              <circle
                key={line.name}
                cx={xAt(cursorAt, area)}
                cy={yAt(value, area)}
                r="3"
                fill="currentColor"
                className={TONES[line.tone ?? 'neutral']}
              />
            )
          })}
        </g>
      )}
      <Ticks area={area} />
    </svg>
  )
}

const hours = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })

function Ticks({ area }: { area: ChartArea }) {
  const { from, to, width, height } = area
  if (to <= from) return null
  const format = to - from > 2 * DAY_MS ? days : hours
  const ticks = timeTicks(
    from,
    to,
    Math.max(2, Math.floor(width / TICK_WIDTH)),
    -new Date(from).getTimezoneOffset(),
  )
  return ticks.map((tick) => {
    const x = xAt(tick, area)
    const anchor = x < 20 ? 'start' : x > width - 20 ? 'end' : 'middle'
    return (
      <text key={tick} x={x} y={height + 17} textAnchor={anchor} className="fill-muted text-xs">
        {format.format(tick)}
      </text>
    )
  })
}
