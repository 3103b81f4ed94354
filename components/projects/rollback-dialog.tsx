'use client'
import { useState } from 'react'
import { differences } from '@/components/assignments/describe'
import { useSets } from '@/components/assignments/use-assignments'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Diff } from '@/components/ui/diff'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import { patchLines } from './revision-lines'
import { type Revision, useRollbackRevision } from './use-projects'

interface RollbackDialogProps {
  project: string
  current: number
  target: Revision
  onClose: () => void
}

/** Brings an older revision back as a new one, after showing what that changes now. */
export function RollbackDialog({ project, current, target, onClose }: RollbackDialogProps) {
  const [reason, setReason] = useState('')
  const rollback = useRollbackRevision(project)
  const { sets } = useSets()
  const now = sets.get(project)?.assignments ?? []
  const changes = differences(now, target.assignments)
  async function confirm() {
    const saved = await rollback.mutateAsync({ number: target.number, current, reason: reason.trim() })
    toast({
      title: `${project} is at revision ${saved.revision}`,
      description: `It brings back revision ${target.number}. Workers take it with their next poll.`,
    })
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Bring back revision ${target.number}?`}
      confirmLabel={`Save as revision ${current + 1}`}
      disabled={reason.trim() === '' || changes.length === 0}
      onConfirm={confirm}
      touches={[
        changes.length === 0
          ? 'The current revision says the same; there is nothing to bring back.'
          : `The assignments of ${project} change like this:`,
      ]}
    >
      {changes.length > 0 && <Diff label="Changes" lines={patchLines(changes)} />}
      <Field label="Reason">
        <Input value={reason} onValueChange={setReason} maxLength={500} />
      </Field>
    </ConfirmDialog>
  )
}
