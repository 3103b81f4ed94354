'use client'
import { useLoadError } from '@/components/api/use-load-error'
import { headlineOf } from '@/components/failures/failure-words'
import { failureHref, failuresOfType } from '@/components/replays/failure-links'
import { buttonClass } from '@/components/ui/button'
import { type Column, DataTable } from '@/components/ui/data-table'
import { ErrorState } from '@/components/ui/error-state'
import { exactNumber } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { Panel } from '@/components/ui/panel'
import { Time } from '@/components/ui/time'
import { type FailureSummary, useLatestFailures } from './use-latest-failures'
import type { Queue } from './use-queues'

const SHOWN = 10

/** The last dead tasks of the type; all of them are one step away. */
export function QueueFailures({ queue }: { queue: Queue }) {
  const query = useLatestFailures(queue.type, SHOWN)
  const loadError = useLoadError(query)
  const { dead } = queue.failures
  return (
    <Panel
      title="Failures"
      note={dead > SHOWN ? `the last ${SHOWN} of ${exactNumber(dead)}` : undefined}
      actions={
        <Link className={buttonClass('ghost', 'sm')} href={failuresOfType(queue.type)}>
          All failures
        </Link>
      }
    >
      {loadError ? (
        <ErrorState error={loadError} title="Failures could not be read" retry={() => void query.refetch()} />
      ) : (
        <DataTable
          fill={false}
          label={`Last dead tasks of ${queue.type}`}
          columns={columns}
          rows={query.data?.items}
          rowKey={(failure) => failure.id}
          rowLabel={(failure) => failure.taskId}
          empty={
            <p className="p-3.5 text-muted">
              No task of it is dead. A task is dead when its attempts are used up or its handler rejects it.
            </p>
          }
        />
      )}
    </Panel>
  )
}

const columns: readonly Column<FailureSummary>[] = [
  {
    id: 'error',
    header: 'Error',
    width: 240,
    grow: 3,
    card: 'title',
    cell: ({ id, error }) => (
      <Link href={failureHref(id)} className="hover:underline" data-tip={`${error.name}: ${error.message}`}>
        {headlineOf(error)}
      </Link>
    ),
  },
  {
    id: 'reason',
    header: 'Reason',
    width: 112,
    cell: ({ reason, responseStatus }) => (
      <span className="text-muted">
        {reason}
        {responseStatus !== null && ` ${responseStatus}`}
      </span>
    ),
  },
  {
    id: 'task',
    header: 'Task',
    width: 130,
    cell: ({ taskId }) => (
      <span className="font-mono text-sm" data-tip={taskId}>
        {taskId.slice(0, 13)}…
      </span>
    ),
  },
  {
    id: 'project',
    header: 'Project',
    width: 100,
    cell: ({ project }) => project ?? <span className="text-muted">—</span>,
  },
  { id: 'attempts', header: 'Attempts', width: 76, align: 'end', cell: ({ attempts }) => attempts },
  {
    id: 'failed',
    header: 'Died',
    width: 88,
    align: 'end',
    cell: ({ failedAt }) => <Time at={failedAt} />,
  },
]
