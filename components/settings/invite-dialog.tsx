'use client'
import { useState } from 'react'
import { fieldError } from '@/components/api/problem'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Time } from '@/components/ui/time'
import { ShownOnce } from './shown-once'
import { type Role, useInvite } from './use-people'

const ROLES: readonly { value: Role; label: string; hint: string }[] = [
  { value: 'viewer', label: 'viewer', hint: 'reads' },
  { value: 'operator', label: 'operator', hint: 'also publishes, pauses, replays, changes assignments' },
  { value: 'admin', label: 'admin', hint: 'everything' },
]

interface InviteDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Makes a link that lets one person in; Signalbox sends no mail. */
export function InviteDialog({ open, onOpenChange }: InviteDialogProps) {
  return open ? <Content onOpenChange={onOpenChange} /> : null
}

function Content({ onOpenChange }: { onOpenChange: (open: boolean) => void }) {
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const invite = useInvite()
  const close = () => onOpenChange(false)
  if (invite.data)
    return (
      <Dialog
        open
        onOpenChange={onOpenChange}
        title={`Invitation for ${email}`}
        actions={<Button onClick={close}>Done</Button>}
      >
        <ShownOnce label="Invitation link" text={invite.data.url}>
          Send this link to {email}. It works once, expires <Time at={invite.data.expiresAt} />, and is not
          shown again.
        </ShownOnce>
      </Dialog>
    )
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="Invite a person"
      description="You get a link to pass on; no mail is sent."
      actions={
        <>
          <Button variant="ghost" onClick={close}>
            Cancel
          </Button>
          <Button variant="primary" pending={invite.isPending} onClick={() => invite.mutate({ email, role })}>
            Make the link
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label="E-mail" error={fieldError(invite.error, '/email')}>
          <Input type="email" value={email} onValueChange={setEmail} autoComplete="off" />
        </Field>
        <Field label="Role" error={fieldError(invite.error, '/role')}>
          <Select value={role} onValueChange={setRole} options={ROLES} />
        </Field>
        <FormError error={invite.error} shown={['/email', '/role']} />
      </div>
    </Dialog>
  )
}
