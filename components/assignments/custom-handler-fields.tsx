'use client'
import { useId } from 'react'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Textarea } from '@/components/ui/textarea'
import type { ConsumerErrors, ConsumerForm } from './consumer-form'
import { useCustomHandlers } from './use-custom-handlers'

interface CustomHandlerFieldsProps {
  form: ConsumerForm
  errors: ConsumerErrors
  change: (part: Partial<ConsumerForm>) => void
}

/** A handler of one's own: its schema lives where it runs, so its options are typed as JSON. */
export function CustomHandlerFields({ form, errors, change }: CustomHandlerFieldsProps) {
  const listId = useId()
  const names = useCustomHandlers()
  return (
    <>
      <Field
        label="Name"
        description="As its defineHandler says; a live instance of the project must have it"
        error={errors.custom}
      >
        <Input
          mono
          list={listId}
          value={form.custom}
          placeholder="acme.ticket"
          autoComplete="off"
          spellCheck={false}
          onValueChange={(custom) => change({ custom })}
        />
      </Field>
      <datalist id={listId}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Field
        label="Options"
        description="A JSON object; checked where the handler runs. Secrets as references, such as env:ACME_TOKEN"
        error={errors.customOptions}
      >
        <Textarea
          mono
          rows={5}
          value={form.customOptions}
          onChange={(event) => change({ customOptions: event.currentTarget.value })}
        />
      </Field>
    </>
  )
}
