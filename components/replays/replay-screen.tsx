'use client'
import { useLoadError } from '@/components/api/use-load-error'
import { plural } from '@/components/assignments/describe'
import { Badge } from '@/components/ui/badge'
import { ErrorState } from '@/components/ui/error-state'
import { PageHeader } from '@/components/ui/page-header'
import { Screen } from '@/components/ui/screen'
import { Skeleton } from '@/components/ui/skeleton'
import { ReplayFacts } from './replay-facts'
import { ReplayHeadline } from './replay-headline'
import { ReplayLog } from './replay-log'
import { ReplayTasks } from './replay-tasks'
import { ReplayTiles } from './replay-tiles'
import { type Replay, useReplay } from './use-replays'
import { useSendRate } from './use-send-rate'

/** One replay, live: how far it is, how it goes, what was asked for, what became of each task. */
export function ReplayScreen({ id }: { id: string }) {
  const query = useReplay(id)
  const loadError = useLoadError(query)
  const replay = query.data
  const measured = useSendRate(replay, query.dataUpdatedAt)
  return (
    <Screen padded header={<Header id={id} replay={replay} />}>
      {loadError ? (
        <ErrorState
          error={loadError}
          title="The replay could not be read"
          retry={() => void query.refetch()}
        />
      ) : !replay ? (
        <Loading />
      ) : (
        <>
          <ReplayHeadline replay={replay} measured={measured} />
          <ReplayTiles replay={replay} />
          <div className="grid gap-3.5 xl:grid-cols-[minmax(0,3fr)_minmax(18rem,1fr)] xl:items-start">
            <ReplayTasks replay={replay} />
            <div className="flex min-w-0 flex-col gap-3.5">
              <ReplayFacts replay={replay} />
              <ReplayLog replay={replay} />
            </div>
          </div>
        </>
      )}
    </Screen>
  )
}

function Header({ id, replay }: { id: string; replay: Replay | undefined }) {
  return (
    <PageHeader
      parent={{ href: '/replays', label: 'Replays' }}
      title={<Title id={id} replay={replay} />}
      aside={replay?.edited && <Badge tone="accent">edited payload</Badge>}
    />
  )
}

/** By what it sends back; the id tells two of one type apart. */
function Title({ id, replay }: { id: string; replay: Replay | undefined }) {
  const [only, another] = replay?.types ?? []
  return (
    <>
      {only && !another ? (
        <span className="font-mono">{only}</span>
      ) : only ? (
        plural(replay?.types.length ?? 0, 'type')
      ) : (
        'Replay'
      )}{' '}
      <span className="font-mono text-sm font-normal text-muted" data-tip={id}>
        {id.slice(-8)}
      </span>
    </>
  )
}

function Loading() {
  return (
    <div aria-hidden className="flex flex-col gap-3.5">
      <Skeleton className="h-24 w-full" />
      <Skeleton className="h-20 w-full" />
      <Skeleton className="h-64 w-full" />
    </div>
  )
}
