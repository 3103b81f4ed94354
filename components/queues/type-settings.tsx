'use client'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { describeHandler } from '@/components/assignments/describe'
import { useMay } from '@/components/shell/use-session'
import { Button } from '@/components/ui/button'
import { Code } from '@/components/ui/code'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { ErrorState } from '@/components/ui/error-state'
import { duration } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import { Skeleton } from '@/components/ui/skeleton'
import { toast } from '@/components/ui/toast'
import { describeRetry } from './retry-form'
import type { Queue } from './use-queues'
import { type TaskType, useDeleteTaskType, useTaskType } from './use-task-types'

const MoveTypeDialog = dynamic(() => import('./move-type-dialog').then((part) => part.MoveTypeDialog))
const TypeDialog = dynamic(() => import('./type-dialog').then((part) => part.TypeDialog))

/** How the type is set: retry, timeout, schema, redaction, rate; what can be changed, and deleting it. */
export function TypeSettings({ queue }: { queue: Queue }) {
  const query = useTaskType(queue.type)
  const [dialog, setDialog] = useState<'edit' | 'move' | 'delete' | null>(null)
  const mayConfigure = useMay('configure')
  return (
    <Panel
      title="Type"
      className="self-start"
      padded
      actions={
        query.data &&
        mayConfigure && (
          <Button size="sm" variant="ghost" onClick={() => setDialog('edit')}>
            Edit
          </Button>
        )
      }
    >
      {query.error && !query.data ? (
        <ErrorState
          error={query.error}
          title="The type could not be read"
          retry={() => void query.refetch()}
        />
      ) : !query.data ? (
        <Skeleton className="h-40 w-full" />
      ) : (
        <>
          <Settings type={query.data} queue={queue} />
          {mayConfigure && (
            <div className="mt-4 flex flex-wrap gap-2">
              <Button size="sm" onClick={() => setDialog('move')}>
                Move to another backend…
              </Button>
              <Button size="sm" variant="danger" onClick={() => setDialog('delete')}>
                Delete type…
              </Button>
            </div>
          )}
          {dialog === 'move' && (
            <MoveTypeDialog type={query.data} queue={queue} onClose={() => setDialog(null)} />
          )}
          {dialog === 'edit' && <TypeDialog type={query.data} onClose={() => setDialog(null)} />}
          <DeleteType
            type={queue.type}
            open={dialog === 'delete'}
            onOpenChange={(open) => setDialog(open ? 'delete' : null)}
          />
        </>
      )}
    </Panel>
  )
}

function Settings({ type, queue }: { type: TaskType; queue: Queue }) {
  return (
    <dl className="grid grid-cols-[6rem_minmax(0,1fr)] gap-x-3 gap-y-2">
      {type.description && <Entry name="What">{type.description}</Entry>}
      <Entry name="Retry">{describeRetry(type.retry)}</Entry>
      <Entry name="Timeout">{duration(type.timeoutMs)}</Entry>
      <Entry name="Rate limit">
        {type.rateLimit === null ? 'none' : `${type.rateLimit}/s over the whole fleet`}
      </Entry>
      <Entry name="Order">{type.order === 'key' ? 'by partition key' : 'none'}</Entry>
      <Entry name="Backend">
        {type.backend}
        {type.queueName && (
          <>
            , queue <span className="font-mono text-sm">{type.queueName}</span>
          </>
        )}
      </Entry>
      <Entry name="Redacted">
        <span className="font-mono text-sm">{type.redactPaths.join(' ') || 'nothing'}</span>
      </Entry>
      <Entry name="Produced by">{queue.producers.join(', ') || 'nobody'}</Entry>
      {queue.consumers.map((consumer) => (
        <Entry key={consumer.project} name="Handler">
          {consumer.project}:{' '}
          <span className="font-mono text-sm break-all">{describeHandler(consumer.handler)}</span>
        </Entry>
      ))}
      <Entry name="Schema">
        {type.payloadSchema ? (
          <details>
            <summary className="cursor-pointer">shown</summary>
            <Code label="Schema of the payload">{JSON.stringify(type.payloadSchema, null, 2)}</Code>
          </details>
        ) : (
          'any payload'
        )}
      </Entry>
    </dl>
  )
}

function Entry({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  )
}

interface DeleteTypeProps {
  type: string
  open: boolean
  onOpenChange: (open: boolean) => void
}

function DeleteType({ type, open, onOpenChange }: DeleteTypeProps) {
  const remove = useDeleteTaskType(type)
  const router = useRouter()
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Delete ${type}?`}
      tone="danger"
      confirmLabel="Delete type"
      typed={type}
      touches={[
        'The type, its settings and its queue are removed.',
        'Refused while a project is assigned to it or tasks wait.',
      ]}
      onConfirm={async () => {
        await remove.mutateAsync()
        toast({ title: `Deleted ${type}` })
        router.push('/queues')
      }}
    />
  )
}
