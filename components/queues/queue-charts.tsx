'use client'
import { useMemo } from 'react'
import { useLoadError } from '@/components/api/use-load-error'
import { ChartGroup } from '@/components/charts/chart-group'
import { TimeChart } from '@/components/charts/time-chart'
import { ErrorState } from '@/components/ui/error-state'
import { type Range, useQueueHistory } from './use-queues'

const nothing: never[] = []

/** Depth, tasks in and out, and deaths, on one cursor; revisions and replays are marked. */
export function QueueCharts({ type, range }: { type: string; range: Range }) {
  const query = useQueueHistory(type, range)
  const loadError = useLoadError(query)
  const points = query.data?.points ?? nothing
  const charts = useMemo(() => {
    const of = (name: Exclude<keyof (typeof points)[number], 'at'>) => points.map((point) => point[name])
    return { times: points.map((point) => Date.parse(point.at)), of }
  }, [points])
  const annotations = useMemo(
    () =>
      (query.data?.annotations ?? nothing).map((mark) => ({ at: Date.parse(mark.at), label: mark.label })),
    [query.data?.annotations],
  )
  if (loadError)
    return (
      <ErrorState
        error={loadError}
        title="The history could not be read"
        retry={() => void query.refetch()}
      />
    )
  const shared = { times: charts.times, annotations }
  return (
    <ChartGroup>
      <div className="grid gap-3.5 lg:grid-cols-2 xl:grid-cols-3">
        <TimeChart
          {...shared}
          title="Depth"
          summary="ready, delayed"
          series={[
            { name: 'ready', values: charts.of('ready'), tone: 'accent', area: true },
            { name: 'delayed', values: charts.of('delayed'), tone: 'neutral' },
          ]}
        />
        <TimeChart
          {...shared}
          title="In and out"
          summary="tasks per second"
          unit="/s"
          series={[
            { name: 'in', values: charts.of('inPerSecond'), tone: 'neutral' },
            { name: 'out', values: charts.of('outPerSecond'), tone: 'clear' },
          ]}
        />
        <TimeChart
          {...shared}
          title="Died"
          summary="tasks per minute"
          unit="/min"
          series={[{ name: 'died', values: charts.of('diedPerMinute'), tone: 'danger', area: true }]}
        />
      </div>
    </ChartGroup>
  )
}
