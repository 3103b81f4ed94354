'use client'
import { type FormEvent, useState } from 'react'
import { fieldError } from '@/components/api/problem'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Code } from '@/components/ui/code'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import { Input } from '@/components/ui/input'
import { type Token, useCreateToken } from './use-projects'

type Scope = Token['scopes'][number]
const SCOPES: readonly { scope: Scope; label: string }[] = [
  { scope: 'worker', label: 'worker: fetch its configuration and report' },
  { scope: 'publish', label: 'publish: publish what it is assigned to produce' },
  { scope: 'read', label: 'read: see queues, failures and assignments' },
]

/** Creates a token for the project and shows its secret this once. */
export function NewTokenDialog({ project, onClose }: { project: string; onClose: () => void }) {
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<ReadonlySet<Scope>>(new Set<Scope>(['worker', 'publish']))
  const create = useCreateToken()
  function toggle(scope: Scope, on: boolean) {
    const next = new Set(scopes)
    if (on) next.add(scope)
    else next.delete(scope)
    setScopes(next)
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    create.mutate({ name: name.trim(), scopes: [...scopes], project })
  }
  if (create.data)
    return (
      <Dialog
        open
        onOpenChange={(open) => !open && onClose()}
        width="md"
        title={`Token ${create.data.name}`}
        description="Copy it now: it is shown this once. Only its hash is stored."
        actions={
          <Button variant="primary" onClick={onClose}>
            I have copied it
          </Button>
        }
      >
        <Code label="The token">{create.data.token}</Code>
      </Dialog>
    )
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`New token for ${project}`}
      actions={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant="primary"
            type="submit"
            form="new-token"
            pending={create.isPending}
            disabled={scopes.size === 0}
          >
            Create
          </Button>
        </>
      }
    >
      <form id="new-token" onSubmit={submit} className="flex flex-col gap-3" noValidate>
        <Field label="Name" description="Where it is used" error={fieldError(create.error, '/name')}>
          <Input value={name} onValueChange={setName} placeholder="worker on host-3" autoFocus />
        </Field>
        <fieldset className="flex flex-col gap-1.5">
          <legend className="mb-1 text-sm text-muted">What it may do</legend>
          {SCOPES.map(({ scope, label }) => (
            <Checkbox
              key={scope}
              checked={scopes.has(scope)}
              onCheckedChange={(on) => toggle(scope, on)}
              label={label}
            />
          ))}
        </fieldset>
        <FormError error={create.error} shown={['/name']} />
      </form>
    </Dialog>
  )
}
