'use client'
import { useRouter } from 'next/navigation'
import { useMemo, useState } from 'react'
import { useLoadError } from '@/components/api/use-load-error'
import { plural } from '@/components/assignments/describe'
import { Button } from '@/components/ui/button'
import { DataTable } from '@/components/ui/data-table'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Kbd } from '@/components/ui/kbd'
import { Screen } from '@/components/ui/screen'
import { NewTypeDialog } from './new-type-dialog'
import { PauseDialog, ResumeDialog } from './pause-dialog'
import { queueColumns } from './queue-columns'
import { hasDead } from './queue-figures'
import { QueuesHeader } from './queues-header'
import { type Queue, useQueues } from './use-queues'
import { useQueuesView } from './use-queues-view'

const nothing: ReadonlySet<string> = new Set()

/** Every queue on one table, live; many can be paused and resumed at once. */
export function QueuesScreen() {
  const { view, setView, filter, filtered } = useQueuesView()
  const [selected, setSelected] = useState(nothing)
  const [dialog, setDialog] = useState<'pause' | 'resume' | 'new' | null>(null)
  const query = useQueues(filter, { live: selected.size === 0 })
  const loadError = useLoadError(query)
  const router = useRouter()
  const all = query.data?.items
  // The API has no such filter; every queue is here already.
  const rows = useMemo(() => (view.dead ? all?.filter(hasDead) : all), [all, view.dead])
  const chosen = (rows ?? []).filter((queue) => selected.has(queue.type))
  const close = (open: boolean) => !open && setDialog(null)
  const open = (queue: Queue) => router.push(`/queues/${queue.type}`)

  return (
    <Screen header={<QueuesHeader view={view} setView={setView} onNew={() => setDialog('new')} />}>
      {loadError ? (
        <ErrorState error={loadError} title="Queues could not be read" retry={() => void query.refetch()} />
      ) : (
        <>
          {chosen.length > 0 && (
            <SelectionBar
              queues={chosen}
              onPause={() => setDialog('pause')}
              onResume={() => setDialog('resume')}
              onClear={() => setSelected(nothing)}
            />
          )}
          <DataTable
            label="Queues"
            columns={queueColumns}
            rows={rows}
            rowKey={(queue) => queue.type}
            rowLabel={(queue) => queue.type}
            sort={view.sort ? { column: view.sort, descending: view.descending } : null}
            onSortChange={(sort) =>
              void setView({ sort: sort?.column ?? null, descending: sort?.descending ?? null })
            }
            selected={selected}
            onSelectedChange={setSelected}
            onOpen={open}
            empty={
              <Nothing
                filtered={filtered}
                onNew={() => setDialog('new')}
                onClear={() => void setView(null)}
              />
            }
            footer={
              <span className="flex flex-wrap items-center gap-2">
                {plural(rows?.length ?? 0, 'queue')}
                {query.data?.nextCursor ? ', and more: narrow the filter' : ''}
                <span className="hidden items-center gap-1 md:flex">
                  <Kbd>J</Kbd> <Kbd>K</Kbd> move <Kbd>X</Kbd> select <Kbd>Enter</Kbd> open
                </span>
              </span>
            }
          />
        </>
      )}
      <PauseDialog
        queues={chosen}
        open={dialog === 'pause'}
        onOpenChange={close}
        onDone={() => setSelected(nothing)}
      />
      <ResumeDialog
        queues={chosen}
        open={dialog === 'resume'}
        onOpenChange={close}
        onDone={() => setSelected(nothing)}
      />
      {dialog === 'new' && (
        <NewTypeDialog onClose={() => setDialog(null)} onCreated={(type) => router.push(`/queues/${type}`)} />
      )}
    </Screen>
  )
}

interface SelectionBarProps {
  queues: readonly Queue[]
  onPause: () => void
  onResume: () => void
  onClear: () => void
}

function SelectionBar({ queues, onPause, onResume, onClear }: SelectionBarProps) {
  const paused = queues.filter((queue) => queue.paused !== null).length
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line bg-accent-soft px-4 py-1.5">
      <span role="status">
        {queues.length} selected{paused ? `, ${paused} paused` : ''}; the table waits meanwhile
      </span>
      <Button size="sm" disabled={paused === queues.length} onClick={onPause}>
        Pause…
      </Button>
      <Button size="sm" disabled={paused === 0} onClick={onResume}>
        Resume…
      </Button>
      <Button size="sm" variant="ghost" onClick={onClear}>
        Clear
      </Button>
    </div>
  )
}

function Nothing({
  filtered,
  onNew,
  onClear,
}: {
  filtered: boolean
  onNew: () => void
  onClear: () => void
}) {
  if (filtered)
    return (
      <EmptyState
        title="No queue matches these filters"
        actions={<Button onClick={onClear}>Clear filters</Button>}
      />
    )
  return (
    <EmptyState
      title="No queues yet"
      actions={
        <Button variant="primary" onClick={onNew}>
          New task type
        </Button>
      }
    >
      A queue is where tasks of one type wait. Create a task type, and its queue is declared in its backend.
    </EmptyState>
  )
}
