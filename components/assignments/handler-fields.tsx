'use client'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { ConsumerField, ConsumerForm } from './consumer-form'

interface HandlerFieldsProps {
  type: string
  form: ConsumerForm
  errors: Partial<Record<ConsumerField, string>>
  change: (part: Partial<ConsumerForm>) => void
}

/** What each kind of handler needs to know. */
export function HandlerFields({ type, form, errors, change }: HandlerFieldsProps) {
  if (form.kind === 'function')
    return (
      <Field
        label="Function"
        aside="optional"
        description={`Its key in the embedding process's handlers; "${type}" when left empty`}
        error={errors.functionName}
      >
        <Input
          mono
          value={form.functionName}
          placeholder={type}
          onValueChange={(functionName) => change({ functionName })}
        />
      </Field>
    )
  return (
    <>
      <Field
        label="URL"
        description="Receives a POST per task; 2xx is done, 429 and 503 retry, 400 and 422 are dead"
        error={errors.url}
      >
        <Input
          mono
          type="url"
          value={form.url}
          placeholder={`https://service.internal/tasks/${type}`}
          onValueChange={(url) => change({ url })}
        />
      </Field>
      <Field
        label="Signing secret"
        aside="optional"
        description="A reference, such as env:MAILER_SECRET; each request is signed with it"
        error={errors.secret}
      >
        <Input
          mono
          value={form.secret}
          placeholder="env:NAME"
          onValueChange={(secret) => change({ secret })}
        />
      </Field>
    </>
  )
}
