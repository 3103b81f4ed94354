'use client'
import dynamic from 'next/dynamic'
import { useMemo } from 'react'
import { useProjects } from '@/components/projects/use-projects'
import { type Queue, useQueues } from '@/components/queues/use-queues'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Screen } from '@/components/ui/screen'
import { Skeleton } from '@/components/ui/skeleton'
import { AssignmentsHeader } from './assignments-header'
import type { Draft, Sets } from './draft'
import { useDraft } from './draft-store'
import { Legend } from './legend'
import { byProject, byType, cellsOf, nameFilter } from './lens'
import { LensList } from './lens-list'
import { Matrix } from './matrix'
import { useSets } from './use-assignments'
import { useDialogs } from './use-dialogs'
import { useDrag } from './use-drag'
import { useView, type View } from './use-view'

const ChangeSetDrawer = dynamic(() => import('./change-set-drawer').then((part) => part.ChangeSetDrawer))
const RolloutDrawer = dynamic(() => import('./rollout-drawer').then((part) => part.RolloutDrawer))
const Dialogs = dynamic(() => import('./dialogs').then((part) => part.Dialogs))

/** Which project produces and consumes what: three lenses on the same data, and the change set that edits it. */
export function AssignmentsScreen() {
  const { view, setView } = useView()
  const { sets, query } = useSets()
  const { draft } = useDraft()
  const queues = useQueues()
  const projects = useProjects()
  const shown = useShown(view, draft, sets, queues.data?.items)
  const dialogs = useDialogs(sets, draft, (place) => {
    void setView({ drawer: 'changes', ...(place ? { cell: `${place.project}/${place.type}` } : {}) })
  })
  const drag = useDrag(dialogs.moveTo)
  const instances = useMemo(
    () => new Map((projects.data ?? []).map((project) => [project.name, project.instances])),
    [projects.data],
  )
  const select = (cell: string) => void setView({ cell })
  const lists = { queues: shown.queues, instances, selected: view.cell, onSelect: select, drag }

  return (
    <Screen
      header={
        <AssignmentsHeader
          view={view}
          setView={setView}
          onNew={dialogs.open}
          onShowChanges={() => void setView({ drawer: 'changes' })}
        />
      }
      drawer={
        view.drawer === 'rollout' && view.set ? (
          <RolloutDrawer
            id={view.set}
            onClose={() => void setView({ drawer: null, set: null })}
            onShow={(set) => void setView({ drawer: 'rollout', set })}
          />
        ) : view.drawer === 'changes' ? (
          <ChangeSetDrawer
            open
            sets={sets}
            onClose={() => void setView({ drawer: null })}
            onApplied={(set) => void setView({ drawer: 'rollout', set })}
          />
        ) : null
      }
    >
      {query.error && !query.data ? (
        <ErrorState
          error={query.error}
          title="Assignments could not be read"
          retry={() => void query.refetch()}
        />
      ) : !query.data || !queues.data ? (
        <Loading />
      ) : shown.types.length === 0 || shown.projects.length === 0 ? (
        <Nothing
          filtered={view.type !== '' || view.project !== '' || view.health !== null}
          onNew={dialogs.open}
          onClear={() => void setView({ type: null, project: null, health: null })}
        />
      ) : view.lens === 'matrix' ? (
        <Matrix
          {...lists}
          types={shown.types}
          projects={shown.projects}
          cells={shown.cells}
          actions={dialogs.actions}
          note={`${shown.types.length} of ${shown.allTypes} types · ${shown.projects.length} of ${sets.size} projects`}
        />
      ) : (
        <LensList
          {...lists}
          lens={view.lens}
          rows={shown.rows}
          actions={dialogs.actions}
          onAdd={(name) =>
            dialogs.open({ kind: 'add', ...(view.lens === 'project' ? { project: name } : { type: name }) })
          }
        />
      )}
      {query.data && <Legend />}
      {dialogs.dialog && <Dialogs dialogs={dialogs} projects={[...sets.keys()]} types={shown.everyType} />}
    </Screen>
  )
}

function useShown(view: View, draft: Draft, sets: Sets, items: readonly Queue[] | undefined) {
  const queues = useMemo(() => new Map((items ?? []).map((queue) => [queue.type, queue])), [items])
  const cells = useMemo(() => cellsOf(draft, sets), [draft, sets])
  const typeNames = useMemo(() => {
    const assigned = [...cells.values()].flatMap((own) => [...own.keys()])
    return [...new Set([...queues.keys(), ...assigned])].sort()
  }, [queues, cells])
  return useMemo(() => {
    const matches = nameFilter(view.type)
    const projectMatches = nameFilter(view.project)
    const types = typeNames.filter(
      (name) =>
        matches(name) &&
        (view.health === null || (queues.get(name)?.health.state ?? 'unknown') === view.health),
    )
    const shownTypes = new Set(types)
    const projects = [...sets.keys()].filter(projectMatches)
    const rows =
      view.lens === 'matrix'
        ? []
        : view.lens === 'type'
          ? byType(cells, types, projectMatches)
          : byProject(cells, (type) => shownTypes.has(type), projectMatches)
    return { queues, cells, types, projects, rows, allTypes: typeNames.length, everyType: typeNames }
  }, [view.type, view.project, view.health, view.lens, typeNames, queues, cells, sets])
}

function Loading() {
  return (
    <div aria-hidden className="flex flex-col gap-3 p-4">
      {['a', 'b', 'c', 'd', 'e', 'f'].map((name) => (
        <Skeleton key={name} className="h-7 w-full" />
      ))}
    </div>
  )
}

interface NothingProps {
  filtered: boolean
  onNew: (dialog: { kind: 'type' } | { kind: 'project' }) => void
  onClear: () => void
}

function Nothing({ filtered, onNew, onClear }: NothingProps) {
  if (filtered)
    return (
      <EmptyState
        title="Nothing matches these filters"
        actions={<Button onClick={onClear}>Clear filters</Button>}
      />
    )
  return (
    <EmptyState
      title="Nothing to assign yet"
      actions={
        <>
          <Button variant="primary" onClick={() => onNew({ kind: 'type' })}>
            New task type
          </Button>
          <Button onClick={() => onNew({ kind: 'project' })}>New project</Button>
        </>
      }
    >
      An assignment says which project produces or consumes which task type. Create a task type and a project;
      then choose the cell where they meet.
    </EmptyState>
  )
}
