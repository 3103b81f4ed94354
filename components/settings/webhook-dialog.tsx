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
import { type NewWebhook, useSaveWebhook, type Webhook } from './use-webhooks'
import { hasHeader, SCHEMES } from './webhook-schemes'

const EMPTY = {
  ...{ name: '', project: '', type: '', secret: '', idFrom: '', header: '', description: '' },
  scheme: 'standard-webhooks' as NewWebhook['scheme'],
  enabled: 'yes' as 'yes' | 'no',
}
type Form = typeof EMPTY

function formOf(webhook: Webhook | null): Form {
  if (webhook === null) return EMPTY
  const { name, project, type, secret, idFrom, description, scheme, enabled, options } = webhook
  return {
    ...{ name, project, type, secret, description, scheme },
    ...{ idFrom: idFrom ?? '', header: options.header ?? '', enabled: enabled ? 'yes' : 'no' },
  }
}

/** What the form does not show of the same scheme stays as it is. */
function fieldsOf(form: Form, webhook: Webhook | null): NewWebhook {
  const { header, idFrom, enabled, ...rest } = form
  const { header: _, ...kept } = webhook?.scheme === form.scheme ? webhook.options : {}
  const named = hasHeader(form.scheme) && header.trim() !== '' ? { header: header.trim() } : {}
  return {
    ...rest,
    options: { ...kept, ...named },
    idFrom: idFrom.trim() === '' ? null : idFrom.trim(),
    enabled: enabled === 'yes',
  }
}

const TEXTS = [
  ['project', 'Project', 'In whose name it publishes; it must be assigned to produce the type', 'shop'],
  ['type', 'Task type', undefined, 'payment.event'],
  [
    'secret',
    'Secret',
    'A reference such as env:NAME, never the secret itself',
    'env:SIGNALBOX_SECRET_STRIPE',
  ],
] as const
const POINTERS = ['/name', '/project', '/type', '/secret', '/idFrom', '/description', '/options/header']

/** Creates a webhook, or changes one. */
export function WebhookDialog({ webhook, onClose }: { webhook: Webhook | null; onClose: () => void }) {
  const [form, setForm] = useState(() => formOf(webhook))
  const save = useSaveWebhook()
  const set = (change: Partial<Form>) => setForm((before) => ({ ...before, ...change }))
  function submit(event: FormEvent) {
    event.preventDefault()
    const done = ({ name, url }: Webhook) => {
      toast({ title: webhook ? `Changed ${name}` : `Created ${name}`, description: `Its address: ${url}` })
      onClose()
    }
    save.mutate({ webhook, fields: fieldsOf(form, webhook) }, { onSuccess: done })
  }
  const text = (
    field: Exclude<keyof Form, 'scheme' | 'enabled'>,
    label: string,
    description?: string,
    placeholder?: string,
  ) => (
    <Field
      key={field}
      label={label}
      description={description}
      error={fieldError(save.error, field === 'header' ? '/options/header' : `/${field}`)}
    >
      <Input
        mono={field !== 'description'}
        value={form[field]}
        onValueChange={(value) => set({ [field]: value })}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
      />
    </Field>
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={webhook ? `Change ${webhook.name}` : 'New inbound webhook'}
      description="What a provider sends to its address, with a valid signature, becomes a task: each message once."
      actions={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form="webhook-form" pending={save.isPending}>
            {webhook ? 'Save' : 'Create'}
          </Button>
        </>
      }
    >
      <form id="webhook-form" onSubmit={submit} className="flex flex-col gap-3" noValidate>
        {!webhook && text('name', 'Name', 'The last part of its address, such as stripe')}
        <Field label="Provider" description={SCHEMES.find(({ value }) => value === form.scheme)?.setUp}>
          <Select value={form.scheme} onValueChange={(scheme) => set({ scheme })} options={[...SCHEMES]} />
        </Field>
        {hasHeader(form.scheme) &&
          text(
            'header',
            'Header',
            `${form.scheme === 'token' ? 'X-Webhook-Token' : 'X-Signature'} when empty`,
          )}
        {TEXTS.map(([field, label, description, placeholder]) =>
          text(field, label, description, placeholder),
        )}
        {text('idFrom', 'Message id', 'Only where the provider’s own will not do: /id, or header:NAME')}
        {webhook && (
          <Field label="Receives">
            <Select
              value={form.enabled}
              onValueChange={(enabled) => set({ enabled })}
              options={[
                { value: 'yes', label: 'Enabled' },
                { value: 'no', label: 'Disabled: answers 404' },
              ]}
            />
          </Field>
        )}
        {text('description', 'Description')}
        <FormError error={save.error} shown={POINTERS} />
      </form>
    </Dialog>
  )
}
