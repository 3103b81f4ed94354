'use client'
import { type FormEvent, useState } from 'react'
import { fieldError } from '@/components/api/problem'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import { useCreateProject } from './use-projects'

interface NewProjectDialogProps {
  onClose: () => void
  onCreated: (project: string) => void
}

/** Creates a project: a name under which instances run and assignments are made. */
export function NewProjectDialog({ onClose, onCreated }: NewProjectDialogProps) {
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const create = useCreateProject()
  function submit(event: FormEvent) {
    event.preventDefault()
    create.mutate(
      { name: name.trim(), description: description.trim() },
      {
        onSuccess: (project) => {
          toast({ title: `Created ${project.name}`, description: 'It has no assignments yet.' })
          onCreated(project.name)
        },
      },
    )
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New project"
      description="An application or service that publishes tasks, runs them, or both."
      actions={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form="new-project" pending={create.isPending}>
            Create
          </Button>
        </>
      }
    >
      <form id="new-project" onSubmit={submit} className="flex flex-col gap-3" noValidate>
        <Field
          label="Name"
          description='Lower-case words joined by "-", such as billing-api'
          error={fieldError(create.error, '/name')}
        >
          <Input mono value={name} onValueChange={setName} autoComplete="off" spellCheck={false} autoFocus />
        </Field>
        <Field label="Description" aside="optional" error={fieldError(create.error, '/description')}>
          <Input value={description} onValueChange={setDescription} />
        </Field>
        <FormError error={create.error} shown={['/name', '/description']} />
      </form>
    </Dialog>
  )
}
