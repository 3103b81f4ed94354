'use client'
import { useState } from 'react'
import { clockTime } from '@/components/replays/selection-words'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { tasksInWords } from './chosen'
import { sayArchived, sayRestored } from './say-put-away'
import { useArchive, useRestore } from './use-failure-actions'
import type { Wish } from './wish'

interface ArchiveDialogProps {
  wish: Wish
  onClose: () => void
  onDone: (wish: Wish) => void
}

/** Puts dead tasks away, or brings them back, after saying how many. */
export function ArchiveDialog({ wish, onClose, onDone }: ArchiveDialogProps) {
  const { verb, selection, count } = wish
  const [reason, setReason] = useState('')
  const archive = useArchive()
  const restore = useRestore()
  const archiving = verb === 'archive'
  const tasks = tasksInWords(count)
  const one = count.value === 1 && !count.capped
  async function confirm() {
    if (archiving) {
      const { changed, archivedAt } = await archive.mutateAsync({ selection, reason: reason.trim() })
      sayArchived(changed, () => restore.mutateAsync({ selection, archivedAt }))
    } else sayRestored((await restore.mutateAsync({ selection })).changed)
    onDone(wish)
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${archiving ? 'Archive' : 'Restore'} ${tasks}?`}
      confirmLabel={`${archiving ? 'Archive' : 'Restore'} ${tasks}`}
      onConfirm={confirm}
      touches={[
        archiving
          ? `${tasks} ${one ? 'leaves' : 'leave'} the dead ones. ${one ? 'It is' : 'They are'} kept, found under Archived, and can be restored.`
          : `${tasks} ${one ? 'is' : 'are'} dead again, as before.`,
        ...('frozenAt' in selection && selection.frozenAt
          ? [`Frozen at ${clockTime(selection.frozenAt)}: what died later is left out.`]
          : []),
        archiving ? 'Only what is still dead is touched.' : 'Only what is archived is touched.',
      ]}
    >
      {archiving && (
        <Field label="Reason" aside="optional">
          <Input value={reason} onValueChange={setReason} maxLength={500} />
        </Field>
      )}
    </ConfirmDialog>
  )
}
