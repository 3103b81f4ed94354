'use client'
import { useMemo } from 'react'
import { useLoadError } from '@/components/api/use-load-error'
import { useInstances } from '@/components/instances/use-instances'
import { useProjects } from '@/components/projects/use-projects'
import { useQueues } from '@/components/queues/use-queues'
import { TracksPanel } from '@/components/tracks/tracks-panel'
import { buttonClass } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Link } from '@/components/ui/link'
import { PageHeader } from '@/components/ui/page-header'
import { Panel } from '@/components/ui/panel'
import { Screen } from '@/components/ui/screen'
import { Skeleton } from '@/components/ui/skeleton'
import { attentionOf, quietOf } from './attention'
import { AttentionPanel } from './attention-panel'
import { ChangesPanel } from './changes-panel'
import { Tiles } from './tiles'
import { totalsOf } from './totals'

/** In five seconds: is anything wrong, since when, and why. */
export function OverviewScreen() {
  const queues = useQueues()
  const instances = useInstances()
  const projects = useProjects()
  const items = queues.data?.items
  const loadError = useLoadError(queues)
  const totals = useMemo(() => items && totalsOf(items), [items])
  const problems = useMemo(
    () => items && attentionOf(items, projects.data ?? [], instances.data?.items ?? []),
    [items, projects.data, instances.data],
  )
  const rollouts = projects.data?.filter((project) => project.instances.stale > 0).length ?? 0
  return (
    <Screen padded header={<PageHeader title="Overview" />}>
      {loadError ? (
        <Panel>
          <ErrorState title="Queues could not be read" error={loadError} retry={() => queues.refetch()} />
        </Panel>
      ) : (
        <>
          <Tiles
            totals={totals}
            at={queues.dataUpdatedAt}
            instances={instances.data?.items}
            rollouts={rollouts}
          />
          {items?.length === 0 && <FirstSteps />}
          {!items || !problems ? (
            <Waiting />
          ) : (
            items.length > 0 && <AttentionPanel problems={problems} quiet={quietOf(items)} />
          )}
          {items && items.length > 0 && <TracksPanel queues={items} />}
        </>
      )}
      <ChangesPanel />
    </Screen>
  )
}

function Waiting() {
  return (
    <Panel title="Needs attention">
      <div className="flex flex-col gap-2.5 p-3.5">
        <Skeleton className="h-4 w-96 max-w-full" />
        <Skeleton className="h-4 w-72 max-w-full" />
      </div>
    </Panel>
  )
}

function FirstSteps() {
  return (
    <Panel>
      <EmptyState
        title="No task types yet"
        actions={
          <>
            <Link href="/queues" className={buttonClass('primary')}>
              Create a task type
            </Link>
            <Link href="/projects" className={buttonClass('secondary')}>
              Create a project
            </Link>
          </>
        }
      >
        A task type owns a queue. Create one, assign a project that produces it and one that consumes it, and
        the tracks between them appear here.
      </EmptyState>
    </Panel>
  )
}
