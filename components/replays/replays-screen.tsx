'use client'
import { useRouter } from 'next/navigation'
import { useLoadError } from '@/components/api/use-load-error'
import { plural } from '@/components/assignments/describe'
import { buttonClass } from '@/components/ui/button'
import { DataTable } from '@/components/ui/data-table'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Link } from '@/components/ui/link'
import { PageHeader } from '@/components/ui/page-header'
import { Screen } from '@/components/ui/screen'
import { replayColumns } from './replay-columns'
import { isActive, type Replay, useReplays } from './use-replays'

const ROW_HEIGHT = 52

/** Every replay, newest first; those that go on are live. */
export function ReplaysScreen() {
  const query = useReplays()
  const loadError = useLoadError(query)
  const router = useRouter()
  const rows = query.data?.pages.flatMap((page) => page.items)
  const active = rows?.filter((replay) => isActive(replay.state)).length ?? 0
  return (
    <Screen
      header={
        <PageHeader
          title="Replays"
          aside={active > 0 && <span className="text-muted">{active} under way</span>}
        />
      }
    >
      {loadError ? (
        <ErrorState error={loadError} title="Replays could not be read" retry={() => void query.refetch()} />
      ) : (
        <DataTable
          label="Replays, newest first"
          columns={replayColumns}
          rows={rows}
          rowKey={(replay) => replay.id}
          rowLabel={(replay) => `the replay by ${replay.author}`}
          rowHeight={ROW_HEIGHT}
          onOpen={(replay: Replay) => router.push(`/replays/${replay.id}`)}
          onEnd={() => query.hasNextPage && !query.isFetchingNextPage && void query.fetchNextPage()}
          empty={<Nothing />}
          footer={`${plural(rows?.length ?? 0, 'replay')}${query.hasNextPage ? ', and older ones' : ''}`}
        />
      )}
    </Screen>
  )
}

function Nothing() {
  return (
    <EmptyState
      title="No dead task has been replayed yet"
      actions={
        <Link href="/failures" className={buttonClass('primary')}>
          Show dead tasks
        </Link>
      }
    >
      A replay sends dead tasks back to work: choose some in Failures, or all that a search finds, and say how
      fast. What is chosen is frozen, sending can be held, paused and cancelled, and here you see of each task
      whether it succeeded or failed again.
    </EmptyState>
  )
}
