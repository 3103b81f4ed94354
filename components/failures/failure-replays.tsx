'use client'
import { headlineOf } from '@/components/replays/replay-words'
import { useReplay, useReplayAction } from '@/components/replays/use-replays'
import { Button } from '@/components/ui/button'
import { useNow } from '@/components/ui/clock'
import { FormError } from '@/components/ui/form-error'
import { Link } from '@/components/ui/link'
import { Signal, type SignalState } from '@/components/ui/signal'
import { Time } from '@/components/ui/time'
import { Part } from './failure-part'
import { REPLAY_STATES } from './failure-words'
import type { Failure } from './use-failures'

const SIGNALS: Record<string, SignalState> = {
  succeeded: 'clear',
  'failed-again': 'danger',
  sent: 'caution',
  pending: 'unknown',
}

/** Every replay that took this failure, newest first; the one that runs is followed, and can be undone while it holds. */
export function FailureReplays({ failure }: { failure: Failure }) {
  const { replays, status, replayId } = failure
  if (replays.length === 0 && replayId === null) return null
  return (
    <Part title="Replays">
      {status === 'replaying' && replayId !== null && <Running id={replayId} />}
      <ul className="flex flex-col gap-1.5">
        {replays.map((replay) => (
          <li key={replay.id} className="flex items-start gap-2.5">
            <Signal state={SIGNALS[replay.state] ?? 'unknown'} label={null} className="mt-1" />
            <span className="min-w-0 flex-1 wrap-anywhere">
              <Link href={`/replays/${replay.id}`} className="text-accent hover:underline">
                {capitalized(REPLAY_STATES[replay.state] ?? replay.state)}
              </Link>
              {replay.detail && <span className="text-muted">: {replay.detail}</span>}
              {replay.at && (
                <span className="text-sm text-muted">
                  {' '}
                  · <Time at={replay.at} />
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  )
}

const capitalized = (text: string) => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`

function Running({ id }: { id: string }) {
  const replay = useReplay(id)
  const act = useReplayAction(id)
  const now = useNow() ?? Date.now()
  if (replay.data === undefined) return null
  const { state, title, text } = headlineOf(replay.data, now, null)
  return (
    <div role="status" className="flex flex-col gap-2 rounded-md border border-line bg-ground px-3 py-2">
      <p className="flex items-start gap-2.5">
        <Signal state={state} label={null} className="mt-1" />
        <span className="min-w-0">
          <b className="font-semibold">{title}:</b> {text}.
        </span>
      </p>
      {replay.data.state === 'holding' && (
        <div className="flex gap-2">
          <Button size="sm" pending={act.isPending} onClick={() => act.mutate('cancel')}>
            Undo
          </Button>
          <Button size="sm" variant="ghost" disabled={act.isPending} onClick={() => act.mutate('resume')}>
            Send now
          </Button>
        </div>
      )}
      <FormError error={act.error} />
    </div>
  )
}
