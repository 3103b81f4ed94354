'use client'
import { useState } from 'react'
import { ChartGroup } from '@/components/charts/chart-group'
import { TimeChart } from '@/components/charts/time-chart'
import { Panel } from '@/components/ui/panel'
import { Tabs } from '@/components/ui/tabs'

const MINUTE_MS = 60_000
const START_MS = Date.UTC(2026, 0, 31, 12)
const times = Array.from({ length: 30 }, (_, minute) => START_MS + minute * MINUTE_MS)
const depth = times.map((_, minute) => (minute > 8 && minute < 12 ? null : Math.round(minute * minute * 1.4)))
const rate = times.map((_, minute) => 40 + ((minute * 7) % 11))
const annotations = [{ at: START_MS + 20 * MINUTE_MS, label: 'mailer revision 58' }]

/** Charts that share a cursor, with a gap for what is unknown; and parts of one thing. */
export function ChartSamples() {
  const [tab, setTab] = useState<'waiting' | 'dead'>('waiting')
  return (
    <>
      <ChartGroup>
        <TimeChart
          title="Depth"
          times={times}
          series={[{ name: 'ready', values: depth, tone: 'caution', area: true }]}
          annotations={annotations}
          summary="unknown from 12:09 to 12:11"
        />
        <TimeChart
          title="Out"
          times={times}
          series={[{ name: 'out', values: rate, tone: 'clear' }]}
          annotations={annotations}
          unit="/s"
        />
      </ChartGroup>
      <Panel title="Parts">
        <Tabs
          label="Tasks"
          value={tab}
          onValueChange={setTab}
          tabs={[
            {
              value: 'waiting',
              label: 'Waiting',
              count: 12,
              content: <p className="p-4">Twelve tasks wait.</p>,
            },
            { value: 'dead', label: 'Dead', count: 3, content: <p className="p-4">Three tasks are dead.</p> },
          ]}
        />
      </Panel>
    </>
  )
}
