import type { Column } from '@/components/ui/data-table'
import { Duration } from '@/components/ui/duration'
import { Figure } from '@/components/ui/figure'
import { Signal } from '@/components/ui/signal'
import { Time } from '@/components/ui/time'
import { instanceState, oldestTask, runningOf, workersOf } from './instance-state'
import type { Instance } from './use-instances'

export const instanceColumns: readonly Column<Instance>[] = [
  {
    id: 'project',
    header: 'Project',
    width: 140,
    grow: 1,
    card: 'title',
    cell: (instance) => (
      <span className="flex items-center gap-2.5">
        <Signal {...instanceState(instance)} />
        <span className="truncate font-semibold">{instance.project}</span>
      </span>
    ),
    sortValue: (instance) => instance.project,
  },
  {
    id: 'host',
    header: 'Host',
    width: 150,
    grow: 1,
    cell: (instance) => <span className="font-mono text-sm">{instance.host}</span>,
    sortValue: (instance) => instance.host,
  },
  { id: 'pid', header: 'Process', width: 76, align: 'end', cell: (instance) => instance.pid },
  {
    id: 'version',
    header: 'Version',
    width: 76,
    cell: (instance) => instance.version,
    sortValue: (instance) => instance.version,
  },
  {
    id: 'revision',
    header: 'Revision',
    width: 96,
    cell: (instance) => (
      <span className={instance.stale ? 'text-caution' : undefined}>
        {instance.appliedRevision}
        {instance.stale && ` of ${instance.desiredRevision}, stale`}
      </span>
    ),
    sortValue: (instance) => instance.appliedRevision,
  },
  {
    id: 'running',
    header: 'Running',
    width: 84,
    align: 'end',
    cell: (instance) => (
      <span>
        <Figure value={runningOf(instance)} quietZero />
        <span className="text-muted"> / {workersOf(instance)}</span>
      </span>
    ),
    sortValue: runningOf,
  },
  {
    id: 'oldest',
    header: 'Longest task',
    width: 110,
    align: 'end',
    cell: (instance) => {
      const oldest = oldestTask(instance)
      return oldest ? (
        <span data-tip={`${oldest.type}, ${oldest.taskId}, attempt ${oldest.attempt}`}>
          <Time at={oldest.startedAt} as="since" />
        </span>
      ) : (
        <Time at={null} reason="Runs no task" />
      )
    },
    sortValue: (instance) => {
      const oldest = oldestTask(instance)
      return oldest ? -Date.parse(oldest.startedAt) : null
    },
  },
  {
    id: 'memory',
    header: 'Memory',
    width: 84,
    align: 'end',
    cell: (instance) => <Figure value={instance.memoryBytes} as="bytes" />,
    sortValue: (instance) => instance.memoryBytes,
  },
  {
    id: 'lag',
    header: 'Loop lag',
    width: 80,
    align: 'end',
    cell: (instance) => (
      <span data-tip="99th percentile of the event loop's delay since the last heartbeat">
        <Duration ms={instance.eventLoopLagMs} />
      </span>
    ),
    sortValue: (instance) => instance.eventLoopLagMs,
  },
  {
    id: 'uptime',
    header: 'Up for',
    width: 80,
    align: 'end',
    cell: (instance) =>
      instance.status === 'live' ? (
        <Time at={instance.startedAt} as="since" />
      ) : (
        <span className="text-muted">{instance.status}</span>
      ),
    sortValue: (instance) => -Date.parse(instance.startedAt),
  },
  {
    id: 'seen',
    header: 'Heard',
    width: 88,
    align: 'end',
    cell: (instance) => <Time at={instance.lastSeenAt} />,
    sortValue: (instance) => Date.parse(instance.lastSeenAt),
  },
]
