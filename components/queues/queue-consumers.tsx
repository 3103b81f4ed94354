'use client'
import { useLoadError } from '@/components/api/use-load-error'
import { plural } from '@/components/assignments/describe'
import { CONSUMER_SIGNALS } from '@/components/instances/instance-state'
import { type Instance, useInstances } from '@/components/instances/use-instances'
import { buttonClass } from '@/components/ui/button'
import { type Column, DataTable } from '@/components/ui/data-table'
import { Duration } from '@/components/ui/duration'
import { ErrorState } from '@/components/ui/error-state'
import { Figure } from '@/components/ui/figure'
import { exactTime } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { Panel } from '@/components/ui/panel'
import { Signal, type SignalState } from '@/components/ui/signal'
import { Time } from '@/components/ui/time'
import { failingShare, fleetWorkers } from './queue-figures'
import type { Queue } from './use-queues'

interface Consuming {
  readonly instance: Instance
  readonly consumer: Instance['consumers'][number]
}

/** Instances that consume the type, and what each runs now. */
export function QueueConsumers({ queue }: { queue: Queue }) {
  const query = useInstances({ status: 'live' })
  const loadError = useLoadError(query)
  const rows = query.data?.items.flatMap((instance) =>
    instance.consumers
      .filter((consumer) => consumer.type === queue.type)
      .map((consumer): Consuming => ({ instance, consumer })),
  )
  const instances = new Set(rows?.map((row) => row.instance.id)).size
  return (
    <Panel
      title="Consumers"
      note={`${plural(instances, 'instance')} · ${plural(fleetWorkers(queue), 'worker')}`}
      actions={
        <Link className={buttonClass('ghost', 'sm')} href="/instances">
          Instances
        </Link>
      }
    >
      {loadError ? (
        <ErrorState
          error={loadError}
          title="Instances could not be read"
          retry={() => void query.refetch()}
        />
      ) : (
        <DataTable
          fill={false}
          label={`Instances that consume ${queue.type}`}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.instance.id}
          empty={<Nobody queue={queue} />}
        />
      )}
    </Panel>
  )
}

/** One that runs and whose handler fails is not well. */
function signalOf({ state, error, failing }: Consuming['consumer']): { state: SignalState; label: string } {
  if (state === 'running' && failing) return { state: 'danger', label: `failing: ${failing.error}` }
  return { state: CONSUMER_SIGNALS[state], label: error ? `${state}: ${error}` : state }
}

function Nobody({ queue }: { queue: Queue }) {
  return (
    <p className="p-3.5 text-muted">
      {queue.consumers.length === 0
        ? 'No project consumes it: tasks wait until one does.'
        : `${queue.consumers.map((consumer) => consumer.project).join(', ')} should consume it, but no live instance does. Start a worker.`}
    </p>
  )
}

const columns: readonly Column<Consuming>[] = [
  {
    id: 'instance',
    header: 'Instance',
    width: 220,
    grow: 1,
    card: 'title',
    cell: ({ instance, consumer }) => (
      <span className="flex items-center gap-2">
        <Signal {...signalOf(consumer)} />
        <Link
          href={`/instances?open=${encodeURIComponent(instance.id)}`}
          className="truncate font-mono text-sm hover:underline"
          data-tip={`${instance.project}, ${instance.host}, process ${instance.pid}`}
        >
          <span className="font-sans text-base">{instance.project}</span> {instance.host}
        </Link>
      </span>
    ),
  },
  {
    id: 'revision',
    header: 'Revision',
    width: 84,
    cell: ({ instance }) => (
      <span className={instance.stale ? 'text-caution' : undefined}>
        {instance.appliedRevision}
        {instance.stale && ` of ${instance.desiredRevision}`}
      </span>
    ),
  },
  {
    id: 'running',
    header: 'Running',
    width: 76,
    align: 'end',
    cell: ({ consumer }) => `${consumer.runningCount} / ${consumer.workers}`,
  },
  {
    id: 'p95',
    header: 'p95',
    width: 72,
    align: 'end',
    cell: ({ consumer }) => (
      <Duration ms={consumer.latencyMs?.p95} reason="No task ended in the last minute" />
    ),
  },
  {
    id: 'failing',
    header: 'Failing',
    width: 76,
    align: 'end',
    cell: ({ consumer }) => <Failing consumer={consumer} />,
  },
  {
    id: 'now',
    header: 'Now',
    width: 200,
    grow: 2,
    cell: ({ consumer }) =>
      consumer.error ? (
        <span className="text-danger">{consumer.error}</span>
      ) : (
        <Now running={consumer.running} />
      ),
  },
]

/** The share of failed attempts, and while the handler fails what it answers. */
function Failing({ consumer }: Pick<Consuming, 'consumer'>) {
  const share = failingShare(consumer)
  const { failing } = consumer
  return (
    <span
      data-tip={failing ? `${failing.error}, since ${exactTime(Date.parse(failing.since))}` : share.span}
      className={failing ? 'text-danger' : undefined}
    >
      <Figure value={share.percent} unit=" %" reason={share.span} />
    </span>
  )
}

function Now({ running }: { running: Consuming['consumer']['running'] }) {
  if (running.length === 0) return <span className="text-muted">idle</span>
  return (
    <span className="font-mono text-xs text-muted">
      {running.slice(0, 3).map((task) => (
        <span key={task.taskId} className="mr-2" data-tip={`${task.taskId}, attempt ${task.attempt}`}>
          {task.taskId.slice(0, 8)}… <Time at={task.startedAt} as="since" />
        </span>
      ))}
      {running.length > 3 && `and ${running.length - 3} more`}
    </span>
  )
}
