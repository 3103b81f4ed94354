'use client'
import type { PointerEvent } from 'react'
import { compactNumber } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import { useChartCursor } from './chart-group'
import { ChartPlot } from './chart-plot'
import { nearestIndex, niceMaximum } from './chart-scale'
import { type Series, type TimeChartProps, TONES } from './chart-series'
import { useWidth } from './use-width'

/** Values over time from zero, with a cursor that its group shares and marks for what happened. */
export function TimeChart(props: TimeChartProps) {
  const { title, times, series, format = compactNumber, unit = '', summary, height = 112 } = props
  const [ref, width] = useWidth<HTMLDivElement>()
  const cursor = useChartCursor()
  const from = times[0] ?? 0
  const to = times.at(-1) ?? 0
  const known = series.flatMap((line) => line.values.filter((value) => value !== null))
  const area = { width, height, from, to, max: niceMaximum(Math.max(0, ...known)) }
  const index = cursor.at === null ? -1 : nearestIndex(times, cursor.at)

  function onPointerMove(event: PointerEvent<HTMLDivElement>) {
    const box = event.currentTarget.getBoundingClientRect()
    cursor.move(from + ((event.clientX - box.left) / Math.max(1, box.width)) * (to - from))
  }
  const write = (value: number | null | undefined) =>
    value === null || value === undefined ? '—' : format(value) + unit
  const readings = series.map((line) => ({
    name: line.name,
    tone: line.tone,
    text: write(line.values[index]),
  }))
  const lasts = series.map((line) => `${line.name} ${write(line.values.findLast((value) => value !== null))}`)
  return (
    <Panel>
      <div className="flex min-h-9 flex-wrap items-baseline gap-x-3 px-3.5 pt-2.5">
        <h2 className="font-semibold">{title}</h2>
        <span className="ml-auto flex flex-wrap gap-x-3 text-sm text-muted">
          {index < 0 ? summary : <Readings at={times[index] ?? 0} readings={readings} />}
        </span>
      </div>
      <div
        ref={ref}
        role="img"
        aria-label={
          known.length ? `${title}: ${lasts.join(', ')} at the end` : `${title}: no samples in this range`
        }
        className="mx-3.5 touch-pan-y"
        onPointerMove={onPointerMove}
        onPointerLeave={() => cursor.move(null)}
      >
        {width > 0 && <ChartPlot {...props} area={area} index={index} top={format(area.max) + unit} />}
      </div>
    </Panel>
  )
}

const timeOf = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

function Readings({
  at,
  readings,
}: {
  at: number
  readings: { name: string; tone: Series['tone']; text: string }[]
}) {
  return (
    <>
      <span>{timeOf.format(at)}</span>
      {readings.map((reading) => (
        <span key={reading.name}>
          <span className={TONES[reading.tone ?? 'neutral']}>{reading.name}</span>{' '}
          <span className="font-medium text-text">{reading.text}</span>
        </span>
      ))}
    </>
  )
}
