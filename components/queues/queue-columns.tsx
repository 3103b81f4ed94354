import { failuresOfType } from '@/components/replays/failure-links'
import type { Column } from '@/components/ui/data-table'
import { Duration } from '@/components/ui/duration'
import { Figure } from '@/components/ui/figure'
import { Link } from '@/components/ui/link'
import { Signal } from '@/components/ui/signal'
import { Sparkline } from '@/components/ui/sparkline'
import {
  type Depth,
  deadOf,
  depthOf,
  drainOf,
  type FigureValue,
  fleetWorkers,
  oldestOf,
  rateIn,
  rateOut,
  severityOf,
} from './queue-figures'
import type { Queue } from './use-queues'

const depth = (id: Depth, header: string): Column<Queue> => ({
  id,
  header,
  align: 'end',
  width: 72,
  cell: (queue) => <Figure value={depthOf(queue, id)} quietZero />,
  sortValue: (queue) => depthOf(queue, id).value,
})

const rate = (id: string, header: string, of: (queue: Queue) => FigureValue): Column<Queue> => ({
  id,
  header,
  align: 'end',
  width: 68,
  cell: (queue) => <Figure value={of(queue)} quietZero reason="Two samples are needed for a rate" />,
  sortValue: (queue) => of(queue).value,
})

function consumersOf(queue: Queue): string {
  return queue.consumers
    .map((consumer) => `${consumer.project} ${consumer.workers} × ${consumer.instances}`)
    .join(', ')
}

const tone = {
  clear: 'neutral',
  caution: 'caution',
  danger: 'danger',
  paused: 'neutral',
  unknown: 'neutral',
} as const
const reasons = (queue: Queue) => queue.health.reasons.map((reason) => reason.message).join('; ')

export const queueColumns: readonly Column<Queue>[] = [
  {
    id: 'health',
    header: <span className="sr-only">Health</span>,
    width: 36,
    card: 'title',
    cell: (queue) => (
      <Signal state={queue.health.state} label={reasons(queue) || undefined} className="inline-block" />
    ),
    sortValue: (queue) => -severityOf(queue),
  },
  {
    id: 'type',
    header: 'Type',
    width: 200,
    grow: 2,
    card: 'title',
    cell: (queue) => (
      <Link
        href={`/queues/${queue.type}`}
        className="font-mono text-sm hover:underline"
        data-tip={queue.description || undefined}
      >
        {queue.type}
      </Link>
    ),
    sortValue: (queue) => queue.type,
  },
  {
    id: 'backend',
    header: 'Backend',
    width: 92,
    cell: (queue) => (
      <span className="text-muted">{queue.backends.map((part) => part.backend).join(', ') || '—'}</span>
    ),
    sortValue: (queue) => queue.backends[0]?.backend ?? null,
  },
  depth('ready', 'Ready'),
  depth('inFlight', 'In flight'),
  depth('delayed', 'Delayed'),
  {
    id: 'dead',
    header: 'Dead',
    align: 'end',
    width: 72,
    cell: (queue) => {
      const { archived, lastHour } = deadOf(queue)
      return (
        <Link
          href={failuresOfType(queue.type)}
          className={
            lastHour > 0 ? 'text-danger hover:underline' : archived > 0 ? 'hover:underline' : 'text-muted'
          }
        >
          <Figure value={archived} />
        </Link>
      )
    },
    sortValue: (queue) => deadOf(queue).archived,
  },
  rate('in', 'In/s', rateIn),
  rate('out', 'Out/s', rateOut),
  {
    id: 'oldest',
    header: 'Oldest',
    align: 'end',
    width: 76,
    cell: (queue) =>
      depthOf(queue, 'ready').value === 0 ? (
        <Figure value={null} reason="Nothing waits" />
      ) : (
        <Duration ms={oldestOf(queue)} />
      ),
    sortValue: (queue) => oldestOf(queue).value,
  },
  {
    id: 'drain',
    header: 'Drains in',
    align: 'end',
    width: 80,
    cell: (queue) =>
      depthOf(queue, 'ready').value === 0 ? (
        <Figure value={null} reason="Nothing waits" />
      ) : (
        <Duration
          ms={drainOf(queue)}
          reason="It does not drain at the present rates, or they are not known"
        />
      ),
    sortValue: (queue) => drainOf(queue).value,
  },
  {
    id: 'consumers',
    header: 'Consumers',
    width: 150,
    grow: 1,
    cell: (queue) =>
      queue.consumers.length === 0 ? (
        <span className="text-muted">none assigned</span>
      ) : (
        <span data-tip={`project workers × instances: ${consumersOf(queue)}`}>{consumersOf(queue)}</span>
      ),
    sortValue: fleetWorkers,
  },
  {
    id: 'recent',
    header: 'Lately',
    width: 92,
    card: 'aside',
    cell: (queue) => (
      <Sparkline
        values={queue.recent}
        label={`Ready tasks of ${queue.type} in the last samples`}
        tone={tone[queue.health.state]}
      />
    ),
  },
]
