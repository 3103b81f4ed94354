'use client'
import { type FormEvent, useState } from 'react'
import { fieldError } from '@/components/api/problem'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import { Input } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import { Textarea } from '@/components/ui/textarea'
import { toast } from '@/components/ui/toast'
import { RetryFields } from './retry-fields'
import { readType, type TypeForm, typeFormOf } from './type-form'
import { type TaskType, usePatchTaskType } from './use-task-types'

type TextField = Exclude<keyof TypeForm, 'order' | 'retryKind'>
const pointers: Record<TextField, string> = {
  description: '/description',
  maxAttempts: '/retry/maxAttempts',
  initialMs: '/retry/initialMs',
  factor: '/retry/factor',
  maxMs: '/retry/maxMs',
  jitter: '/retry/jitter',
  delayMs: '/retry/delayMs',
  delaysMs: '/retry/delaysMs',
  byCode: '/retry/byCode',
  timeoutMs: '/timeoutMs',
  rateLimit: '/rateLimit',
  redactPaths: '/redactPaths',
  schema: '/payloadSchema',
}

/** Changes the settings of a type. Workers take them with their next configuration. */
export function TypeDialog({ type, onClose }: { type: TaskType; onClose: () => void }) {
  const [form, setForm] = useState(() => typeFormOf(type))
  const [shown, setShown] = useState(false)
  const patch = usePatchTaskType(type.name)
  const reading = readType(form)
  const bind = (field: TextField) => ({
    value: form[field],
    onValueChange: (value: string) => setForm((before) => ({ ...before, [field]: value })),
  })
  const errorOf = (field: TextField) =>
    (shown && !reading.ok && reading.errors[field]) || fieldError(patch.error, pointers[field])
  function submit(event: FormEvent) {
    event.preventDefault()
    setShown(true)
    if (!reading.ok) return
    patch.mutate(reading.patch, {
      onSuccess: () => {
        toast({ title: `Saved ${type.name}`, description: 'Workers take it with their next configuration.' })
        onClose()
      },
    })
  }
  const text = (field: TextField, label: string, description?: string) => (
    <Field label={label} description={description} error={errorOf(field)}>
      <Input inputMode={field === 'description' ? 'text' : 'decimal'} {...bind(field)} />
    </Field>
  )
  const { value: redact, onValueChange: setRedact } = bind('redactPaths')
  const { value: schema, onValueChange: setSchema } = bind('schema')
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      width="md"
      title={
        <>
          Settings of <span className="font-mono">{type.name}</span>
        </>
      }
      actions={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form="type-form" pending={patch.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form id="type-form" onSubmit={submit} className="flex flex-col gap-4" noValidate>
        {text('description', 'Description')}
        <RetryFields
          form={form}
          change={(part) => setForm((before) => ({ ...before, ...part }))}
          text={text}
          byCodeError={errorOf('byCode')}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          {text('timeoutMs', 'Timeout, ms', 'Then the attempt has failed')}
          {text('rateLimit', 'Rate limit', 'Tasks per second over the fleet, about; empty for none')}
          <div className="flex flex-col gap-1">
            <span className="text-sm text-muted">Order</span>
            <Segmented
              label="Order"
              stretch
              value={form.order}
              onValueChange={(order) => setForm((before) => ({ ...before, order }))}
              options={[
                { value: 'none', label: 'None' },
                { value: 'key', label: 'By key' },
              ]}
            />
          </div>
        </div>
        <Field
          label="Redacted"
          description="JSON Pointers, one per line; never shown in the console"
          error={errorOf('redactPaths')}
        >
          <Textarea mono rows={2} value={redact} onChange={(event) => setRedact(event.target.value)} />
        </Field>
        <Field
          label="Schema of the payload"
          description="JSON Schema; empty accepts any payload"
          error={errorOf('schema')}
        >
          <Textarea mono rows={6} value={schema} onChange={(event) => setSchema(event.target.value)} />
        </Field>
        <FormError error={patch.error} shown={Object.values(pointers)} />
      </form>
    </Dialog>
  )
}
