'use client'
import { type FormEvent, useState } from 'react'
import { fieldError } from '@/components/api/problem'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { useBackends, useCreateTaskType } from './use-task-types'

/** Not a name that a backend can have. */
const DEFAULT_BACKEND = '*'
const POINTERS = ['/name', '/description', '/backend']

/** Creates a task type and declares its queues, so that a first message is not dropped. */
export function NewTypeDialog({
  onClose,
  onCreated,
}: {
  onClose: () => void
  onCreated: (type: string) => void
}) {
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [backend, setBackend] = useState(DEFAULT_BACKEND)
  const backends = useBackends()
  const create = useCreateTaskType()
  const options = [
    { value: DEFAULT_BACKEND, label: "The installation's default" },
    ...(backends.data ?? []).map((entry) => ({ value: entry.name, label: entry.name, hint: entry.kind })),
  ]
  function submit(event: FormEvent) {
    event.preventDefault()
    create.mutate(
      {
        name: name.trim(),
        description: description.trim(),
        ...(backend === DEFAULT_BACKEND ? {} : { backend }),
      },
      {
        onSuccess: (type) => {
          toast({ title: `Created ${type.name}`, description: `Its queue waits in ${type.backend}.` })
          onCreated(type.name)
        },
      },
    )
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New task type"
      description="Retry, timeout, schema and redaction can be changed on its queue's page."
      actions={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form="new-type" pending={create.isPending}>
            Create
          </Button>
        </>
      }
    >
      <form id="new-type" onSubmit={submit} className="flex flex-col gap-3" noValidate>
        <Field
          label="Name"
          description='Lower-case words joined by "." or "-", such as email.send'
          error={fieldError(create.error, '/name')}
        >
          <Input mono value={name} onValueChange={setName} autoComplete="off" spellCheck={false} autoFocus />
        </Field>
        <Field label="Backend" error={fieldError(create.error, '/backend')}>
          <Select value={backend} onValueChange={setBackend} options={options} />
        </Field>
        <Field label="Description" aside="optional" error={fieldError(create.error, '/description')}>
          <Input value={description} onValueChange={setDescription} />
        </Field>
        <FormError error={create.error} shown={POINTERS} />
      </form>
    </Dialog>
  )
}
