'use client'
import { useState } from 'react'
import { useLoadError } from '@/components/api/use-load-error'
import { CopyButton } from '@/components/ui/copy-button'
import { ErrorState } from '@/components/ui/error-state'
import { Link } from '@/components/ui/link'
import { PageHeader } from '@/components/ui/page-header'
import { Panel } from '@/components/ui/panel'
import { Screen } from '@/components/ui/screen'
import { Signal } from '@/components/ui/signal'
import { Skeleton } from '@/components/ui/skeleton'
import { CancelTask } from './cancel-task'
import { TaskTimeline } from './task-timeline'
import { TaskUnknown } from './task-unknown'
import { TASK_STATES, type TaskTrace } from './task-words'
import { isUnknown, useTask } from './use-task'

/** Where one task is: its state, one sentence, and what is known of its life. */
export function TaskScreen({ id }: { id: string }) {
  const query = useTask(id)
  const loadError = useLoadError(query)
  const [cancelled, setCancelled] = useState(false)
  return (
    <Screen padded header={<PageHeader title="Where is this task?" />}>
      <div className="mx-auto flex w-full max-w-3xl flex-col gap-3.5">
        <Panel padded>
          <TaskId id={id} />
          {cancelled ? (
            <Cancelled />
          ) : query.data ? (
            <Standing task={query.data} onCancelled={() => setCancelled(true)} />
          ) : isUnknown(loadError) ? (
            <TaskUnknown id={id} error={loadError} />
          ) : loadError ? (
            <ErrorState
              error={loadError}
              title="The task could not be looked for"
              retry={() => void query.refetch()}
            />
          ) : (
            <Skeleton className="mt-3 h-12 w-full" />
          )}
        </Panel>
        {!cancelled && query.data && query.data.events.length > 0 && (
          <Panel title="What is known of its life" padded>
            <TaskTimeline events={query.data.events} />
          </Panel>
        )}
      </div>
    </Screen>
  )
}

function TaskId({ id }: { id: string }) {
  return (
    <p className="flex items-center gap-1.5">
      <span className="text-muted">Task</span>
      <span className="min-w-0 font-mono text-sm wrap-anywhere">{id}</span>
      <CopyButton text={id} label="Copy the id of the task" />
    </p>
  )
}

/** Nobody knows it any more, so this is all that can be shown. */
function Cancelled() {
  return (
    <div className="mt-3 flex gap-2.5" role="status">
      <Signal state="unknown" label={null} className="mt-1.5" />
      <div>
        <p className="text-lg font-semibold">Cancelled</p>
        <p>It was taken out of its queue and will not run.</p>
      </div>
    </div>
  )
}

function Standing({ task, onCancelled }: { task: TaskTrace; onCancelled: () => void }) {
  const { signal, name } = TASK_STATES[task.state]
  return (
    <div className="mt-3 flex gap-2.5" role="status">
      <Signal state={signal} label={null} className="mt-1.5" />
      <div className="min-w-0">
        <p className="text-lg font-semibold">{name}</p>
        <p className="text-pretty wrap-anywhere">{task.summary}</p>
        <p className="mt-1 text-sm text-muted">
          Task type{' '}
          <Link
            className="font-mono text-accent hover:underline"
            href={`/queues/${encodeURIComponent(task.type)}`}
          >
            {task.type}
          </Link>
        </p>
      </div>
      {task.cancellable && (
        <div className="ml-auto shrink-0">
          <CancelTask task={task} onCancelled={onCancelled} />
        </div>
      )}
    </div>
  )
}
