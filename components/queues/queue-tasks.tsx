'use client'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useState } from 'react'
import { useMay } from '@/components/shell/use-session'
import { Button } from '@/components/ui/button'
import { Code } from '@/components/ui/code'
import { ErrorState } from '@/components/ui/error-state'
import { Panel } from '@/components/ui/panel'
import { Segmented } from '@/components/ui/segmented'
import { Skeleton } from '@/components/ui/skeleton'
import { Time } from '@/components/ui/time'
import { PurgeDialog } from './purge-dialog'
import { type MessageState, type Queue, useMessages } from './use-queues'
import { useBackends } from './use-task-types'

const STATES = ['ready', 'inFlight', 'delayed', 'dead'] as const
const labels: Record<MessageState, string> = {
  ready: 'Waiting',
  inFlight: 'In flight',
  delayed: 'Delayed',
  dead: 'Dead in the broker',
}
const nothing: Record<MessageState, string> = {
  ready: 'No task waits.',
  inFlight: 'No task is in flight.',
  delayed: 'No task waits for its time or for another attempt.',
  dead: 'None: dead tasks are taken into the failure archive as they come.',
}
const FIRST = 50

/** The first tasks of a queue, without taking them; where its backend can. */
export function QueueTasks({ queue }: { queue: Queue }) {
  const [state, setState] = useQueryState('tasks', parseAsStringLiteral(STATES).withDefault('ready'))
  const [purging, setPurging] = useState(false)
  const backends = useBackends()
  const mayPurge = useMay('admin')
  const own = backends.data?.filter((entry) => queue.backends.some((part) => part.backend === entry.name))
  const canPeek = own?.every((entry) => entry.capabilities.peek) ?? false
  const canPurge = own?.every((entry) => entry.capabilities.purge) ?? false
  const query = useMessages(queue.type, state, canPeek)
  return (
    <Panel
      title="Tasks"
      note={`the first ${FIRST}, oldest first`}
      actions={
        <>
          <Segmented
            label="Tasks that are"
            value={state}
            onValueChange={(next) => void setState(next)}
            options={STATES.map((value) => ({ value, label: labels[value] }))}
          />
          <Button
            size="sm"
            disabled={!canPeek}
            pending={query.isFetching}
            onClick={() => void query.refetch()}
          >
            Read again
          </Button>
          {mayPurge && canPurge && (
            <Button size="sm" variant="danger" onClick={() => setPurging(true)}>
              Purge…
            </Button>
          )}
        </>
      }
    >
      {own && !canPeek ? (
        <p className="p-3.5 text-muted">
          {own.map((entry) => entry.kind).join(', ')} cannot show waiting tasks without taking them.
        </p>
      ) : query.error ? (
        <ErrorState error={query.error} title="Tasks could not be read" retry={() => void query.refetch()} />
      ) : !query.data ? (
        <div className="p-3.5">
          <Skeleton className="h-10 w-full" />
        </div>
      ) : query.data.items.length === 0 ? (
        <p className="p-3.5 text-muted">{nothing[state]}</p>
      ) : (
        <ul>
          {query.data.items.map((task) => (
            <TaskLine key={`${task.id} ${task.state}`} task={task} />
          ))}
        </ul>
      )}
      <PurgeDialog queue={queue} open={purging} onOpenChange={setPurging} />
    </Panel>
  )
}

type Message = NonNullable<ReturnType<typeof useMessages>['data']>['items'][number]

function TaskLine({ task }: { task: Message }) {
  const shown = JSON.stringify(task.payload) ?? ''
  return (
    <li className="border-b border-line last:border-b-0">
      <details>
        <summary className="flex cursor-pointer items-center gap-3 px-3.5 py-1.5 hover:bg-sunk focus-visible:-outline-offset-2">
          <span className="font-mono text-sm whitespace-nowrap">{task.id.slice(0, 13)}…</span>
          <span className="min-w-0 flex-1 truncate font-mono text-xs text-muted">{shown}</span>
          {task.dueAt && (
            <span className="text-sm whitespace-nowrap text-muted">
              due <Time at={task.dueAt} />
            </span>
          )}
        </summary>
        <div className="flex flex-col gap-2 px-3.5 pb-3">
          <Code label={`Payload of ${task.id}`}>{JSON.stringify(task.payload, null, 2) ?? ''}</Code>
          <Code label={`Attributes of ${task.id}`}>{JSON.stringify(task.attributes, null, 2)}</Code>
        </div>
      </details>
    </li>
  )
}
