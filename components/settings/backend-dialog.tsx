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
import { type BackendForm, backendFormOf, KINDS, optionsOf } from './backend-form'
import { type Backend, useSaveBackend } from './use-backends'

const POINTERS = {
  name: '/name',
  url: '/url',
  description: '/description',
  managementUrl: '/options/managementUrl',
  partitions: '/options/partitions',
  replicationFactor: '/options/replicationFactor',
}
type TextField = keyof typeof POINTERS

/** Registers a backend, or changes the address and options of one. */
export function BackendDialog({ backend, onClose }: { backend: Backend | null; onClose: () => void }) {
  const [form, setForm] = useState(() => backendFormOf(backend))
  const save = useSaveBackend()
  const set = (change: Partial<BackendForm>) => setForm((before) => ({ ...before, ...change }))
  const address = KINDS.find(({ value }) => value === form.kind)?.address ?? ''
  function submit(event: FormEvent) {
    event.preventDefault()
    save.mutate(
      { backend, form, options: optionsOf(form, backend?.options ?? null) },
      {
        onSuccess: ({ name }) => {
          toast({
            title: backend ? `Changed ${name}` : `Registered ${name}`,
            description: 'Whether it answers is shown here in a moment.',
          })
          onClose()
        },
      },
    )
  }
  const text = (field: TextField, label: string, description?: string, placeholder?: string) => (
    <Field label={label} description={description} error={fieldError(save.error, POINTERS[field])}>
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
      title={backend ? `Change ${backend.name}` : 'New backend'}
      description="Addresses and certificates are references to secrets: env:NAME or file:PATH, resolved by the control plane and by each worker where it runs."
      actions={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form="backend-form" pending={save.isPending}>
            {backend ? 'Save' : 'Register'}
          </Button>
        </>
      }
    >
      <form id="backend-form" onSubmit={submit} className="flex flex-col gap-3" noValidate>
        {!backend && (
          <>
            {text('name', 'Name', 'Lower-case words joined by "-", such as orders-rabbit')}
            <Field label="Kind">
              <Select value={form.kind} onValueChange={(kind) => set({ kind })} options={[...KINDS]} />
            </Field>
          </>
        )}
        {text('url', 'Address', 'A reference to its URL, or for Kafka to "host:port,host:port"', address)}
        {form.kind === 'rabbitmq' &&
          text(
            'managementUrl',
            'Management API',
            'Optional; with it, tasks in flight and rates are known',
            'env:RABBITMQ_MANAGEMENT_URL',
          )}
        {form.kind === 'kafka' && (
          <div className="grid gap-3 sm:grid-cols-2">
            {text('partitions', 'Partitions', 'Of new topics; 12 when empty')}
            {text('replicationFactor', 'Replicas', "Of new topics; the brokers' default when empty")}
          </div>
        )}
        {text('description', 'Description')}
        <FormError error={save.error} shown={Object.values(POINTERS)} />
      </form>
    </Dialog>
  )
}
