'use client'
import { useState } from 'react'
import { plural } from '@/components/assignments/describe'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Field } from '@/components/ui/field'
import { exactNumber } from '@/components/ui/format'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import { depthOf } from './queue-figures'
import { usePurgeQueue } from './use-queue-actions'
import type { Queue } from './use-queues'

interface PurgeDialogProps {
  queue: Queue
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Removes every waiting task; the name must be typed out. */
export function PurgeDialog({ queue, open, onOpenChange }: PurgeDialogProps) {
  const [reason, setReason] = useState('')
  const purge = usePurgeQueue(queue.type)
  const ready = depthOf(queue, 'ready').value
  const delayed = depthOf(queue, 'delayed').value
  const written = (value: number | null) => (value === null ? 'an unknown number' : exactNumber(value))
  async function confirm() {
    const { removed } = await purge.mutateAsync({ confirm: queue.type, reason: reason.trim() })
    toast({ title: `${plural(removed, 'task')} removed from ${queue.type}` })
  }
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Purge ${queue.type}?`}
      tone="danger"
      confirmLabel="Remove waiting tasks"
      typed={queue.type}
      disabled={reason.trim() === ''}
      onConfirm={confirm}
      touches={[
        `Waiting tasks are removed: ${written(ready)} ready and ${written(delayed)} delayed at the last sample.`,
        'They are not archived and cannot be brought back.',
        'Tasks that run now are left alone.',
      ]}
    >
      <Field label="Reason">
        <Input value={reason} onValueChange={setReason} maxLength={500} />
      </Field>
    </ConfirmDialog>
  )
}
