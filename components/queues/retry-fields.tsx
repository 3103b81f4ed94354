'use client'
import type { ReactNode } from 'react'
import { Field } from '@/components/ui/field'
import { Segmented } from '@/components/ui/segmented'
import { Textarea } from '@/components/ui/textarea'
import { describeRetry, type Retry, type RetryErrors, type RetryForm, readRetry } from './retry-form'

interface RetryFieldsProps {
  form: RetryForm
  change: (part: Partial<RetryForm>) => void
  /** A field of one line. */
  text: (
    field: Exclude<keyof RetryForm, 'retryKind' | 'byCode'>,
    label: string,
    description?: string,
  ) => ReactNode
  byCodeError: string | null | undefined
}

/** How a task is tried again: the kind, its delays, and exceptions by the failure's code; and what it comes to. */
export function RetryFields({ form, change, text, byCodeError }: RetryFieldsProps) {
  const errors: RetryErrors = {}
  const retry = readRetry(form, errors)
  const readable = Object.keys(errors).length === 0
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="sr-only">Retry</legend>
      <div className="flex flex-col gap-1">
        <span className="text-sm text-muted">Retry</span>
        <Segmented
          label="Kind of retry"
          stretch
          value={form.retryKind}
          onValueChange={(retryKind) => change({ retryKind })}
          options={[
            { value: 'exponential', label: 'Longer each time' },
            { value: 'fixed', label: 'Always the same' },
            { value: 'list', label: 'A list' },
          ]}
        />
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        {text('maxAttempts', 'Attempts', 'In all, the first included')}
        {text('jitter', 'Spread, %', 'A delay is up to this much longer')}
        {form.retryKind === 'exponential' && (
          <>
            {text('initialMs', 'First delay, ms')}
            {text('factor', 'Factor', 'Each delay is this much longer')}
            {text('maxMs', 'Longest delay, ms')}
          </>
        )}
        {form.retryKind === 'fixed' && text('delayMs', 'Delay, ms')}
        {form.retryKind === 'list' && text('delaysMs', 'Delays, ms', 'One per retry; the last is repeated')}
      </div>
      <Field
        label="By the failure's code"
        aside="optional"
        description='JSON; for each code "dead", or a policy: {"http-503": {"kind": "fixed", "delayMs": 5000}}'
        error={byCodeError}
      >
        <Textarea
          mono
          rows={2}
          value={form.byCode}
          onChange={(event) => change({ byCode: event.target.value })}
        />
      </Field>
      {readable && <p className="text-sm text-muted">{previewOf(retry)}</p>}
    </fieldset>
  )
}

/** What an exception leaves out has its default only when it is saved. */
function previewOf({ byCode, ...retry }: Retry): string {
  const count = Object.keys(byCode ?? {}).length
  const exceptions = count === 0 ? '' : `; ${count === 1 ? '1 exception' : `${count} exceptions`}`
  return `${describeRetry(retry)}${exceptions}.`
}
