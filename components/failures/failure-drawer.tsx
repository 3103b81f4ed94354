'use client'
import Maximize from 'lucide-react/icons/maximize-2'
import { lazy, Suspense } from 'react'
import { useLoadError } from '@/components/api/use-load-error'
import { Drawer } from '@/components/ui/drawer'
import { ErrorState } from '@/components/ui/error-state'
import { Link } from '@/components/ui/link'
import { Skeleton } from '@/components/ui/skeleton'
import { FailureActions } from './failure-actions'
import { FailureContents } from './failure-contents'
import { headlineOf } from './failure-words'
import { type Failure, useFailure } from './use-failures'
import type { FailuresView } from './use-failures-view'
import type { Wish } from './wish'

const EditReplay = lazy(() => import('./edit-replay').then((part) => ({ default: part.EditReplay })))

/** Narrower than this, list and failure do not fit beside each other. */
const COVERS = '(max-width: 68.74rem)'

interface FailureDrawerProps {
  view: FailuresView
  onWish: (wish: Wish) => void
}

/** One failure beside the list; on a small screen, in its place. */
export function FailureDrawer({ view, onWish }: FailureDrawerProps) {
  const { open: id, editing, setOpen } = view
  const query = useFailure(id)
  const failure = query.data
  const edits = editing && failure?.status === 'dead'
  return (
    <Drawer
      open
      onClose={() => (editing ? setOpen(id) : setOpen(null))}
      width={edits ? 38 : 28}
      coversAt={COVERS}
      label={edits ? 'Edit and replay' : 'Failure'}
      title={
        edits ? (
          <>
            Edit and replay <span className="font-mono text-sm font-normal">{failure.type}</span>
          </>
        ) : failure ? (
          headlineOf(failure.error)
        ) : (
          'Failure'
        )
      }
      aside={
        <Link
          href={`/failures/${encodeURIComponent(id)}`}
          aria-label="Open as a page"
          data-tip="Open as a page"
          className="flex size-7 shrink-0 items-center justify-center rounded-md text-muted hover:bg-sunk hover:text-text"
        >
          <Maximize aria-hidden className="size-3.5" />
        </Link>
      }
      footer={
        failure &&
        !edits && <FailureActions failure={failure} onEdit={() => setOpen(id, true)} onWish={onWish} />
      }
    >
      <FailureBody id={id} query={query} editing={editing} onEdited={() => setOpen(id)} />
    </Drawer>
  )
}

interface FailureBodyProps {
  id: string
  query: ReturnType<typeof useFailure>
  editing: boolean
  onEdited: () => void
}

/** The failure, or its editor, or why neither can be shown. */
export function FailureBody({ id, query, editing, onEdited }: FailureBodyProps) {
  const loadError = useLoadError(query)
  const failure: Failure | undefined = query.data
  if (loadError)
    return (
      <ErrorState
        error={loadError}
        title="The failure could not be read"
        retry={() => void query.refetch()}
      />
    )
  if (!failure || failure.id !== id) return <Loading />
  if (editing && failure.status === 'dead')
    return (
      <Suspense fallback={<Loading />}>
        <EditReplay key={id} failure={failure} onClose={onEdited} />
      </Suspense>
    )
  return <FailureContents failure={failure} />
}

function Loading() {
  return (
    <div aria-hidden className="flex flex-col gap-4">
      <Skeleton className="h-14 w-full" />
      <Skeleton className="h-28 w-full" />
      <Skeleton className="h-40 w-full" />
    </div>
  )
}
