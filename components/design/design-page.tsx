'use client'
import { PageHeader } from '@/components/ui/page-header'
import { Screen } from '@/components/ui/screen'
import { ActionSamples } from './action-samples'
import { ChartSamples } from './chart-samples'
import { FormSamples } from './form-samples'
import { StateSamples } from './state-samples'
import { TableSample } from './table-sample'

/** Every primitive in every state, for whoever builds screens. Its data is made up and says so. */
export function DesignPage() {
  return (
    <Screen
      padded
      header={
        <PageHeader title="Design" aside={<span className="text-muted">primitives with made-up data</span>} />
      }
    >
      <div className="grid gap-3.5 lg:grid-cols-2">
        <ActionSamples />
        <FormSamples />
        <StateSamples />
        <ChartSamples />
      </div>
      <TableSample />
    </Screen>
  )
}
