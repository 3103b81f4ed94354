'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { tasksInWords } from './chosen'
import { PreviewTouches } from './preview-touches'
import { ReplayFields } from './replay-fields'
import { defaultOptions, readOptions } from './replay-options'
import { frozen, useReplayFailures, useReplayPreview } from './use-failure-actions'
import type { Wish } from './wish'

interface ReplayDialogProps {
  wish: Wish
  onClose: () => void
  /** One task is followed where it is shown. */
  onDone: (wish: Wish) => void
}

/** Says what a replay would send, at which rate and when, then sends it and leads to its page. */
export function ReplayDialog({ wish, onClose, onDone }: ReplayDialogProps) {
  const { selection, count, one } = wish
  const router = useRouter()
  const [draft, setDraft] = useState(() => defaultOptions(count.value))
  const preview = useReplayPreview(selection)
  const replay = useReplayFailures()
  const reading = readOptions(draft)
  const selected = preview.data?.selected ?? count

  async function confirm() {
    if (!reading.ok || !preview.data) return
    const started = await replay.mutateAsync({
      selection: frozen(selection, preview.data.frozenAt),
      ...reading.options,
    })
    onDone(wish)
    // Both places say how it goes, and undo it while it holds.
    if (!one) router.push(`/replays/${started.id}`)
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={one ? 'Replay this task?' : `Replay ${tasksInWords(selected)}?`}
      confirmLabel={one ? 'Replay' : `Replay ${tasksInWords(selected)}`}
      disabled={!reading.ok || !preview.data || selected.value === 0}
      onConfirm={confirm}
      touches={[]}
    >
      <PreviewTouches preview={preview} selection={selection} shown={count} />
      <ReplayFields draft={draft} onChange={setDraft} count={selected.value} />
    </ConfirmDialog>
  )
}
