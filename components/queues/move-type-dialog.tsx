'use client'
import { useState } from 'react'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Field } from '@/components/ui/field'
import { exactNumber } from '@/components/ui/format'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { leftIn } from './queue-moving'
import type { Queue } from './use-queues'
import { type TaskType, useBackends, usePatchTaskType } from './use-task-types'

interface MoveTypeDialogProps {
  type: TaskType
  queue: Queue
  onClose: () => void
}

/** Gives a type another backend: says where new tasks go, and what becomes of those that wait. */
export function MoveTypeDialog({ type, queue, onClose }: MoveTypeDialogProps) {
  const backends = useBackends()
  const others = (backends.data ?? []).filter(({ name }) => name !== type.backend)
  const [chosen, setChosen] = useState<string | null>(null)
  const patch = usePatchTaskType(type.name)
  const to = chosen ?? others[0]?.name ?? ''
  async function move() {
    // An existing queue's name belongs to the backend that it is in.
    await patch.mutateAsync({ backend: to, queueName: null })
    toast({ title: `${type.name} moves to ${to}`, description: `Consumers empty ${type.backend} alongside.` })
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Move ${type.name} to another backend?`}
      confirmLabel={to === '' ? 'Move' : `Move to ${to}`}
      disabled={to === ''}
      onConfirm={move}
      touches={
        others.length === 0
          ? ['There is no other backend. Register one under Settings → Backends.']
          : [
              `Producers publish new tasks to ${to} within seconds; the queue is made there now.`,
              `${waitingSentence(queue, type.backend)} Consumers take them alongside the new ones, with the same workers, until that queue is empty.`,
              'Tasks of one partition key may overtake each other across the two queues.',
              'Workers need the address of the new backend in their environment; one that lacks it is shown here.',
            ]
      }
    >
      {others.length > 0 && (
        <Field label="Backend">
          <Select
            value={to}
            onValueChange={setChosen}
            options={others.map(({ name, kind }) => ({
              value: name,
              label: name === kind ? name : `${name} (${kind})`,
            }))}
          />
        </Field>
      )}
    </ConfirmDialog>
  )
}

function waitingSentence(queue: Queue, backend: string): string {
  const part = queue.backends.find((one) => one.backend === backend)
  const left = part === undefined ? null : leftIn(part)
  if (left === null) return `How many tasks wait in ${backend} is not known.`
  return left === 1 ? `1 task waits in ${backend}.` : `${exactNumber(left)} tasks wait in ${backend}.`
}
