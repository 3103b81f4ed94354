'use client'
import { useMay } from '@/components/shell/use-session'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { notEditable, pretty } from './payload'
import type { Failure } from './use-failures'
import { usePutAwayOne } from './use-put-away-one'
import { type Wish, wishForOne } from './wish'

interface FailureActionsProps {
  failure: Failure
  onEdit: () => void
  onWish: (wish: Wish) => void
}

/** What can be done to one failure as it is now; where nothing can, why. */
export function FailureActions({ failure, onEdit, onWish }: FailureActionsProps) {
  const mayOperate = useMay('operate')
  const away = usePutAwayOne()
  const { status } = failure
  const unable = notEditable(failure)
  return (
    <>
      {!mayOperate && (
        <span className="text-sm text-muted">Your role reads; replaying takes the role operator.</span>
      )}
      {mayOperate && status === 'dead' && (
        <>
          <Button variant="primary" onClick={() => onWish(wishForOne('replay', failure))}>
            Replay…
          </Button>
          <Button disabled={unable !== null} data-tip={unable ?? undefined} onClick={onEdit}>
            Edit and replay
          </Button>
          <Button pending={away.pending} onClick={() => away.archive(failure.id)}>
            Archive
          </Button>
        </>
      )}
      {mayOperate && status === 'archived' && (
        <Button variant="primary" pending={away.pending} onClick={() => away.restore(failure.id)}>
          Restore
        </Button>
      )}
      {status === 'replaying' && <span className="text-sm text-muted">A replay has it now.</span>}
      {status === 'replayed' && (
        <span className="text-sm text-muted">
          It was sent back to work; if it dies again, that is a new failure.
        </span>
      )}
      <span className="ml-auto">
        <CopyButton text={pretty(failure)} label="Copy the failure as JSON" />
      </span>
    </>
  )
}
