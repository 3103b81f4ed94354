'use client'
import { useRouter } from 'next/navigation'
import { useMemo } from 'react'
import { useLoadError } from '@/components/api/use-load-error'
import { useQueues } from '@/components/queues/use-queues'
import { type Column, DataTable } from '@/components/ui/data-table'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Figure } from '@/components/ui/figure'
import { Link } from '@/components/ui/link'
import { PageHeader } from '@/components/ui/page-header'
import { Screen } from '@/components/ui/screen'
import { Signal } from '@/components/ui/signal'
import { type DeadQueue, deadQueuesOf } from './dead-queues'

/** Dead tasks by queue, as the backends tell; the archive with groups, search and replay is not built yet, and it says so. */
export function FailuresScreen() {
  const router = useRouter()
  const queues = useQueues()
  const loadError = useLoadError(queues)
  const dead = useMemo(() => queues.data && deadQueuesOf(queues.data.items), [queues.data])
  const open = (type: string) => router.push(`/queues/${type}`)
  return (
    <Screen header={<PageHeader title="Failures" />}>
      <p className="shrink-0 border-b border-line bg-ground px-4 py-2.5 text-pretty text-muted sm:px-5">
        Dead tasks wait in their backend, and none is lost. This release counts them per queue and shows them
        on the queue’s page; grouping by cause, search, repair and replay come with the failure archive, in
        the next release.
      </p>
      {loadError ? (
        <ErrorState title="Queues could not be read" error={loadError} retry={() => queues.refetch()} />
      ) : (
        <DataTable
          label="Queues with dead tasks"
          columns={COLUMNS}
          rows={dead?.found}
          rowKey={({ queue }) => queue.type}
          rowLabel={({ queue }) => queue.type}
          onOpen={({ queue }) => open(queue.type)}
          empty={
            <EmptyState title="No dead tasks">
              {dead?.unknown
                ? `${dead.unknown} queues have not told how many they hold.`
                : 'A task is dead when its retries are used up or its handler rejects it. None is, in any queue.'}
            </EmptyState>
          }
          footer={
            dead?.unknown
              ? `${dead.unknown} more queues have not told how many dead tasks they hold.`
              : undefined
          }
        />
      )}
    </Screen>
  )
}

const COLUMNS: Column<DeadQueue>[] = [
  {
    id: 'type',
    header: 'Queue',
    width: 220,
    grow: 1,
    card: 'title',
    cell: ({ queue }) => (
      <Link href={`/queues/${queue.type}`} className="inline-flex items-center gap-2 hover:underline">
        <Signal state={queue.health.state} />
        <span className="font-mono text-sm">{queue.type}</span>
      </Link>
    ),
  },
  { id: 'dead', header: 'Dead', width: 100, align: 'end', cell: ({ dead }) => <Figure value={dead} /> },
  {
    id: 'backend',
    header: 'In backend',
    width: 140,
    cell: ({ queue }) => queue.backends.map((part) => part.backend).join(', '),
  },
  {
    id: 'consumers',
    header: 'Consumed by',
    width: 200,
    grow: 1,
    cell: ({ queue }) =>
      queue.consumers.map((consumer) => consumer.project).join(', ') || (
        <span className="text-muted">nobody</span>
      ),
  },
]
