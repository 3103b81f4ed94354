'use client'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useLoadError } from '@/components/api/use-load-error'
import { useMay } from '@/components/shell/use-session'
import { cx } from '@/components/ui/cx'
import { Drawer } from '@/components/ui/drawer'
import { ErrorState } from '@/components/ui/error-state'
import { Screen } from '@/components/ui/screen'
import { ActionBar } from './action-bar'
import { type Chosen, isChosen, nothing } from './chosen'
import { FacetList } from './facets'
import { FailuresHeader } from './failures-header'
import { GroupsTable } from './groups-table'
import { beyondGroups, narrows, type Query } from './query'
import { TasksTable } from './tasks-table'
import { useFacets, useFailures, useGroups } from './use-failures'
import { useFailuresView } from './use-failures-view'
import type { Wish } from './wish'

const FailureDrawer = dynamic(() => import('./failure-drawer').then((part) => part.FailureDrawer))
const WishDialog = dynamic(() => import('./wish-dialog').then((part) => part.WishDialog))

/** Dead tasks of every backend: by cause, one by one, and what was put away; searched, repaired, replayed. */
export function FailuresScreen() {
  const view = useFailuresView()
  const [picked, setPicked] = useState<{ chosen: Chosen; under: string }>({ chosen: nothing, under: '' })
  const [wish, setWish] = useState<Wish | null>(null)
  const [sheet, setSheet] = useState(false)
  const mayOperate = useMay('operate')
  const { filter, query } = view
  const asked = { filter, status: query.status }
  // What was selected under one search is not selected under another.
  const chosen = picked.under === view.text ? picked.chosen : nothing
  const choose = (next: Chosen) => setPicked({ chosen: next, under: view.text })
  const facets = useFacets(asked)
  const facetsFailed = useLoadError(facets) !== null
  const byGroup = view.view === 'groups'
  const list = useFailures(asked, { live: !isChosen(chosen) && wish === null, enabled: !byGroup })
  const groups = useGroups(query, byGroup)
  const loadError = useLoadError(byGroup ? groups : list)

  return (
    <Screen
      header={<FailuresHeader view={view} facets={facets.data} onFacets={() => setSheet(true)} />}
      drawer={view.open !== '' && <FailureDrawer view={view} onWish={setWish} />}
    >
      <div className="flex min-h-0 flex-1">
        <nav
          aria-label="Filters"
          className={cx(
            'hidden w-44 shrink-0 overflow-y-auto border-r border-line bg-ground px-2 py-3',
            view.open === '' ? 'lg:block' : !view.editing && 'min-[88rem]:block',
          )}
        >
          <FacetList facets={facets.data} failed={facetsFailed} query={query} onQuery={view.setQuery} />
        </nav>
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          {loadError ? (
            <ErrorState
              error={loadError}
              title="Failures could not be read"
              retry={() => void (byGroup ? groups.refetch() : list.refetch())}
            />
          ) : byGroup ? (
            <>
              <OutsideGroups query={query} />
              <GroupsTable
                view={view}
                groups={groups.data}
                readAt={facets.data?.readAt}
                mayOperate={mayOperate}
                onWish={setWish}
              />
            </>
          ) : (
            <>
              <ActionBar
                chosen={chosen}
                onChosen={choose}
                facets={facets.data}
                filter={filter}
                status={query.status}
                narrowed={narrows(query)}
                unread={view.problems.length > 0}
                mayOperate={mayOperate}
                onWish={setWish}
              />
              <TasksTable
                view={view}
                list={list}
                chosen={chosen}
                onChosen={choose}
                mayOperate={mayOperate}
                onWish={setWish}
              />
            </>
          )}
        </div>
      </div>
      <Drawer open={sheet} onClose={() => setSheet(false)} title="Filters" coversAt="all">
        <FacetList facets={facets.data} failed={facetsFailed} query={query} onQuery={view.setQuery} />
      </Drawer>
      {wish && (
        <WishDialog
          wish={wish}
          onClose={() => setWish(null)}
          onDone={({ verb, one }) => {
            choose(nothing)
            // Pages that are no longer followed still show what was touched.
            if (!byGroup) void list.refetch()
            if (one && verb === 'replay') view.setOpen(one.id)
          }}
        />
      )}
    </Screen>
  )
}

/** Groups are counted as tasks die, by type, project and reason alone: what else is searched for narrows only their tasks. */
function OutsideGroups({ query }: { query: Query }) {
  const left = beyondGroups(query)
  if (left.length === 0) return null
  return (
    <p className="shrink-0 border-b border-line bg-ground px-4 py-2 text-muted">
      Causes are counted over all time: <span className="font-mono text-sm">{left.join(', ')}</span> narrows
      the tasks of a cause, not this list.
    </p>
  )
}
