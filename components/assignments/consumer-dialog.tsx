'use client'
import { type FormEvent, useMemo, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { type ConsumerErrors, type ConsumerForm, formOf, readConsumer } from './consumer-form'
import type { ConsumerAssignment } from './draft'
import { HandlerFields } from './handler-fields'
import { HandlerPicker } from './handler-picker'
import { optionFields } from './option-schema'
import { TestPanel } from './test-panel'
import { useHandlers } from './use-handlers'

interface ConsumerDialogProps {
  project: string
  type: string
  /** null: a new one. */
  consumer: ConsumerAssignment | null
  onClose: () => void
  /** Goes into the change set; nothing is saved here. */
  onPut: (consumer: ConsumerAssignment) => void
}

/** How a project consumes a type. */
export function ConsumerDialog({ project, type, consumer, onClose, onPut }: ConsumerDialogProps) {
  const [form, setForm] = useState<ConsumerForm>(() => formOf(consumer))
  const [shown, setShown] = useState(false)
  const handlers = useHandlers()
  const chosen = handlers.find(({ name }) => name === form.builtIn)
  const fields = useMemo(() => (chosen === undefined ? [] : optionFields(chosen.options)), [chosen])
  const reading = readConsumer(type, form, fields)
  const errors: ConsumerErrors = shown && !reading.ok ? reading.errors : {}
  const change = (part: Partial<ConsumerForm>) => setForm((before) => ({ ...before, ...part }))
  function submit(event: FormEvent) {
    event.preventDefault()
    setShown(true)
    if (reading.ok) onPut(reading.consumer)
  }
  const formId = 'consumer-form'
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      width="md"
      title={
        <>
          <span className="font-mono">{type}</span> in {project}
        </>
      }
      description="Goes into the change set. Workers see it when the change set is applied."
      actions={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form={formId}>
            Put into the change set
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4" noValidate>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Workers" description="Tasks that one instance runs at once" error={errors.workers}>
            <Input
              inputMode="numeric"
              value={form.workers}
              onValueChange={(workers) => change({ workers })}
              autoFocus
            />
          </Field>
          <Field
            label="Rate limit"
            aside="optional"
            description="Tasks per second over all instances of the project"
            error={errors.rateLimit}
          >
            <Input
              inputMode="decimal"
              value={form.rateLimit}
              placeholder="no limit"
              onValueChange={(rateLimit) => change({ rateLimit })}
            />
          </Field>
        </div>
        <HandlerPicker form={form} handlers={handlers} change={change} />
        <HandlerFields type={type} form={form} fields={fields} errors={errors} change={change} />
        {(form.kind === 'http' || (form.kind === 'built-in' && chosen !== undefined)) && (
          <TestPanel
            // Another handler, another payload, and no result of the one before.
            key={`${form.kind} ${form.builtIn}`}
            type={type}
            handler={reading.ok ? reading.consumer.handler : null}
            example={form.kind === 'built-in' ? chosen?.example : {}}
            onIncomplete={() => setShown(true)}
          />
        )}
        <Checkbox
          checked={form.paused}
          onCheckedChange={(paused) => change({ paused })}
          label="Paused: it takes no tasks until it is resumed here"
        />
      </form>
    </Dialog>
  )
}
