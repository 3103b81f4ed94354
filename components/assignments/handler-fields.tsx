'use client'
import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { type ConsumerErrors, type ConsumerForm, textsOf } from './consumer-form'
import { CustomHandlerFields } from './custom-handler-fields'
import { OptionFields } from './option-fields'
import type { OptionField } from './option-schema'

interface HandlerFieldsProps {
  type: string
  form: ConsumerForm
  /** Of the built-in handler's options. */
  fields: readonly OptionField[]
  errors: ConsumerErrors
  change: (part: Partial<ConsumerForm>) => void
}

/** What each kind of handler needs to know. */
export function HandlerFields({ type, form, fields, errors, change }: HandlerFieldsProps) {
  if (form.kind === 'built-in')
    return (
      <OptionFields
        fields={fields}
        texts={textsOf(form, fields)}
        errors={errors.options ?? {}}
        change={(options) => change({ options })}
      />
    )
  if (form.kind === 'custom') return <CustomHandlerFields form={form} errors={errors} change={change} />
  if (form.kind === 'function' || form.kind === 'module')
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
      <Checkbox
        checked={form.circuitBreaker}
        onCheckedChange={(circuitBreaker) => change({ circuitBreaker })}
        label="While the target is down, take no tasks: they wait in the queue and spend no attempts"
      />
    </>
  )
}
