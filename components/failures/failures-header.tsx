'use client'
import ListFilter from 'lucide-react/icons/list-filter'
import { useMemo } from 'react'
import { useTaskTypes } from '@/components/queues/use-task-types'
import { Button } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { Segmented } from '@/components/ui/segmented'
import type { KnownValue, KnownValues } from './completion'
import { countInWords } from './count'
import { SearchBox } from './search-box'
import type { Facets } from './use-failures'
import type { FailuresView, View } from './use-failures-view'

const LENSES: { value: View; label: string }[] = [
  { value: 'groups', label: 'Groups' },
  { value: 'tasks', label: 'Tasks' },
  { value: 'archived', label: 'Archived' },
]

interface FailuresHeaderProps {
  view: FailuresView
  facets: Facets | undefined
  /** Opens the facets where there is no room for them. */
  onFacets: () => void
}

export function FailuresHeader({ view, facets, onFacets }: FailuresHeaderProps) {
  const types = useTaskTypes()
  const known = useMemo(() => knownValues(facets, types.data ?? []), [facets, types.data])
  return (
    <PageHeader
      title="Failures"
      lenses={<Segmented label="View" value={view.view} onValueChange={view.setView} options={LENSES} />}
      filters={
        <div className="w-[min(26rem,calc(100vw-8.75rem))] lg:w-[min(30rem,calc(100vw-36rem))]">
          <SearchBox text={view.text} onSearch={view.setText} known={known} />
        </div>
      }
      actions={
        <Button
          size="sm"
          className="lg:hidden"
          aria-haspopup="dialog"
          icon={<ListFilter aria-hidden className="size-3.5" />}
          onClick={onFacets}
        >
          Filters
        </Button>
      }
    />
  )
}

const counted = (entries: Facets['types'] | undefined): KnownValue[] =>
  (entries ?? [])
    .filter(({ value }) => value !== '')
    .map(({ value, count }) => ({ value, note: countInWords(count) }))

/** Values with their counts first, then the types of which nothing has died. */
function knownValues(facets: Facets | undefined, types: readonly { name: string }[]): KnownValues {
  const type = counted(facets?.types)
  const rest = types.filter(({ name }) => !type.some(({ value }) => value === name))
  return {
    type: [...type, ...rest.map(({ name }) => ({ value: name, note: '' }))],
    project: counted(facets?.projects),
    reason: counted(facets?.reasons),
    status: counted(facets?.statuses),
  }
}
