'use client'
import { useState } from 'react'
import { useMay } from '@/components/shell/use-session'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { FormError } from '@/components/ui/form-error'
import { toast } from '@/components/ui/toast'
import { consequencesOf, headlineOf } from './replay-words'
import { type Replay, type ReplayAction, useReplayAction } from './use-replays'

const QUESTIONS: Record<ReplayAction, { title: string; confirm: string }> = {
  pause: { title: 'Pause this replay?', confirm: 'Pause' },
  resume: { title: 'Resume this replay?', confirm: 'Resume' },
  cancel: { title: 'Cancel this replay?', confirm: 'Cancel the replay' },
}

/** For what stays true while the toast is read; how far a sending replay is changes meanwhile, and stands beside it. */
function sentenceOf(replay: Replay): string {
  const { title, text } = headlineOf(replay, Date.now(), null)
  return `${title}: ${text}`
}

/** What can be done in its state. A hold is ended or undone at once: the sentence beside it says what follows. */
export function ReplayActions({ replay }: { replay: Replay }) {
  const [asked, setAsked] = useState<ReplayAction | null>(null)
  // Stays while its dialog closes, so that the words do not change under it.
  const [last, setLast] = useState<ReplayAction>('pause')
  const act = useReplayAction(replay.id)
  const mayOperate = useMay('operate')
  if (!mayOperate) return null

  async function run(action: ReplayAction) {
    const held = replay.state === 'holding'
    const after = await act.mutateAsync(action)
    toast({
      title: action === 'resume' ? (held ? 'Started' : 'Resumed') : sentenceOf(after),
      ...(action === 'pause' ? { action: { label: 'Resume', onClick: () => act.mutate('resume') } } : {}),
    })
  }
  const ask = (action: ReplayAction) => {
    setLast(action)
    setAsked(action)
  }
  /** At once; what is refused is said below the button. */
  const now = (action: ReplayAction) => void run(action).catch(() => undefined)
  const { state } = replay
  const cancel = (
    <Button variant="danger" onClick={() => ask('cancel')}>
      Cancel…
    </Button>
  )
  return (
    <div className="flex flex-wrap items-center gap-2">
      {state === 'selecting' && cancel}
      {state === 'holding' && (
        <>
          <Button pending={act.isPending && act.variables === 'resume'} onClick={() => now('resume')}>
            Start now
          </Button>
          <Button
            variant="primary"
            pending={act.isPending && act.variables === 'cancel'}
            onClick={() => now('cancel')}
          >
            Undo
          </Button>
        </>
      )}
      {state === 'running' && (
        <>
          <Button onClick={() => ask('pause')}>Pause…</Button>
          {cancel}
        </>
      )}
      {state === 'paused' && (
        <>
          <Button variant="primary" onClick={() => ask('resume')}>
            Resume…
          </Button>
          {cancel}
        </>
      )}
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => !open && setAsked(null)}
        title={QUESTIONS[last].title}
        confirmLabel={QUESTIONS[last].confirm}
        dismissLabel="Go back"
        tone={last === 'cancel' ? 'danger' : 'primary'}
        touches={consequencesOf(last, replay)}
        onConfirm={() => run(last)}
      />
      {asked === null && <FormError error={act.error} />}
    </div>
  )
}
