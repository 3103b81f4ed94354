'use client'
import { describeConsumer } from '@/components/assignments/describe'
import type { Assignment } from '@/components/assignments/draft'
import { useSets } from '@/components/assignments/use-assignments'
import { depthOf } from '@/components/queues/queue-figures'
import { type Queue, useQueues } from '@/components/queues/use-queues'
import { Badge } from '@/components/ui/badge'
import { buttonClass } from '@/components/ui/button'
import { type Column, DataTable } from '@/components/ui/data-table'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Figure } from '@/components/ui/figure'
import { Link } from '@/components/ui/link'
import { Signal } from '@/components/ui/signal'

interface Line {
  readonly assignment: Assignment
  readonly queue: Queue | undefined
}

/** What the project produces and consumes, with the state of each queue. */
export function ProjectAssignments({ project }: { project: string }) {
  const { sets, query } = useSets()
  const queues = useQueues({ project })
  if (query.error && !query.data)
    return (
      <ErrorState
        error={query.error}
        title="Assignments could not be read"
        retry={() => void query.refetch()}
      />
    )
  const byType = new Map(queues.data?.items.map((queue) => [queue.type, queue]))
  const rows = query.data
    ? (sets.get(project)?.assignments ?? []).map((assignment) => ({
        assignment,
        queue: byType.get(assignment.type),
      }))
    : undefined
  return (
    <DataTable
      label={`Assignments of ${project}`}
      columns={columns}
      rows={rows}
      rowKey={({ assignment }) => `${assignment.role} ${assignment.type}`}
      empty={
        <EmptyState
          title={`${project} has no assignments`}
          actions={
            <Link
              className={buttonClass('primary')}
              href={`/assignments?lens=project&project=${encodeURIComponent(project)}`}
            >
              Assign a task type
            </Link>
          }
        >
          It may not publish any type, and its instances take no tasks.
        </EmptyState>
      }
    />
  )
}

const columns: readonly Column<Line>[] = [
  {
    id: 'type',
    header: 'Type',
    width: 200,
    grow: 1,
    card: 'title',
    cell: ({ assignment, queue }) => (
      <span className="flex items-center gap-2.5">
        <Signal state={queue?.health.state ?? 'unknown'} />
        <Link href={`/queues/${assignment.type}`} className="truncate font-mono text-sm hover:underline">
          {assignment.type}
        </Link>
      </span>
    ),
  },
  {
    id: 'role',
    header: 'Role',
    width: 96,
    card: 'aside',
    cell: ({ assignment }) => <Badge>{assignment.role}</Badge>,
  },
  {
    id: 'how',
    header: 'How',
    width: 240,
    grow: 2,
    cell: ({ assignment }) =>
      assignment.role === 'consumer' ? (
        describeConsumer(assignment)
      ) : (
        <span className="text-muted">publishes</span>
      ),
  },
  {
    id: 'ready',
    header: 'Ready',
    width: 80,
    align: 'end',
    cell: ({ queue }) => <Figure value={queue ? depthOf(queue, 'ready') : null} quietZero />,
  },
  {
    id: 'dead',
    header: 'Dead',
    width: 80,
    align: 'end',
    cell: ({ queue }) => <Figure value={queue ? depthOf(queue, 'dead') : null} quietZero />,
  },
]
