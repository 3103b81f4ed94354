'use client'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { ComboboxWindow } from '@/components/ui/combobox-window'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { plural } from './describe'
import type { ConsumerAssignment } from './draft'

interface MoveDialogProps {
  type: string
  from: string
  consumer: ConsumerAssignment
  /** Every other project. */
  projects: readonly string[]
  /** Of a project that consumes the type already. */
  consumes: (project: string) => ConsumerAssignment | null
  onClose: () => void
  onMove: (to: string) => void
}

/** Moves a consumer to another project: what dragging does, for the keyboard. */
export function MoveDialog({ type, from, consumer, projects, consumes, onClose, onMove }: MoveDialogProps) {
  const [to, setTo] = useState<string | null>(null)
  const there = to === null ? null : consumes(to)
  function submit(event: FormEvent) {
    event.preventDefault()
    if (to !== null) onMove(to)
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={
        <>
          Move <span className="font-mono">{type}</span>
        </>
      }
      description={`${from} stops consuming it, the other project starts: ${plural(consumer.workers, 'worker')} per instance. Goes into the change set.`}
      actions={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form="move-form" disabled={to === null}>
            Move
          </Button>
        </>
      }
    >
      <form id="move-form" onSubmit={submit} className="flex flex-col gap-3">
        <Field label="To project">
          <ComboboxWindow
            autoFocus
            value={to}
            onValueChange={setTo}
            items={projects}
            placeholder="Type a part of its name"
          />
        </Field>
        {there && (
          <p className="text-sm text-muted">
            {to} consumes it already and keeps its own handler ({there.handler.kind}); the workers are added:{' '}
            {there.workers} + {consumer.workers}.
          </p>
        )}
      </form>
    </Dialog>
  )
}
