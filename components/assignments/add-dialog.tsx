'use client'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { ComboboxWindow } from '@/components/ui/combobox-window'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Segmented } from '@/components/ui/segmented'
import type { Role } from './draft'

interface AddDialogProps {
  /** What is known already; the other half is chosen here. */
  project?: string
  type?: string
  projects: readonly string[]
  types: readonly string[]
  onClose: () => void
  onAdd: (role: Role, project: string, type: string) => void
}

/** Assigns a type to a project, as its producer or consumer. */
export function AddDialog(props: AddDialogProps) {
  const [project, setProject] = useState<string | null>(props.project ?? null)
  const [type, setType] = useState<string | null>(props.type ?? null)
  const [role, setRole] = useState<Role>('consumer')
  function submit(event: FormEvent) {
    event.preventDefault()
    if (project !== null && type !== null) props.onAdd(role, project, type)
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.onClose()}
      title={props.project ? `Assign a task type to ${props.project}` : `Assign ${props.type}`}
      actions={
        <>
          <Button variant="ghost" onClick={props.onClose}>
            Cancel
          </Button>
          <Button
            variant="primary"
            type="submit"
            form="add-form"
            disabled={project === null || type === null}
          >
            {role === 'consumer' ? 'Continue' : 'Put into the change set'}
          </Button>
        </>
      }
    >
      <form id="add-form" onSubmit={submit} className="flex flex-col gap-3">
        {props.project === undefined && (
          <Field label="Project">
            <ComboboxWindow autoFocus value={project} onValueChange={setProject} items={props.projects} />
          </Field>
        )}
        {props.type === undefined && (
          <Field label="Task type">
            <ComboboxWindow autoFocus value={type} onValueChange={setType} items={props.types} />
          </Field>
        )}
        <Segmented
          label="Role"
          stretch
          value={role}
          onValueChange={setRole}
          options={[
            { value: 'consumer', label: 'Consumes it' },
            { value: 'producer', label: 'Produces it' },
          ]}
        />
      </form>
    </Dialog>
  )
}
