'use client'
import { useState } from 'react'
import { useMay } from '@/components/shell/use-session'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { toast } from '@/components/ui/toast'
import type { TaskTrace } from './task-words'
import { useCancelTask } from './use-task'

/** Takes a task that waits out of its queue, after a question. */
export function CancelTask({ task, onCancelled }: { task: TaskTrace; onCancelled: () => void }) {
  const [open, setOpen] = useState(false)
  const mayOperate = useMay('operate')
  const cancel = useCancelTask(task)
  async function confirm() {
    await cancel.mutateAsync()
    onCancelled()
    toast({ title: 'The task is cancelled: it will not run' })
  }
  return (
    <>
      <Button
        variant="danger"
        size="sm"
        disabled={!mayOperate}
        data-tip={mayOperate ? undefined : 'Your role may not cancel tasks'}
        onClick={() => setOpen(true)}
      >
        Cancel task
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Cancel this ${task.type}?`}
        tone="danger"
        confirmLabel="Cancel task"
        dismissLabel="Keep it"
        onConfirm={confirm}
        touches={[
          task.summary,
          'It is taken out of its queue and will not run. It is not archived and cannot be brought back.',
        ]}
      />
    </>
  )
}
