'use client'
import { useState } from 'react'
import { fieldError } from '@/components/api/problem'
import { useProjects } from '@/components/projects/use-projects'
import { type Scope, useMay, useSession } from '@/components/shell/use-session'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { SCOPE_WORDS } from './scopes'
import { ShownOnce } from './shown-once'
import { useNewToken } from './use-tokens'

const EXPIRIES = [
  { value: '0', label: 'never' },
  { value: '30', label: 'in 30 days' },
  { value: '90', label: 'in 90 days' },
  { value: '365', label: 'in a year' },
] as const
const EVERY = '*'
const DAY_MS = 86_400_000

interface NewTokenDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Name, scopes, project, expiry; then the secret, once. */
export function NewTokenDialog({ open, onOpenChange }: NewTokenDialogProps) {
  // Mounted anew each time, so that no secret outlives the dialog.
  return open ? <Content onOpenChange={onOpenChange} /> : null
}

function Content({ onOpenChange }: { onOpenChange: (open: boolean) => void }) {
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<readonly Scope[]>(['read'])
  const [project, setProject] = useState(EVERY)
  const [days, setDays] = useState<(typeof EXPIRIES)[number]['value']>('90')
  const token = useNewToken()
  const projects = useProjects()
  const close = () => onOpenChange(false)
  const create = () =>
    token.mutate({
      name,
      scopes: [...scopes],
      ...(project === EVERY ? {} : { project }),
      ...(days === '0' ? {} : { expiresAt: new Date(Date.now() + Number(days) * DAY_MS).toISOString() }),
    })
  if (token.data)
    return (
      <Dialog
        open
        onOpenChange={onOpenChange}
        title={`Token ${token.data.name}`}
        actions={<Button onClick={close}>Done</Button>}
      >
        <ShownOnce label="Secret" text={token.data.token}>
          Keep it where the program finds it. It is not stored and cannot be shown again.
        </ShownOnce>
      </Dialog>
    )
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="New token"
      width="md"
      actions={
        <>
          <Button variant="ghost" onClick={close}>
            Cancel
          </Button>
          <Button variant="primary" pending={token.isPending} onClick={create}>
            Create token
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field
          label="Name"
          description="What uses it: “mailer in production”"
          error={fieldError(token.error, '/name')}
        >
          <Input value={name} onValueChange={setName} autoComplete="off" />
        </Field>
        <ScopeChoice scopes={scopes} onChange={setScopes} error={fieldError(token.error, '/scopes')} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            label="Project"
            description="It may act for this project only"
            error={fieldError(token.error, '/project')}
          >
            <Select
              value={project}
              onValueChange={setProject}
              options={[
                { value: EVERY, label: 'all projects' },
                ...(projects.data ?? []).map((entry) => ({ value: entry.name, label: entry.name })),
              ]}
            />
          </Field>
          <Field label="Expires" error={fieldError(token.error, '/expiresAt')}>
            <Select value={days} onValueChange={setDays} options={EXPIRIES} />
          </Field>
        </div>
        <FormError error={token.error} shown={['/name', '/scopes', '/project', '/expiresAt']} />
      </div>
    </Dialog>
  )
}

interface ScopeChoiceProps {
  scopes: readonly Scope[]
  onChange: (scopes: readonly Scope[]) => void
  error: string | undefined
}

/** Only the scopes that the reader holds: nobody can give more than they have. */
function ScopeChoice({ scopes, onChange, error }: ScopeChoiceProps) {
  const held = useSession().data?.scopes ?? []
  const all = useMay('admin')
  const offered = SCOPE_WORDS.filter(({ scope }) => all || held.includes(scope))
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 text-sm text-muted">Scopes</legend>
      {offered.map(({ scope, words }) => (
        <Checkbox
          key={scope}
          checked={scopes.includes(scope)}
          onCheckedChange={(on) =>
            onChange(on ? [...scopes, scope] : scopes.filter((other) => other !== scope))
          }
          label={
            <>
              {scope} <span className="text-muted">{words}</span>
            </>
          }
        />
      ))}
      {error && <p className="text-sm text-danger">{error}</p>}
    </fieldset>
  )
}
