'use client'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useState } from 'react'
import { useLoadError } from '@/components/api/use-load-error'
import { useMay } from '@/components/shell/use-session'
import { Badge } from '@/components/ui/badge'
import { Button, buttonClass } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { Link } from '@/components/ui/link'
import { PageHeader } from '@/components/ui/page-header'
import { Screen } from '@/components/ui/screen'
import { Segmented } from '@/components/ui/segmented'
import { Signal } from '@/components/ui/signal'
import { Skeleton } from '@/components/ui/skeleton'
import { PauseDialog, ResumeDialog } from './pause-dialog'
import { QueueCharts } from './queue-charts'
import { QueueConsumers } from './queue-consumers'
import { QueueFailures } from './queue-failures'
import { QueueFlow } from './queue-flow'
import { QueueHealth } from './queue-health'
import { QueueMoving } from './queue-moving'
import { QueueTasks } from './queue-tasks'
import { QueueTiles } from './queue-tiles'
import { TypeSettings } from './type-settings'
import { type Queue, RANGE_NAMES, type Range, useQueue } from './use-queues'

/** One queue: how it is and why, what flows, who produces and consumes, what waits, how its type is set. */
export function QueueScreen({ type }: { type: string }) {
  const query = useQueue(type)
  const loadError = useLoadError(query)
  const [range, setRange] = useQueryState('range', parseAsStringLiteral(RANGE_NAMES).withDefault('1h'))
  const queue = query.data
  return (
    <Screen
      padded
      header={<Header type={type} queue={queue} range={range} onRange={(next) => void setRange(next)} />}
    >
      {loadError ? (
        <ErrorState
          error={loadError}
          title={`The queue of ${type} could not be read`}
          retry={() => void query.refetch()}
        />
      ) : !queue ? (
        <Loading />
      ) : (
        <>
          <QueueHealth queue={queue} />
          <QueueMoving queue={queue} />
          <QueueTiles queue={queue} />
          <QueueCharts type={type} range={range} />
          <div className="grid gap-3.5 xl:grid-cols-[minmax(0,3fr)_minmax(18rem,1fr)]">
            <div className="flex min-w-0 flex-col gap-3.5">
              <QueueConsumers queue={queue} />
              <QueueFailures queue={queue} />
              <QueueFlow queue={queue} />
              <QueueTasks queue={queue} />
            </div>
            <TypeSettings queue={queue} />
          </div>
        </>
      )}
    </Screen>
  )
}

interface HeaderProps {
  type: string
  queue: Queue | undefined
  range: Range
  onRange: (range: Range) => void
}

function Header({ type, queue, range, onRange }: HeaderProps) {
  const [dialog, setDialog] = useState(false)
  const mayOperate = useMay('operate')
  const mayPublish = useMay('publish')
  const Dialog = queue?.paused ? ResumeDialog : PauseDialog
  return (
    <PageHeader
      parent={{ href: '/queues', label: 'Queues' }}
      title={<span className="font-mono">{type}</span>}
      aside={
        queue && (
          <>
            <Signal state={queue.health.state} />
            {queue.backends.map((part) => (
              <Badge key={part.backend}>
                {part.kind === part.backend ? part.kind : `${part.kind} · ${part.backend}`}
              </Badge>
            ))}
          </>
        )
      }
      actions={
        <>
          <Segmented
            label="Range of the charts"
            value={range}
            onValueChange={onRange}
            options={RANGE_NAMES.map((value) => ({ value, label: value.replace(/(\d)([a-z])/, '$1 $2') }))}
          />
          {queue && mayOperate && (
            <Button onClick={() => setDialog(true)}>{queue.paused ? 'Resume…' : 'Pause…'}</Button>
          )}
          {mayPublish && (
            <Link className={buttonClass('primary')} href={`/publish?type=${encodeURIComponent(type)}`}>
              Publish
            </Link>
          )}
          {queue && <Dialog queues={[queue]} open={dialog} onOpenChange={setDialog} />}
        </>
      }
    />
  )
}

function Loading() {
  return (
    <div aria-hidden className="flex flex-col gap-3.5">
      <Skeleton className="h-14 w-full" />
      <Skeleton className="h-20 w-full" />
      <Skeleton className="h-44 w-full" />
    </div>
  )
}
